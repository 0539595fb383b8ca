import {
  ANY,
  CLOSED,
  DAY,
  failed,
  feedName,
  FEED_KINDS,
  fits,
  giveUpAt,
  HOUR,
  isOpen,
  MINUTE,
  SECOND,
  waitAfter,
  type Breaker,
  type Duration,
  type FeedFilter,
  type FeedName,
  type Timestamp,
} from "@commonhall/domain";
import TinyQueue from "tinyqueue";
import { createTally, type Tally } from "./tally.ts";
import { SETTLES_WITHIN, type Hub, type Item, type World } from "./world.ts";

export interface Rules {
  /** Deliveries that a node sends in a second: what `pnpm bench` measures as fan-out. */
  readonly perSecond: number;
  /** What would be gained if, where an origin does not answer, the copy of the feed that passed it on were read at once. */
  readonly copyAtHub: boolean;
  /** Outboxes of those who are followed are read once a day. */
  readonly catchUp: boolean;
}

/** A link takes so long, from and to; a server that is not there is waited for until the time-out. */
const LINK: readonly [Duration, Duration] = [30, 400];
const TIME_OUT: Duration = 10 * SECOND;
/** After how long a document that could not be fetched is asked for again; then it is let go (federation, task runner). */
const FETCH_AGAIN: readonly Duration[] = [30 * SECOND, 5 * MINUTE, HOUR, 6 * HOUR, DAY, 5 * DAY];
/** Whoever comes back reads outboxes within so long, each at its own moment. */
const READS_WITHIN: Duration = 10 * MINUTE;

interface Delivery {
  readonly from: number;
  readonly to: number;
  readonly item: number;
  /** By which feed it is announced; its author says it where there is none. */
  readonly feed?: FeedName;
  readonly created: Timestamp;
  readonly attempts: number;
}

type Happening =
  | { readonly at: Timestamp; readonly type: "publish"; readonly item: number }
  | { readonly at: Timestamp; readonly type: "send"; readonly delivery: Delivery }
  | { readonly at: Timestamp; readonly type: "arrive"; readonly delivery: Delivery }
  | {
      readonly at: Timestamp;
      readonly type: "fetch";
      readonly node: number;
      readonly item: number;
      readonly hub: number;
      readonly attempts: number;
    }
  | { readonly at: Timestamp; readonly type: "catch up"; readonly node: number }
  | {
      readonly at: Timestamp;
      readonly type: "read";
      readonly node: number;
      readonly source: Source;
      readonly attempts: number;
    };

/**
 * The life of everything that is published, from its author to all who subscribed to a feed that carries it: delivery with
 * the node's own backoff and breaker, hubs that announce once what they know, fetching from the origin, catching up. The
 * clock and the links are made up; the rules are the product's.
 */
