import type { Centre } from "@commonhall/domain";
import { answer, NEVER_KEPT, SECURITY_HEADERS } from "../layout/headers.ts";
import type { WebPorts } from "../ports.ts";
import { readerOf, type Reader } from "../words/reader.ts";
import { frame, type FrameInput } from "./frame.ts";

/** A request to the desk of a node that has its centre. */
export interface Asked {
  readonly ports: WebPorts;
  readonly request: Request;
  readonly url: URL;
  readonly centre: Centre;
  readonly reader: Reader;
}

export function asked(ports: WebPorts, request: Request, centre: Centre): Asked {
  const acceptLanguage = request.headers.get("accept-language") ?? undefined;
  const url = new URL(request.url);
  return { ports, request, url, centre, reader: readerOf({ url: request.url, acceptLanguage }, centre) };
}

/**
 * With no referrer at all a browser says `Origin: null` when it sends a form (Fetch, "append a request Origin header"),
 * and the desk could not tell its own forms from others'.
 */
const HEADERS = { "referrer-policy": "same-origin" };

export interface Shown extends Omit<FrameInput, "reader" | "centre" | "testNetwork"> {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A page of the desk: never kept by any cache. */
export function show(
  { ports, request, reader, centre }: Asked,
  { status = 200, headers = {}, ...shown }: Shown,
): Response {
  const body = frame({ ...shown, reader, centre, testNetwork: ports.testNetwork });
  return answer(request, {
    body,
    type: "text/html; charset=utf-8",
    status,
    cache: NEVER_KEPT,
    headers: { ...HEADERS, ...headers },
  });
}

/** Never shown in the browser, whatever it is: it may be a page that wants to run. */
export function download(
  request: Request,
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
): Response {
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)}`;
  const headers = {
    ...HEADERS,
    "content-disposition": disposition,
    "content-security-policy": "sandbox; default-src 'none'",
  };
  return answer(request, { body: new Uint8Array(bytes), type: "application/octet-stream", cache: NEVER_KEPT, headers });
}

/** 303: whatever was asked and how, what follows is opened. */
export function redirect(path: string, headers: Readonly<Record<string, string>> = {}): Response {
  const all = { ...SECURITY_HEADERS, ...HEADERS, "cache-control": NEVER_KEPT, ...headers, location: path };
  return new Response(null, { status: 303, headers: all });
}
