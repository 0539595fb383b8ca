export { deskAddresses } from "./desk-addresses.ts";
import type { Hono } from "hono";
import { SITE } from "./fixtures.ts";
import { PASSPHRASE } from "./memory-staff-desk.ts";

/** A page as a browser would have it: what stands on it, and what its forms would send. */
export interface Opened {
  readonly status: number;
  readonly path: string;
  readonly html: string;
  readonly headers: Headers;
}

/** What a form of a page sends if nothing in it is touched. */
export interface FoundForm {
  readonly action: string;
  readonly entries: readonly (readonly [string, string])[];
}

/** A browser that keeps cookies, follows redirects and says where its forms come from. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly web: Hono;

  constructor(web: Hono) {
    this.web = web;
  }

  async open(path: string, init: RequestInit = {}): Promise<Opened> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = new Headers(init.headers);
    if (cookie !== "") headers.set("cookie", cookie);
    const response = await this.web.request(
      new Request(`${SITE.origin}${path}`, { ...init, headers, redirect: "manual" }),
    );
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const location = response.headers.get("location");
    if (response.status === 303 && location !== null) return this.open(location.split("#")[0] ?? "");
    return { status: response.status, path, html: await response.text(), headers: response.headers };
  }

  #keep(line: string): void {
    const [pair = "", ...attributes] = line.split("; ");
    const [name = "", value = ""] = pair.split("=");
    if (attributes.some((attribute) => attribute === "Max-Age=0")) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }

  send(
    path: string,
    fields: Iterable<readonly [string, string]>,
    headers: Record<string, string> = OWN,
  ): Promise<Opened> {
    const body = new URLSearchParams([...fields].map(([name, value]) => [name, value]));
    return this.open(path, { method: "POST", body, headers });
  }

  /** Sends a form of the page with some boxes filled in. Boxes that it does not have are added, as a button is. */
  submit(page: Opened, action: string, fill: Readonly<Record<string, string>> = {}): Promise<Opened> {
    const form = formOf(page, action);
    const kept = form.entries.filter(([name]) => !(name in fill));
    return this.send(form.action, [...kept, ...Object.entries(fill)]);
  }

  async signIn(name: string): Promise<Opened> {
    return this.submit(await this.open("/desk/sign-in"), "/desk/sign-in", { name, passphrase: PASSPHRASE });
  }
}

/** What a browser says of a form that it got from this node. */
export const OWN = { origin: SITE.origin, "sec-fetch-site": "same-origin" };

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

export const unescape = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? "");

/** The form whose address begins with `action`. */
export function formOf({ html, path }: Opened, action: string): FoundForm {
  const forms = [...html.matchAll(/<form method="post" action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)];
  const found = forms.find(([, address = ""]) => unescape(address).split("?")[0] === action);
  if (found === undefined) throw new Error(`No form for ${action} on ${path}:\n${html}`);
  const [, address = "", body = ""] = found;
  return { action: unescape(address), entries: entriesOf(body) };
}

/** What the boxes between two tags hold, in their order. */
export function entriesOf(body: string): [string, string][] {
  const boxes = body.matchAll(
    /<input ([^>]*)>|<textarea ([^>]*)>\n?([\s\S]*?)<\/textarea>|<select ([^>]*)>([\s\S]*?)<\/select>/g,
  );
  return [...boxes].flatMap(([, input, textarea, text = "", select, options = ""]): [string, string][] => {
    const attributes = input ?? textarea ?? select ?? "";
    const name = attribute(attributes, "name");
    if (textarea !== undefined) return [[name, unescape(text)]];
    if (select !== undefined) return [[name, chosenIn(options)]];
    const isUnticked = /type="(?:checkbox|radio)"/.test(attributes) && !/ checked/.test(attributes);
    return isUnticked ? [] : [[name, attribute(attributes, "value")]];
  });
}

const attribute = (attributes: string, name: string): string =>
  unescape(new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1] ?? "");

function chosenIn(options: string): string {
  const all = [...options.matchAll(/<option value="([^"]*)"( selected)?>/g)];
  const chosen = all.find(([, , selected]) => selected !== undefined) ?? all[0];
  return unescape(chosen?.[1] ?? "");
}