export function run(world: World, rules: Rules, random: () => number): Tally {
  const { items, hubs, subscriptions, reach } = world;
  const end = (items.at(-1)?.at ?? 0) + SETTLES_WITHIN;
  const agenda = new TinyQueue<Happening>([], (a, b) => a.at - b.at);
  const tally = createTally(world);
  const hubAt = new Map(hubs.map((hub) => [hub.node, hub]));
  const followers = followersOf(world);
  const known = new Map(hubs.map(({ node }) => [node, new Set<number>()]));
  const told = new Map<number, { readonly item: number; readonly at: Timestamp }[]>(hubs.map(({ node }) => [node, []]));
  const has = Array.from({ length: items.length }, () => new Set<number>());
  const free = new Map<number, Timestamp>();
  const breakers = new Map<number, Breaker>();
  const sources = sourcesOf(world);
  const read = new Map<Source, Timestamp>();

  const link = () => LINK[0] + random() * (LINK[1] - LINK[0]);
  const pair = (from: number, to: number) => from * world.nodes + to;
  const authorOf = (item: number) => itemAt(item).centre;
  const itemAt = (item: number): Item => {
    const found = items[item];
    if (found === undefined) throw new Error("No such item");
    return found;
  };

  /** They leave one after the other, as fast as the node can sign them. */
  function send(deliveries: readonly Delivery[], at: Timestamp): void {
    for (const delivery of deliveries) {
      const { from } = delivery;
      const start = reach.upFrom(from, Math.max(at, free.get(from) ?? 0));
      tally.waited(from, start - reach.upFrom(from, at));
      free.set(from, start + 1000 / rules.perSecond);
      attempt(delivery, start);
    }
  }

  function attempt(delivery: Delivery, at: Timestamp): void {
    const { from, to, created, attempts } = delivery;
    const key = pair(from, to);
    const breaker = breakers.get(key) ?? CLOSED;
    if (isOpen(breaker) && (breaker.openUntil ?? 0) > at) {
      agenda.push({ at: breaker.openUntil ?? at, type: "send", delivery });
      return;
    }
    tally.sent(from, at, delivery.feed !== undefined);
    if (reach.canReach(from, to, at)) {
      breakers.delete(key);
      const arrives = at + link();
      // Who only reads changes nothing for anybody else, so that need not wait for its turn.
      if (hubAt.has(to)) agenda.push({ at: arrives, type: "arrive", delivery });
      else arrive(delivery, arrives);
      return;
    }
    tally.failed(from);
    breakers.set(key, failed(breaker, at));
    const again = at + TIME_OUT + waitAfter(attempts + 1, random());
    if (again > giveUpAt(created, "Announce")) return;
    agenda.push({ at: again, type: "send", delivery: { ...delivery, attempts: attempts + 1 } });
  }

  function arrive({ from, to, item, feed }: Delivery, at: Timestamp): void {
    if (feed !== undefined) tally.announced(to, item, feed, from);
    if (holds(to, item)) return tally.doubled();
    if (feed === undefined) learn(to, item, at);
    else fetch(to, item, from, 0, at);
  }

  const holds = (node: number, item: number) => known.get(node)?.has(item) ?? has[item]?.has(node) ?? false;

  function fetch(node: number, item: number, hub: number, attempts: number, at: Timestamp): void {
    if (holds(node, item)) return;
    const start = reach.upFrom(node, at);
    const origin = authorOf(item);
    tally.fetched(item);
    if (reach.canReach(node, origin, start)) return learn(node, item, start + 2 * link());
    if (rules.copyAtHub && world.catchesUp(node) && reach.canReach(node, hub, start)) {
      return learn(node, item, start + TIME_OUT + 2 * link());
    }
    const wait = FETCH_AGAIN[attempts];
    if (wait !== undefined) {
      agenda.push({ at: start + TIME_OUT + wait, type: "fetch", node, item, hub, attempts: attempts + 1 });
    }
  }

  function learn(node: number, item: number, at: Timestamp): void {
    const hub = hubAt.get(node);
    if (hub === undefined) {
      has[item]?.add(node);
      return tally.has(node, item, at - itemAt(item).at);
    }
    known.get(node)?.add(item);
    announce(hub, item, at);
  }

  /** Once, to those who follow a feed that carries it: one message for each of these feeds and each of their inboxes. */
  function announce({ node }: Hub, item: number, at: Timestamp): void {
    told.get(node)?.push({ item, at });
    const feeds = namesOf(itemAt(item)).flatMap((name) => {
      const inboxes = followers.get(node)?.get(name);
      return inboxes === undefined
        ? []
        : inboxes.map((to) => ({ from: node, to, item, feed: name, created: at, attempts: 0 }));
    });
    send(feeds, at);
  }

  /** Each day, or as soon as it is back; those who are not there then are asked again, as any document is. */
  function catchUp(node: number, at: Timestamp): void {
    const next = at + DAY;
    const late = reach.isUp(node, next) ? 0 : random() * READS_WITHIN;
    agenda.push({ at: reach.upFrom(node, next) + late, type: "catch up", node });
    for (const source of sources(node)) readOutbox(node, source, 0, at);
  }

  /** What somebody has told since it was last read. */
  function readOutbox(node: number, source: Source, attempts: number, at: Timestamp): void {
    const { from, filter } = source;
    const start = reach.upFrom(node, at);
    if (start > at) {
      agenda.push({ at: start, type: "read", node, source, attempts });
      return;
    }
    tally.outboxRead(from);
    if (!reach.canReach(node, from, at)) {
      const wait = attempts > 4 ? undefined : FETCH_AGAIN[attempts];
      if (wait !== undefined) agenda.push({ at: at + wait, type: "read", node, source, attempts: attempts + 1 });
      return;
    }
    const since = (read.get(source) ?? 0) - HOUR;
    read.set(source, at);
    const missed =
      told
        .get(from)
        ?.filter((one) => one.at >= since && one.at < at)
        .map(({ item }) => item) ?? ownItems(from, since, at);
    for (const item of missed) {
      if (!holds(node, item) && fits(itemAt(item).keys, filter)) learn(node, item, at + 2 * link());
    }
  }

  const byCentre = Map.groupBy(items.keys(), authorOf);
  const ownItems = (centre: number, since: Timestamp, until: Timestamp) =>
    (byCentre.get(centre) ?? []).filter((item) => itemAt(item).at >= since && itemAt(item).at < until);

  for (const [item, { at }] of items.entries()) agenda.push({ at, type: "publish", item });
  if (rules.catchUp) {
    for (const node of new Set([...hubs, ...subscriptions].map(({ node: one }) => one))) {
      if (world.catchesUp(node)) agenda.push({ at: random() * DAY, type: "catch up", node });
    }
  }
  for (let next = agenda.pop(); next !== undefined && next.at < end; next = agenda.pop()) {
    switch (next.type) {
      case "publish": {
        const from = authorOf(next.item);
        tally.published(next.item);
        const { at, item } = next;
        send(
          world.followedBy(from).map((to) => ({ from, to, item, created: at, attempts: 0 })),
          at,
        );
        break;
      }
      case "send":
        send([next.delivery], next.at);
        break;
      case "arrive":
        arrive(next.delivery, next.at);
        break;
      case "fetch":
        fetch(next.node, next.item, next.hub, next.attempts, next.at);
        break;
      case "catch up":
        catchUp(next.node, next.at);
        break;
      case "read":
        readOutbox(next.node, next.source, next.attempts, next.at);
    }
  }
  return tally;
}

