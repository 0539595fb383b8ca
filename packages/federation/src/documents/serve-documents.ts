import { trusted } from "@commonhall/domain";
import { isAllyPage, serveAllyPage } from "../allies/ally-page.ts";
import { isReplica, serveReplica } from "../alliances/serve-replica.ts";
import { isWithdrawnPath, serveWithdrawn } from "../bulletins/serve-withdrawn.ts";
import type { ProveReader } from "../audiences/prove-reader.ts";
import { isBelowFeed, isFeed, serveFeed } from "../feeds/serve-feeds.ts";
import type { FederationPorts } from "../ports.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import { serveRecommendations } from "../moderation/serve-recommendations.ts";
import { isPledgePath, pledgeServed } from "../pledges/serve-pledges.ts";
import { collectionDocument, COLLECTIONS } from "./collections.ts";
import { needServed } from "./need-document.ts";
import { refuse, respond, type Served } from "./respond.ts";
import { isSignedFact, signedFact } from "./signed-facts.ts";
import { activityDocument, actorDocument, objectDocument, type AskReader } from "./stored-documents.ts";
import { wantsActivityJson } from "./wants-activity-json.ts";
import { wellKnown } from "./well-known.ts";

export type DocumentsPorts = Pick<
  FederationPorts,
  "site" | "software" | "clock" | "direct" | "objects" | "calls" | "campaigns" | "endorsements" | "feeds" | "organisers"
>;

interface DocumentsUse {
  readonly keys: LocalKeys;
  readonly proveReader: ProveReader;
}

/** Answers GET and HEAD of everything that other programs read; undefined for what is a page, or nothing of ours. */
export type Documents = (request: Request) => Promise<Response | undefined>;

/** Stands at its id as a document and as a page: which of them is meant, the Accept header says. */
const BOTH = /^\/(?:(centres|campaigns)\/[a-z0-9_-]+|(?:posts|actions|calls|bulletins)\/[A-Za-z0-9-]+)$/;
/** As a page it is a place on that of its call. */
const NEED = /^(\/calls\/[A-Za-z0-9-]+)\/needs\/\d{1,4}$/;
const NODE = "/actor";
const ACTIVITY = /^\/activities\/[A-Za-z0-9-]+$/;
const COLLECTION = new RegExp(String.raw`^(/actor|/(?:centres|campaigns)/[a-z0-9_-]+)/(${COLLECTIONS.join("|")})$`);

/**
 * Public documents are served to whoever asks, signed or not, so that a cache in front can answer: a refused domain
 * reads in public what everybody does (wire.md 7 and 10). What is limited is served to its readers, who sign for it (wire.md
 * 6). The bytes are the stored ones, never written anew. The ids are built from the node's own origin, since the host of a
 * request is whatever a proxy made of it.
 */
export function createDocuments(ports: DocumentsPorts, use: DocumentsUse): Documents {
  return async (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") return undefined;
    const url = new URL(request.url);
    const known = await wellKnown(ports, request, url);
    if (known !== undefined) return known;
    const isBoth = BOTH.test(url.pathname) || NEED.test(url.pathname) || isFeed(url.pathname);
    if (isBoth && !wantsActivityJson(request.headers.get("accept"))) return undefined;
    if (!isBoth && !isDocumentOnly(url.pathname)) return undefined;
    const found = await documentAt(ports, use, request, url);
    return found === undefined ? refuse(404, "Nothing here.") : respond(request, found);
  };
}

const isDocumentOnly = (path: string): boolean =>
  path === NODE ||
  ACTIVITY.test(path) ||
  COLLECTION.test(path) ||
  isBelowFeed(path) ||
  isSignedFact(path) ||
  isReplica(path) ||
  isAllyPage(path) ||
  isWithdrawnPath(path) ||
  isPledgePath(path);

async function documentAt(
  ports: DocumentsPorts,
  { keys, proveReader }: DocumentsUse,
  asked: Request,
  url: URL,
): Promise<Served | undefined> {
  const { pathname, searchParams } = url;
  const ask = () => proveReader(asked);
  const id = ports.site.origin + pathname;
  const [, owner, name] = COLLECTION.exec(pathname) ?? [];
  if (owner !== undefined && name !== undefined) {
    if (name === "recommendations") return serveRecommendations(ports, keys, id, ports.site.origin + owner);
    const page = searchParams.get("page") ?? undefined;
    const request = { id, owner: trusted.actor(ports.site.origin + owner), name };
    return collectionDocument(ports, page === undefined ? request : { ...request, page });
  }
  if (isFeed(pathname) || isBelowFeed(pathname)) return serveFeed(ports, keys, url);
  if (isReplica(pathname)) return serveReplica(ports, pathname, ask);
  if (isSignedFact(pathname)) return signedFact(ports, keys, id, pathname);
  if (isAllyPage(pathname)) return serveAllyPage(ports, { origin: ports.site.origin, pathname }, ask);
  if (isWithdrawnPath(pathname)) {
    return serveWithdrawn(ports, { origin: ports.site.origin, pathname, after: searchParams.get("after") }, ask);
  }
  if (isPledgePath(pathname))
    return ask().then((reader) => pledgeServed(ports, { origin: ports.site.origin, pathname }, reader));
  if (ACTIVITY.test(pathname)) return activityDocument(ports, id, ask);
  const [, call] = NEED.exec(pathname) ?? [];
  if (call !== undefined) return needAt(ports, ports.site.origin + call, id, ask);
  const isActor = pathname === NODE || BOTH.exec(pathname)?.[1] !== undefined;
  if (isActor) return actorDocument(ports, id);
  return (await objectDocument(ports, id, ask)) ?? releaseOfBefore(ports, pathname, ask);
}

/** A release keeps the address that it was signed under; whoever looks for it there is sent here. */
async function releaseOfBefore(ports: DocumentsPorts, pathname: string, ask: AskReader): Promise<Served | undefined> {
  if (!pathname.startsWith("/bulletins/")) return undefined;
  for (const { origin } of ports.site.former ?? []) {
    const found = await objectDocument(ports, origin + pathname, ask);
    if (found !== undefined) return found;
  }
  return undefined;
}

const needAt = async (ports: DocumentsPorts, call: string, id: string, ask: AskReader): Promise<Served | undefined> =>
  needServed(await objectDocument(ports, call, ask), id);
