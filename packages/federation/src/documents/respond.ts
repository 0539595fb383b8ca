import { createHash } from "node:crypto";

export const ACTIVITY_JSON = "application/activity+json";

/** Something to serve: bytes as they are stored or were just put together. */
export interface Served {
  readonly status: 200 | 410;
  readonly type: string;
  readonly body: string;
  /** For whoever asked alone: nobody in between keeps it. */
  readonly isPrivate?: true;
  /** May be withdrawn because it puts somebody in danger: whoever keeps it asks each time whether it still holds. */
  readonly isAskedEachTime?: true;
}

export const served = (body: string, type: string = ACTIVITY_JSON): Served => ({ status: 200, type, body });

/** For one of its readers. */
export const limited = (body: string): Served => ({ ...served(body), isPrivate: true });

/**
 * A link that a centre with 3,000 followers posts is fetched by all their servers at once (wire.md 10). So everything here
 * may be kept for three minutes by whoever stands in between, and costs no bytes where it has not changed.
 */
export function respond(request: Request, { status, type, body, isPrivate, isAskedEachTime }: Served): Response {
  const length = { "content-length": String(Buffer.byteLength(body)) };
  if (isPrivate === true) {
    const headers = { "content-type": type, "cache-control": "private, no-store", ...length };
    return new Response(request.method === "HEAD" ? null : body, { status, headers });
  }
  const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
  const headers = {
    "content-type": type,
    "cache-control": isAskedEachTime === true ? "public, no-cache" : "public, max-age=180",
    vary: "Accept",
    etag,
    // All of it is public, and RFC 7033 (5) asks for it: programs in a browser read it as well.
    "access-control-allow-origin": "*",
  };
  if (status === 200 && isKnown(request.headers.get("if-none-match"), etag)) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(request.method === "HEAD" ? null : body, { status, headers: { ...headers, ...length } });
}

/** RFC 9110, 13.1.2: compared weakly, since a proxy that packs the bytes makes the tag a weak one. */
const isKnown = (header: string | null, etag: string): boolean =>
  header !== null && header.split(",").some((tag) => ["*", etag].includes(tag.trim().replace(/^W\//, "")));

/** Not to be kept: what is not there now may be there in a minute. */
export const refuse = (status: 400 | 404, why: string): Response =>
  new Response(`${why}\n`, {
    status,
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store",
      "access-control-allow-origin": "*",
    },
  });
