import { createHash } from "node:crypto";

/**
 * Nothing but this node's own style and pictures can be loaded, nothing can run, no form can be sent elsewhere, no
 * other page can frame this one, and no address that is followed from here learns where it was found.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
};

/** wire.md 10: a link that thousands of servers fetch at once is answered from caches for three minutes. */
export const PUBLIC_FOR_THREE_MINUTES = "public, max-age=180";
export const ASK_EACH_TIME = "public, no-cache";
/** For one reader: no cache on the way may keep it, and that reader asks each time. */
export const KEPT_BY_ITS_READER = "private, no-cache";
export const NEVER_KEPT = "no-store";
export const KEPT_FOR_EVER = "public, max-age=31536000, immutable";

export const etagOf = (body: string | Uint8Array): string =>
  `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;

/** If-None-Match compares weakly (RFC 9110, 13.1.2): a cache on the way may have weakened the tag. */
export function isKnown(ifNoneMatch: string | null | undefined, etag: string): boolean {
  if (ifNoneMatch === null || ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);
}

export interface Answer {
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly status?: number;
  readonly cache: string;
  /** What the answer depends on besides its address. */
  readonly vary?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A whole answer; one that may be kept carries an ETag and is not sent again to whoever has it. */
export function answer(request: Request, { body, type, status = 200, cache, vary, headers = {} }: Answer): Response {
  const all = new Headers({ ...SECURITY_HEADERS, "content-type": type, "cache-control": cache, ...headers });
  if (vary !== undefined) all.set("vary", vary);
  if (cache === NEVER_KEPT || status !== 200) return new Response(body, { status, headers: all });
  const etag = etagOf(body);
  all.set("etag", etag);
  if (!isKnown(request.headers.get("if-none-match"), etag)) return new Response(body, { status, headers: all });
  all.delete("content-type");
  return new Response(null, { status: 304, headers: all });
}
