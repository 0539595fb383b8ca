import type { Hono } from "hono";
import { readHtml, type ReadPage } from "./read-html.ts";

export interface Got extends ReadPage {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

/** Opens a page and reads it strictly. */
export async function open(web: Hono, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Got> {
  return got(await web.request(path, { headers }));
}

/** Sends a form as a browser does from a page of the node itself. */
export async function send(
  web: Hono,
  path: string,
  fields: readonly (readonly [name: string, value: string])[],
  headers: Readonly<Record<string, string>> = { "sec-fetch-site": "same-origin" },
): Promise<Got> {
  const body = new URLSearchParams(fields.map(([name, value]) => [name, value]));
  return got(await web.request(path, { method: "POST", body, headers }));
}

async function got(response: Response): Promise<Got> {
  const html = await response.text();
  const isPage = response.headers.get("content-type")?.startsWith("text/html") === true;
  return {
    status: response.status,
    headers: response.headers,
    html,
    ...(isPage ? readHtml(html) : { tags: [], text: html }),
  };
}
