/** A page as a browser without script and without memory has it. */
export interface Opened {
  readonly url: string;
  readonly status: number;
  readonly html: string;
  readonly cookies: readonly string[];
}

interface Sent {
  readonly fill?: Readonly<Record<string, string | readonly string[]>>;
  /** Which button. */
  readonly go?: string;
  readonly cookie?: string;
}

export const openPage = (url: string, cookie?: string): Promise<Opened> =>
  opened(url, cookie === undefined ? {} : { headers: { cookie } });

/** Sends the first form on the page: what it carries along unseen, and what is filled in. */
export async function sendForm({ url, html }: Opened, { fill = {}, go, cookie }: Sent): Promise<Opened> {
  const [, action = "", attributes = "", body = ""] =
    /<form method="post" action="([^"]*)"([^>]*)>([\s\S]*?)<\/form>/.exec(html) ?? [];
  if (action === "") throw new Error(`There is no form at ${url}`);
  const fields = attributes.includes("multipart") ? new FormData() : new URLSearchParams();
  for (const [, name = "", value = ""] of body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)) {
    if (!(name in fill)) fields.append(unescaped(name), unescaped(value));
  }
  for (const [name, value] of Object.entries(fill)) {
    for (const one of typeof value === "string" ? [value] : value) fields.append(name, one);
  }
  if (go !== undefined) fields.append("go", go);
  const { origin } = new URL(url);
  const headers = { origin, "sec-fetch-site": "same-origin", ...(cookie === undefined ? {} : { cookie }) };
  return opened(new URL(unescaped(action), url).href, { method: "POST", body: fields, headers });
}

async function opened(url: string, init: RequestInit): Promise<Opened> {
  const response = await fetch(url, { ...init, redirect: "manual" });
  const location = response.headers.get("location");
  const cookies = response.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
  if (response.status === 303 && location !== null && cookies.length === 0)
    return opened(new URL(location, url).href, {});
  return { url, status: response.status, html: await response.text(), cookies };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? "");
