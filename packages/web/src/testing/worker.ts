import type { Hono } from "hono";
import { entriesOf, unescape } from "./browser.ts";
import { SITE } from "./fixtures.ts";

export interface WorkersView {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
  /** Of the answer on the wire, with its headers. */
  readonly bytes: number;
}

export interface Sent {
  readonly fill?: Readonly<Record<string, string | readonly string[]>>;
  /** The button. */
  readonly go?: string;
  readonly files?: readonly File[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Which form of the page, counted from zero. */
  readonly form?: number;
}

/** A browser without script and without memory: it sends what the form on the page holds, and what is filled in. */
export class Worker {
  readonly web: Hono;
  readonly seen: WorkersView[] = [];

  constructor(web: Hono) {
    this.web = web;
  }

  async open(path: string, init: RequestInit = {}): Promise<WorkersView> {
    const response = await this.web.request(new Request(`${SITE.origin}${path}`, { ...init, redirect: "manual" }));
    const html = await response.text();
    const lines = [...response.headers].reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
    // The line of status, the date and the length of the body are put in by the server.
    const view = {
      status: response.status,
      html,
      headers: response.headers,
      bytes: Buffer.byteLength(html) + lines + 120,
    };
    this.seen.push(view);
    return view;
  }

  async send(page: WorkersView, { fill = {}, go, files, headers = OWN, form = 0 }: Sent = {}): Promise<WorkersView> {
    const { action, entries, multipart } = formOn(page, form);
    const kept = entries.filter(([name]) => !(name in fill) && name !== "files");
    const filled = Object.entries(fill).flatMap(([name, value]) =>
      (typeof value === "string" ? [value] : value).map((one): [string, string] => [name, one]),
    );
    const pairs: [string, string][] = [
      ...kept,
      ...filled,
      ...(go === undefined ? [] : [["go", go] as [string, string]]),
    ];
    const body = multipart ? new FormData() : new URLSearchParams();
    for (const [name, value] of pairs) body.append(name, value);
    if (body instanceof FormData) for (const file of files ?? [NO_FILE]) body.append("files", file);
    return this.open(action, { method: "POST", body, headers });
  }
}

export const OWN = { "sec-fetch-site": "same-origin" };
/** What a browser sends for a box with no file in it. */
const NO_FILE = new File([], "", { type: "application/octet-stream" });

export function formOn({ html }: WorkersView, index = 0) {
  const forms = [...html.matchAll(/<form method="post" action="([^"]*)"([^>]*)>([\s\S]*?)<\/form>/g)];
  const [, action = "", attributes = "", body = ""] = forms[index] ?? [];
  if (action === "") throw new Error(`No form ${index} on:\n${html.slice(0, 3000)}`);
  return { action: unescape(action), entries: entriesOf(body), multipart: attributes.includes("multipart") };
}

/** The text that somebody reads, without padding and markup. */
export const readable = (html: string): string =>
  unescape(html.replace(/<!--[\s\S]*?-->/g, "").replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ");
