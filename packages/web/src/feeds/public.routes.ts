import type { Context } from "hono";
import { privatePage } from "../layout/respond.ts";
import type { Route } from "../layout/routes.ts";
import { visit, type Visit } from "../layout/visit.ts";
import type { WebPorts } from "../ports.ts";
import { FEED_FORMATS } from "./feeds.ts";
import { askedFeed, feedPath } from "./network/asked-feed.ts";
import { feedFile, type FeedFilePorts } from "./network/feed-file.ts";
import { nameRefusedPage } from "./network/name-refused.page.ts";

type Ports = FeedFilePorts & Pick<WebPorts, "centres">;

/** Feeds of everything that this node knows of and that fits a place, some work, a kind and a language. */
export function feedRoutes(ports: Ports): readonly Route[] {
  const at = (respond: (visit: Visit) => Response | Promise<Response>) => (c: Context) =>
    visit(ports.centres, c, respond);
  return [{ path: "/feeds/:name", get: at((to) => showFeed(ports, to)) }];
}

async function showFeed(ports: Ports, to: Visit): Promise<Response> {
  const asked = askedFeed(to.name);
  if (!asked.ok) {
    const ending = FEED_FORMATS.map((one) => `.${one}`).find((one) => to.name.endsWith(one)) ?? "";
    return privatePage(to.request, nameRefusedPage(to.reader, to.centre, { refused: asked.error, ending }), 404);
  }
  const { name, format } = asked.value;
  const path = `${feedPath(name)}${format === undefined ? "" : `.${format}`}`;
  if (to.url.pathname !== path) return movedTo(`${path}${to.url.search}`);
  return feedFile(ports, to, asked.value, format ?? "atom");
}

/** One feed has one address, whichever letters somebody typed. */
const movedTo = (location: string): Response =>
  new Response(null, { status: 301, headers: { location, "referrer-policy": "no-referrer" } });
