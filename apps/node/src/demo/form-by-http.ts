/** A page as a browser without script has it. */
export interface Opened {
  readonly url: string;
  readonly status: number;
  readonly html: string;
}

/** What a browser remembers of one node. Workers have none: a page for them that sets a cookie is a fault. */
export type Cookies = Map<string, string>;

interface Sent {
  readonly fill?: Readonly<Record<string, string | readonly string[]>>;
  /** Which button. */
  readonly go?: string;
  /** Where the form leads, if it is not the first one on the page. */
  readonly form?: string;
  readonly cookies?: Cookies;
}

export const openPage = (url: string, cookies?: Cookies): Promise<Opened> => opened(url, {}, cookies);

/** Sends a form of the page: what it carries along unseen, and what is filled in. */
export async function sendForm(page: Opened, { fill = {}, go, form, cookies }: Sent): Promise<Opened> {
  const { action, attributes, body } = formOn(page, form);
  const fields = attributes.includes("multipart") ? new FormData() : new URLSearchParams();
  for (const [, name = "", value = ""] of body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)) {
    if (!(name in fill)) fields.append(unescaped(name), unescaped(value));
  }
  for (const [name, value] of Object.entries(fill)) {
    for (const one of typeof value === "string" ? [value] : value) fields.append(name, one);
  }
  if (go !== undefined) fields.append("go", go);
  const { origin } = new URL(page.url);
  const headers = { origin, "sec-fetch-site": "same-origin" };
  return opened(new URL(action, page.url).href, { method: "POST", body: fields, headers }, cookies);
}

function formOn({ url, html }: Opened, to: string | undefined) {
  const forms = [...html.matchAll(/<form method="post" action="([^"]*)"([^>]*)>([\s\S]*?)<\/form>/g)];
  const all = forms.map(([, action = "", attributes = "", body = ""]) => ({
    action: unescaped(action),
    attributes,
    body,
  }));
  const found = all.find(({ action }) => to === undefined || action.split("?")[0] === to);
  if (found === undefined) throw new Error(`There is no form ${to ?? ""} at ${url}`);
  return found;
}

async function opened(url: string, init: RequestInit, cookies?: Cookies): Promise<Opened> {
  const cookie = [...(cookies ?? [])].map(([name, value]) => `${name}=${value}`).join("; ");
  const headers = { ...init.headers, ...(cookie === "" ? {} : { cookie }) };
  const response = await fetch(url, { ...init, headers, redirect: "manual" });
  for (const line of response.headers.getSetCookie()) {
    const [name = "", value = ""] = line.split(";")[0]?.split("=") ?? [];
    if (cookies === undefined) throw new Error(`${url} sets a cookie`);
    cookies.set(name, value);
  }
  const location = response.headers.get("location");
  if (response.status === 303 && location !== null) return opened(new URL(location, url).href, {}, cookies);
  return { url, status: response.status, html: await response.text() };
}

/** The words on it, without markup. */
export const readable = (html: string): string =>
  unescaped(html.replace(/<!--[\s\S]*?-->/g, "").replace(/<[^>]*>/g, " "))
    .replace(/\s+/g, " ")
    .trim();

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? "");
