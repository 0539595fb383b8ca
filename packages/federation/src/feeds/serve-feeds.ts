import { trusted, type FeedPage } from "@commonhall/domain";
import { addressesOf, feedDocument, withProof } from "@commonhall/wire";
import { outboxCollection, type OutboxSource } from "../documents/outbox-collection.ts";
import { served, type Served } from "../documents/respond.ts";
import { goneActor, tombstone } from "../documents/stored-documents.ts";
import { inNameOf, type LocalKeys } from "../keys/local-keys.ts";
import type { FederationPorts } from "../ports.ts";
import { feedAt, type NamedFeed } from "./feed-addresses.ts";
import { feedAnnounce, feedAnnounceWhole } from "./feed-text.ts";

export type FeedDocumentPorts = Pick<FederationPorts, "site" | "direct" | "feeds">;

const FEED =
  /^(\/feeds\/[a-z0-9-]+(?:\.[a-z0-9-]+){3})(?:\/(outbox|followers|featured)|\/announces\/([A-Za-z0-9-]{1,64}))?$/;

/** Where a feed stands as a document and as a page. */
export const isFeed = (path: string): boolean => FEED.exec(path)?.[1] === path;

/** What is below a feed is a document alone. */
export const isBelowFeed = (path: string): boolean => FEED.test(path) && !isFeed(path);

/**
 * A feed as other programs read it. Looking one up makes nothing: its documents follow from its name, what it passes on
 * from what it carries, so the names that there could be cost what they are asked for and leave no trace.
 */
export async function serveFeed(
  ports: FeedDocumentPorts,
  keys: LocalKeys,
  { pathname, searchParams }: URL,
): Promise<Served | undefined> {
  const [, owner = "", collection, entry] = FEED.exec(pathname) ?? [];
  const feed = feedAt(ports.site, ports.site.origin + owner);
  if (feed === undefined) return undefined;
  if (entry !== undefined) return announceOf(ports, feed, entry);
  const actor = await ports.direct.localActors.get(feed.actor);
  const gone = actor === undefined ? undefined : goneActor(actor);
  if (gone !== undefined) return gone;
  if (collection === undefined) return document(ports, keys, feed);
  const id = ports.site.origin + pathname;
  if (collection === "outbox") {
    return served(await outboxCollection(feedOutbox(ports, feed), id, searchParams.get("page") ?? undefined));
  }
  // Who follows is nobody's business, and a feed writes nothing of its own that it could put in front.
  const items = collection === "featured" ? { totalItems: 0, orderedItems: [] } : {};
  return served(JSON.stringify({ "@context": CONTEXT, id, type: "OrderedCollection", ...items }));
}

const CONTEXT = "https://www.w3.org/ns/activitystreams";

/** Undefined until the node has been set up. Signed as of when the centre last described itself, so the bytes stay the same. */
async function document(
  { site, direct }: FeedDocumentPorts,
  keys: LocalKeys,
  feed: NamedFeed,
): Promise<Served | undefined> {
  const node = await direct.localActors.get(addressesOf(site).node());
  const centre = await direct.centres.get();
  const signer = node === undefined ? undefined : await keys.signerFor(node.id);
  if (node === undefined || signer === undefined || centre === undefined) return undefined;
  const bare = feedDocument({ site, filter: feed.filter, keys: node.keys, centre });
  const { proof } = inNameOf(site, feed.actor, signer);
  return served(JSON.stringify(withProof(bare, proof, centre.changed?.at ?? centre.founded)));
}

/** What the feed passes on, newest first, each whole. */
function feedOutbox({ site, feeds }: FeedDocumentPorts, feed: NamedFeed): OutboxSource {
  const addresses = addressesOf(site);
  return {
    async page(limit, after) {
      const asked: FeedPage = { isFor: "followers", limit, ...(after === undefined ? {} : { after }) };
      const { items, next } = await feeds.items(feed.filter, asked);
      const texts = items.map((item) => feedAnnounceWhole(addresses, feed, item));
      return { items: texts, ...(next === undefined ? {} : { next }) };
    },
  };
}

/** As it was sent. Of what was withdrawn only that it was, of everything else nothing. */
async function announceOf(
  { site, feeds }: FeedDocumentPorts,
  feed: NamedFeed,
  text: string,
): Promise<Served | undefined> {
  const addresses = addressesOf(site);
  const entry = trusted.feedEntry(text);
  const item = await feeds.item(feed.filter, entry);
  if (item === undefined) return undefined;
  if ("deleted" in item) return tombstone(addresses.feedAnnounce(feed.name, entry), item.deleted);
  const { object, entered } = item;
  return served(JSON.stringify(feedAnnounce(addresses, feed, { entry, object: object.id, at: entered })));
}
