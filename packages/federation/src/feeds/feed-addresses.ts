import { feedFilterFrom, feedName, originOf, type ActorId, type FeedFilter, type FeedName } from "@commonhall/domain";
import { addressesOf, type Addresses, type Site } from "@commonhall/wire";

/** A feed that there could be: it needs no row, because everything about it follows from its name. */
export interface NamedFeed {
  readonly name: FeedName;
  readonly filter: FeedFilter;
  readonly actor: ActorId;
}

/** By a name as people type it; undefined where it is none of the tables. */
export function feedNamed(addresses: Addresses, text: string): NamedFeed | undefined {
  const filter = feedFilterFrom(text);
  if (!filter.ok) return undefined;
  const name = feedName(filter.value);
  return { name, filter: filter.value, actor: addresses.feed(name) };
}

/** By its id, which is written in one way only. */
export function feedAt(site: Pick<Site, "origin">, id: string): NamedFeed | undefined {
  const before = `${site.origin}/feeds/`;
  if (!id.startsWith(before)) return undefined;
  const feed = feedNamed(addressesOf({ ...site, handleHost: "" }), id.slice(before.length));
  return feed?.actor === id ? feed : undefined;
}

/** The same where nothing is at hand but the addresses of the node. */
export const feedOf = (addresses: Addresses, id: ActorId): NamedFeed | undefined =>
  feedAt({ origin: originOf(addresses.node()) }, id);