/** Of each hub, who follows which of its feeds: subscribers, and other hubs that want to learn. */
function followersOf({ hubs, subscriptions }: World): ReadonlyMap<number, ReadonlyMap<FeedName, readonly number[]>> {
  const followers = new Map(hubs.map(({ node }) => [node, new Map<FeedName, number[]>()]));
  const add = (hub: number, feed: FeedName, node: number) => {
    const feeds = followers.get(hub);
    const inboxes = feeds?.get(feed);
    if (inboxes === undefined) feeds?.set(feed, [node]);
    else if (!inboxes.includes(node)) inboxes.push(node);
  };
  for (const { node, hub, feed } of subscriptions) add(hub, feed, node);
  for (const { node, interest } of hubs) for (const other of othersOf(hubs, node)) add(other, feedName(interest), node);
  return followers;
}

/** Three others, in a ring, so that there are loops. */
const othersOf = (hubs: readonly Hub[], node: number): readonly number[] => {
  const at = hubs.findIndex((hub) => hub.node === node);
  return [1, 2, 3].flatMap((step) => hubs[(at + step) % hubs.length]?.node ?? []).filter((other) => other !== node);
};

interface Source {
  readonly from: number;
  readonly filter: FeedFilter;
}

/** Whose outboxes each node reads: a subscriber those of its feeds, a hub those of its centres and of other hubs. */
function sourcesOf(world: World): (node: number) => readonly Source[] {
  const { hubs, subscriptions, items } = world;
  const authors = [...new Set(items.map(({ centre }) => centre))];
  const sources = new Map<number, Source[]>(
    hubs.map(({ node, interest }) => {
      const centres = authors.filter((centre) => world.followedBy(centre).includes(node));
      return [node, [...centres, ...othersOf(hubs, node)].map((from) => ({ from, filter: interest }))];
    }),
  );
  for (const { node, hub, filter } of subscriptions) {
    sources.set(node, [...(sources.get(node) ?? []), { from: hub, filter }]);
  }
  return (node) => sources.get(node) ?? [];
}

/** Every feed that carries it, by name. */
function namesOf({ keys }: Item): FeedName[] {
  const kinds = [undefined, ...FEED_KINDS.filter((kind) => kind === keys.kind)];
  return keys.places.flatMap((place) =>
    keys.branches.flatMap((branch) =>
      kinds.flatMap((kind) =>
        keys.languages.map((language) =>
          feedName({
            ...(place === ANY ? {} : { place }),
            ...(branch === ANY ? {} : { branch }),
            ...(kind === undefined ? {} : { kind }),
            ...(language === ANY ? {} : { language }),
          }),
        ),
      ),
    ),
  );
}
