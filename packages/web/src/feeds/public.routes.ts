import type { Context } from "hono";
import { answer, PUBLIC_FOR_THREE_MINUTES } from "../layout/headers.ts";
import { HTML, privatePage, publicPage } from "../layout/respond.ts";
import type { Route } from "../layout/routes.ts";
import { publicVisit, type PublicVisit } from "../layout/visit.ts";
import type { WebPorts } from "../ports.ts";
import { FEED_FORMATS } from "./feeds.ts";
import { askedFeed, feedPath, fileReader, titleOf, wantedInFile, type AskedFeed } from "./network/asked-feed.ts";
import { BUILDER_PATH, builderPage } from "./network/builder.page.ts";
import { filterChosen } from "./network/feed-choice.ts";
import { feedFile, type FeedFilePorts } from "./network/feed-file.ts";
import { feedPage } from "./network/feed.page.ts";
import { monthsOf } from "./network/months.ts";
import { nameRefusedPage } from "./network/name-refused.page.ts";
import { opmlFile } from "./network/opml-file.ts";
import { WIDGET_HEADERS, WIDGET_ITEMS, widgetPage } from "./network/widget.page.ts";

type Ports = FeedFilePorts & Pick<WebPorts, "centres" | "digests">;

/** Feeds of everything that this node knows of and that fits a place, some work, a kind and a language. */
export function feedRoutes(ports: Ports): readonly Route[] {
  const at = (respond: (visit: PublicVisit) => Response | Promise<Response>) => (c: Context) =>
    publicVisit(ports.centres, c, respond);
  return [
    { path: BUILDER_PATH, get: at((to) => showBuilder(ports, to)) },
    { path: "/feeds.opml", get: at((to) => opmlFile(ports, to)) },
    { path: "/feeds/:name", get: at((to) => showFeed(ports, to)) },
    { path: "/feeds/:name/widget", get: at((to) => showWidget(ports, to)) },
  ];
}

const LAST_ITEMS = 10;
const ITEMS_ON_PAGE = 30;

async function showBuilder(
  { feeds, site, clock }: Ports,
  { request, reader, centre, url }: PublicVisit,
): Promise<Response> {
  const filter = filterChosen((name) => url.searchParams.get(name) ?? "");
  const [{ items }, months] = await Promise.all([
    feeds.items(filter, { isFor: "readers", limit: LAST_ITEMS }),
    monthsOf(feeds, filter, clock()),
  ]);
  return publicPage(request, await builderPage({ reader, site, centre, filter, items, months }));
}

async function showFeed(ports: Ports, to: PublicVisit): Promise<Response> {
  const asked = askedFeed(to.name);
  if (!asked.ok) {
    const ending = FEED_FORMATS.map((one) => `.${one}`).find((one) => to.name.endsWith(one)) ?? "";
    return refuseName(to, asked.error, ending);
  }
  const { name, format } = asked.value;
  const path = `${feedPath(name)}${format === undefined ? "" : `.${format}`}`;
  if (to.url.pathname !== path) return movedTo(`${path}${to.url.search}`);
  return format === undefined ? showPage(ports, to, asked.value) : feedFile(ports, to, asked.value, format);
}

async function showPage(
  { feeds, digests, site, clock }: Ports,
  { request, reader, centre, url }: PublicVisit,
  feed: AskedFeed,
): Promise<Response> {
  const after = url.searchParams.get("after") ?? undefined;
  const page = { isFor: "readers", limit: ITEMS_ON_PAGE, ...(after === undefined ? {} : { after }) } as const;
  const [{ items, next: older }, months] = await Promise.all([
    feeds.items(feed.filter, page),
    monthsOf(feeds, feed.filter, clock()),
  ]);
  const { hasMail } = digests;
  return publicPage(request, feedPage({ reader, site, centre, feed, items, older, months, hasMail }));
}

/** The same for everybody: it is in the language of its address, and what the browser prefers does not matter. */
async function showWidget({ feeds, site }: Ports, to: PublicVisit): Promise<Response> {
  const asked = askedFeed(to.name);
  if (!asked.ok) return refuseName(to, asked.error, "/widget");
  const { name, filter, format } = asked.value;
  const path = `${feedPath(name)}/widget`;
  if (format !== undefined || to.url.pathname !== path) return movedTo(`${path}${to.url.search}`);
  const reader = fileReader(to.url, filter, to.centre);
  const { items } = await feeds.items(filter, { isFor: "readers", limit: itemsAsked(to.url) });
  const title = titleOf(filter, reader);
  const wanted = wantedInFile(to.url, filter);
  const body = widgetPage({ reader, centre: to.centre, origin: site.origin, name, title, items, wanted });
  const headers = { ...WIDGET_HEADERS, "content-language": reader.language };
  return answer(to.request, { body, type: HTML, cache: PUBLIC_FOR_THREE_MINUTES, headers });
}

function itemsAsked(url: URL): number {
  const asked = Number(url.searchParams.get("n") ?? WIDGET_ITEMS.usual);
  return Number.isInteger(asked) && asked > 0 ? Math.min(asked, WIDGET_ITEMS.most) : WIDGET_ITEMS.usual;
}

const refuseName = (
  { request, reader, centre }: PublicVisit,
  refused: Parameters<typeof nameRefusedPage>[2]["refused"],
  ending: string,
): Response => privatePage(request, nameRefusedPage(reader, centre, { refused, ending }), 404);

/** One feed has one address, whichever letters somebody typed. */
const movedTo = (location: string): Response =>
  new Response(null, { status: 301, headers: { location, "referrer-policy": "no-referrer" } });
