import { DAY, type FeedName, fits, type Duration, type Timestamp } from "@commonhall/domain";
import type { World } from "./world.ts";

/** What became of it all. */
export interface Tally {
  published(item: number): void;
  sent(from: number, at: Timestamp, isAnnounce: boolean): void;
  /** Behind what the node had to send before. */
  waited(from: number, wait: Duration): void;
  failed(from: number): void;
  fetched(item: number): void;
  outboxRead(from: number): void;
  doubled(): void;
  announced(to: number, item: number, feed: FeedName, from: number): void;
  has(node: number, item: number, after: Duration): void;
  result(): Result;
}

export interface Result {
  readonly items: number;
  /** Of everything that should stand somewhere, how much does, of programs that catch up and of those that do not. */
  readonly complete: { readonly catchingUp: number; readonly others: number };
  /** Announces of one thing by one feed that came to one inbox more than once. */
  readonly repeated: number;
  readonly perItem: {
    readonly deliveries: number;
    readonly announces: number;
    readonly fetches: number;
    /** Things that came to somebody who had them already. */
    readonly doubles: number;
    readonly failures: number;
  };
  readonly outboxReadsADay: number;
  /** Until so many of those servers have it that should, and all with the laptops. The median of all things published. */
  readonly until: { readonly servers90: Duration; readonly servers99: Duration; readonly all99: Duration };
  /** Of the one that sends most. */
  readonly hub: { readonly deliveriesADay: number; readonly busiestMinute: number; readonly longestQueue: Duration };
  /** Requests for one thing that its author's node answers, the most of all. */
  readonly mostFetches: number;
}

export function createTally(world: World): Tally {
  const { items, hubs } = world;
  const count = {
    deliveries: 0,
    announces: 0,
    fetches: 0,
    doubles: 0,
    failures: 0,
    reads: 0,
    repeated: 0,
    published: 0,
  };
  const announcedTo = items.map(() => new Set<number>());
  const feedNumbers = new Map<string, number>();
  const delays: number[][] = items.map(() => []);
  const serverDelays: number[][] = items.map(() => []);
  const got = { catchingUp: 0, others: 0 };
  const sentBy = new Map<number, number>(hubs.map(({ node }) => [node, 0]));
  const minutes = new Map<number, Map<number, number>>(hubs.map(({ node }) => [node, new Map()]));
  const queues = new Map<number, number>();
  const fetchesOf = items.map(() => 0);
  return {
    published: () => void (count.published += 1),
    sent(from, at, isAnnounce) {
      count.deliveries += 1;
      if (isAnnounce) count.announces += 1;
      const before = sentBy.get(from);
      if (before === undefined) return;
      sentBy.set(from, before + 1);
      const minute = Math.floor(at / 60_000);
      const byMinute = minutes.get(from);
      byMinute?.set(minute, (byMinute.get(minute) ?? 0) + 1);
    },
    waited(from, wait) {
      if (sentBy.has(from)) queues.set(from, Math.max(queues.get(from) ?? 0, wait));
    },
    failed: () => void (count.failures += 1),
    fetched(item) {
      count.fetches += 1;
      fetchesOf[item] = (fetchesOf[item] ?? 0) + 1;
    },
    outboxRead: () => void (count.reads += 1),
    doubled: () => void (count.doubles += 1),
    announced(to, item, feed, from) {
      const name = `${from} ${feed}`;
      const number = feedNumbers.get(name) ?? feedNumbers.size;
      feedNumbers.set(name, number);
      const key = number * world.nodes + to;
      if (announcedTo[item]?.has(key) === true) count.repeated += 1;
      announcedTo[item]?.add(key);
    },
    has(node, item, after) {
      got[world.catchesUp(node) ? "catchingUp" : "others"] += 1;
      delays[item]?.push(after);
      if (!world.isLaptop(node)) serverDelays[item]?.push(after);
    },
    result() {
      const expected = expectations(world);
      const [busiest] = [...sentBy].sort((a, b) => b[1] - a[1]);
      const days = Math.max(1, Math.ceil((items.at(-1)?.at ?? 0) / DAY));
      const perItem = (value: number) => value / Math.max(1, count.published);
      const hubNode = busiest?.[0] ?? -1;
      const until = (all: readonly (readonly number[])[], due: readonly number[], part: number) =>
        middle(all.flatMap((of, item) => reachedBy(of, due[item] ?? 0, part)));
      return {
        items: count.published,
        complete: {
          catchingUp: share(got.catchingUp, expected.catchingUp),
          others: share(got.others, expected.others),
        },
        repeated: count.repeated,
        perItem: {
          deliveries: perItem(count.deliveries),
          announces: perItem(count.announces),
          fetches: perItem(count.fetches),
          doubles: perItem(count.doubles),
          failures: perItem(count.failures),
        },
        outboxReadsADay: count.reads / days,
        until: {
          servers90: until(serverDelays, expected.servers, 0.9),
          servers99: until(serverDelays, expected.servers, 0.99),
          all99: until(delays, expected.all, 0.99),
        },
        hub: {
          deliveriesADay: (sentBy.get(hubNode) ?? 0) / days,
          busiestMinute: Math.max(0, ...(minutes.get(hubNode)?.values() ?? [])),
          longestQueue: queues.get(hubNode) ?? 0,
        },
        mostFetches: fetchesOf.reduce((most, fetches) => Math.max(most, fetches), 0),
      };
    },
  };
}

const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

/** When so many of those who are due had it; nothing where nobody is due. */
function reachedBy(delays: readonly number[], due: number, part: number): readonly number[] {
  if (due === 0) return [];
  const sorted = Float64Array.from(delays).sort();
  return [sorted[Math.ceil(due * part) - 1] ?? Number.POSITIVE_INFINITY];
}

function middle(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Who should have what: each node once, however many of its feeds carry it. */
function expectations({ items, hubs, subscriptions, catchesUp, isLaptop }: World) {
  const interests = new Map(hubs.map(({ node, interest }) => [node, interest]));
  const expected = { catchingUp: 0, others: 0, all: items.map(() => 0), servers: items.map(() => 0) };
  const byFilter = Map.groupBy(subscriptions, ({ hub, feed }) => `${hub} ${feed}`);
  for (const [item, { keys }] of items.entries()) {
    const due = new Set<number>();
    for (const [first, ...rest] of byFilter.values()) {
      const interest = first === undefined ? undefined : interests.get(first.hub);
      if (first === undefined || interest === undefined || !fits(keys, first.filter) || !fits(keys, interest)) continue;
      for (const { node } of [first, ...rest]) due.add(node);
    }
    for (const node of due) {
      expected[catchesUp(node) ? "catchingUp" : "others"] += 1;
      expected.all[item] = (expected.all[item] ?? 0) + 1;
      if (!isLaptop(node)) expected.servers[item] = (expected.servers[item] ?? 0) + 1;
    }
  }
  return expected;
}
