import type { FormerHouse } from "@commonhall/federation";
import { addressesOf } from "@commonhall/wire";
import type { Doors } from "../server/http-server.ts";

const ACTIVITY_JSON = "application/activity+json";
const WELL_KNOWN = "/.well-known/webfinger";

/**
 * The former origin after the node has moved: its actors say where they went, and everything else is looked for at the
 * later one (wire.md 8). It keeps nothing, sends nothing and takes nothing in: who delivers here is told so, because what
 * somebody believed to have arrived would be lost without a word.
 */
export function formerDoors(house: FormerHouse): Doors {
  const gone = `This centre has moved to ${house.to}.`;
  return {
    origin: house.origin,
    inbox: async () => ({ status: 410, body: gone }),
    documents: async (request) => shown(house, request),
    pages: (request) => {
      const { pathname, search } = new URL(request.url);
      if (request.method !== "GET" && request.method !== "HEAD") return text(410, gone);
      const headers = { location: `${house.to}${pathname}${search}`, "cache-control": "public, max-age=3600" };
      return new Response(null, { status: 308, headers });
    },
  };
}

function shown({ origin, to, actors, names }: FormerHouse, request: Request): Response | undefined {
  const url = new URL(request.url);
  if (url.pathname === "/healthz") return json(JSON.stringify({ status: "moved", to }), "application/json");
  if (url.pathname === WELL_KNOWN) {
    const asked = url.searchParams.get("resource") ?? "";
    const known = own(names, asked) ?? own(names, asked.toLowerCase());
    // Names that nobody has followed, as those of most feeds, are found where the node is now.
    return known === undefined ? undefined : json(known, "application/jrd+json");
  }
  const document = own(actors, url.pathname);
  const isNode = origin + url.pathname === addressesOf({ origin, handleHost: "" }).node();
  return document !== undefined && (isNode || wantsActivity(request)) ? json(document, ACTIVITY_JSON) : undefined;
}

const own = (record: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** Browsers name pages, programs of the fediverse one of these two. */
const wantsActivity = ({ headers }: Request): boolean =>
  /application\/(?:activity|ld)\+json/i.test(headers.get("accept") ?? "");

const json = (body: string, type: string): Response =>
  new Response(body, {
    headers: {
      "content-type": type,
      "cache-control": "public, max-age=180",
      "access-control-allow-origin": "*",
      vary: "Accept",
    },
  });

const text = (status: number, body: string): Response =>
  new Response(`${body}\n`, { status, headers: { "content-type": "text/plain; charset=utf-8" } });
