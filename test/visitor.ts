import { once } from "node:events";
import { request, type Agent, type IncomingMessage } from "node:http";
import { entriesOf, unescape } from "@commonhall/web/testing";

/** What came back over the wire, to the byte. */
export interface View {
  readonly path: string;
  readonly status: number;
  /** Names and values in turn, as they came. */
  readonly headers: readonly string[];
  readonly bytes: Buffer;
  readonly html: string;
}

export interface Sent {
  readonly fill?: Readonly<Record<string, string | readonly string[]>>;
  /** The button. */
  readonly go?: string;
  readonly files?: readonly File[];
  /** Where the form leads, if it is not the first one on the page. */
  readonly form?: string;
}

export interface VisitorOptions {
  /** Of every request: a user agent, an address that a proxy passes on. */
  readonly headers?: Readonly<Record<string, string>>;
  /** From which of this machine's addresses. */
  readonly localAddress?: string;
  readonly agent?: Agent;
}

/** A browser without script: it opens pages and sends what their forms hold and what is filled in, by HTTP. */
export class Visitor {
  /** Those of the desk. Nothing else may set one. */
  readonly cookies = new Map<string, string>();
  /** Every answer that came with a cookie. */
  readonly cookiesFrom: string[] = [];
  readonly #origin: string;
  readonly #options: VisitorOptions;

  constructor(origin: string, options: VisitorOptions = {}) {
    this.#origin = origin;
    this.#options = options;
  }

  async open(path: string): Promise<View> {
    return this.#go("GET", path);
  }

  async send(page: View, { fill = {}, go, files = [NO_FILE], form }: Sent = {}): Promise<View> {
    const { action, entries, multipart } = formOn(page, form);
    const body = multipart ? new FormData() : new URLSearchParams();
    for (const [name, value] of entries) if (!(name in fill) && name !== "files") body.append(name, value);
    for (const [name, value] of Object.entries(fill)) {
      for (const one of typeof value === "string" ? [value] : value) body.append(name, one);
    }
    if (go !== undefined) body.append("go", go);
    if (body instanceof FormData) for (const file of files) body.append("files", file);
    return this.post(action, body);
  }

  post(path: string, body: FormData | URLSearchParams): Promise<View> {
    return this.#go("POST", path, body);
  }

  async #go(method: "GET" | "POST", path: string, body?: FormData | URLSearchParams): Promise<View> {
    const { agent, localAddress, headers } = this.#options;
    const form = body === undefined ? undefined : new Response(body);
    const bytes = form === undefined ? undefined : Buffer.from(await form.arrayBuffer());
    const type = form?.headers.get("content-type");
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const sent = request(new URL(path, this.#origin), {
      method,
      agent: agent ?? false,
      ...(localAddress === undefined ? {} : { localAddress }),
      headers: {
        ...headers,
        ...(cookie !== "" && path.startsWith("/desk") ? { cookie } : {}),
        ...(bytes === undefined ? {} : { ...OWN, origin: this.#origin, "content-length": bytes.length }),
        ...(type === null || type === undefined ? {} : { "content-type": type }),
      },
    });
    sent.end(bytes);
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    const answer = Buffer.concat(await response.toArray());
    for (const line of response.headers["set-cookie"] ?? []) this.#keep(path, line);
    const { location } = response.headers;
    if (response.statusCode === 303 && location !== undefined) {
      const { pathname, search } = new URL(location, this.#origin);
      return this.#go("GET", pathname + search);
    }
    const status = response.statusCode ?? 0;
    return { path, status, headers: response.rawHeaders, bytes: answer, html: answer.toString("utf8") };
  }

  #keep(path: string, line: string): void {
    this.cookiesFrom.push(path);
    const [pair = "", ...attributes] = line.split("; ");
    const [name = "", value = ""] = pair.split("=");
    if (attributes.includes("Max-Age=0")) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

/** What a browser says of a form of the same site. */
const OWN = { "sec-fetch-site": "same-origin" };
/** What it sends for a box with no file in it. */
const NO_FILE = new File([], "", { type: "application/octet-stream" });

/** The first form of a page, or the one that leads to an address. */
export function formOn({ html, path }: View, to?: string) {
  const forms = [...html.matchAll(/<form method="post" action="([^"]*)"([^>]*)>([\s\S]*?)<\/form>/g)];
  const found = forms.find(([, action = ""]) => to === undefined || unescape(action).split("?")[0] === to);
  if (found === undefined) throw new Error(`No form ${to ?? ""} on ${path}:\n${readable(html).slice(0, 2000)}`);
  const [, action = "", attributes = "", body = ""] = found;
  return { action: unescape(action), entries: entriesOf(body), multipart: attributes.includes("multipart") };
}

/** The text that somebody reads, without padding and markup. */
export const readable = (html: string): string =>
  unescape(html.replace(/<!--[\s\S]*?-->/g, "").replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ");
