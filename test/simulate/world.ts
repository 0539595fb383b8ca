import {
  branchesOf,
  DAY,
  FEED_KINDS,
  feedFilterFrom,
  feedKeys,
  feedName,
  fits,
  placesOf,
  region,
  sector,
  type FeedFilter,
  type FeedKeys,
  type FeedName,
  type Timestamp,
} from "@commonhall/domain";
import { after, laptopAway, reach, serverAway, type CutOff, type Reach, type Span } from "./reach.ts";

export interface Size {
  readonly centres: number;
  readonly hubs: number;
  /** Servers of others, such as Mastodon's, that follow a feed of each hub. */
  readonly outsiders: number;
  /** The same of the first hub. */
  readonly ofFirstHub: number;
  /** In which things are published; the network then has fourteen more to settle. */
  readonly days: number;
  readonly seed: number;
}

/** What somebody publishes, and where feeds find it. */
export interface Item {
  readonly at: Timestamp;
  readonly centre: number;
  readonly keys: FeedKeys;
}

export interface Subscription {
  readonly node: number;
  readonly hub: number;
  readonly feed: FeedName;
  readonly filter: FeedFilter;
}

export interface Hub {
  readonly node: number;
  /** It follows the centres of these, and their feeds at three other hubs to learn of more. */
  readonly interest: FeedFilter;
}

/**
 * Nodes are numbers: first the centres, then the hubs, then the servers of others. A third of the centres are laptops that
 * are shut for twelve hours a day; everything else is a server that fails now and then.
 */
export interface World {
  readonly nodes: number;
  readonly hubs: readonly Hub[];
  readonly items: readonly Item[];
  readonly subscriptions: readonly Subscription[];
  readonly reach: Reach;
  readonly isLaptop: (node: number) => boolean;
  /** Programs that do not read outboxes have only what is delivered to them. */
  readonly catchesUp: (node: number) => boolean;
  readonly followedBy: (centre: number) => readonly number[];
}

const LAPTOPS = 1 / 3;
/** The design reckons with forty things a day from three hundred nodes (wire.md 5). */
const A_DAY = 40 / 300;
export const SETTLES_WITHIN = 14 * DAY;
/** On the third day a tenth of the centres, all of one end of the list of countries, is cut off for two days. */
const CUT: Span = { from: 3 * DAY, to: 5 * DAY };

const COUNTRIES = "US QA LB ID PH NP BD IN SG MY AE SA MX GT BR ES IT DE GB KE ZA HK KR JP TH JO KW TW MA TN".split(
  " ",
);
const SECTORS = ["T97", "F41", "C14", "A01", "I56", "N81", "H53", "Q87", "H50", "G47"].map((code) => `isic4:${code}`);
const LANGUAGES = ["en", "es", "ar", "id", "ne", "bn", "fil", "fr"];

export function makeWorld(size: Size, random: () => number): World {
  const end = size.days * DAY + SETTLES_WITHIN;
  const centres = Array.from({ length: size.centres }, () => makeCentre(random));
  const hubs = Array.from({ length: size.hubs }, (_, at) => ({ node: size.centres + at, interest: interestOf(at) }));
  const firstOutsider = size.centres + size.hubs;
  const subscriptions = [...subscriptionsOf(centres, hubs, random), ...outsidersOf(size, hubs, firstOutsider)];
  const nodes = Math.max(firstOutsider, ...subscriptions.map(({ node }) => node + 1));
  const away = Array.from({ length: nodes }, (_, node) =>
    centres[node]?.isLaptop === true ? laptopAway(random, end) : serverAway(random, size.days * DAY),
  );
  const reached = reach(away, [cutOff(centres)]);
  const followers = centres.map(({ keys }) =>
    hubs.filter(({ interest }) => fits(keys, interest)).map(({ node }) => node),
  );
  return {
    nodes,
    hubs,
    items: centres
      .flatMap((centre, at) => itemsOf(centre, at, size.days, random))
      .flatMap((item) => whenThere(item, reached, size.days))
      .sort((a, b) => a.at - b.at),
    subscriptions,
    reach: reached,
    isLaptop: (node) => centres[node]?.isLaptop === true,
    catchesUp: (node) => node < firstOutsider,
    followedBy: (centre) => followers[centre] ?? [],
  };
}

interface Centre {
  readonly country: string;
  readonly language: string;
  readonly keys: FeedKeys;
  readonly isLaptop: boolean;
}

function makeCentre(random: () => number): Centre {
  // A few countries and sectors have most of the centres.
  const country = pick(COUNTRIES, random() ** 2);
  const language = pick(LANGUAGES, random() ** 2);
  const keys = keysOf({
    regions: [country],
    sectors: [pick(SECTORS, random() ** 1.5)],
    kind: "post",
    languages: [language],
  });
  return { country, language, keys, isLaptop: random() < LAPTOPS };
}

function keysOf(facts: Parameters<typeof feedKeys>[0]): FeedKeys {
  const keys = feedKeys(facts);
  if (keys === undefined) throw new Error("No feed carries that");
  return keys;
}

function pick<T>(list: readonly T[], at: number): T {
  const found = list[Math.floor(at * list.length)];
  if (found === undefined) throw new Error("Nothing to choose from");
  return found;
}

/** The first hub is of everything; then federations and parts of the world take turns. */
function interestOf(at: number): FeedFilter {
  const branches = [...new Set(SECTORS.flatMap((code) => branchesOf(known(sector(code)))))];
  const places = [...new Set(COUNTRIES.flatMap((code) => placesOf(known(region(code)))))].filter(
    (one) => one !== "001",
  );
  if (at === 0) return {};
  return at % 2 === 0 ? { branch: pickAt(branches, at >> 1) } : { place: pickAt(places, at >> 1) };
}

const pickAt = <T>(list: readonly T[], at: number): T => pick(list, (at % list.length) / list.length);

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("Not in the tables");
  return value;
}

/** Each centre takes what is of its country and work from one hub, and what is in its language of its kind of work from another. */
function subscriptionsOf(centres: readonly Centre[], hubs: readonly Hub[], random: () => number): Subscription[] {
  return centres.flatMap(({ keys, country, language }, node) => {
    const near = hubs.filter(({ interest }) => fits(keys, interest));
    const branch = known(keys.branches[2]);
    const [own, inLanguage] = [`${country}.${branch}.any.any`, `any.${branch}.any.${language}`];
    return [own, inLanguage].map((name) => {
      const { node: hub } = pick(near, random());
      return subscription(node, hub, name);
    });
  });
}

function subscription(node: number, hub: number, name: string): Subscription {
  const filter = feedFilterFrom(name);
  if (!filter.ok) throw new Error(`No feed is called ${name}`);
  return { node, hub, filter: filter.value, feed: feedName(filter.value) };
}

function outsidersOf({ outsiders, ofFirstHub }: Size, hubs: readonly Hub[], first: number): Subscription[] {
  let node = first;
  return hubs.flatMap(({ node: hub, interest }, at) =>
    Array.from({ length: at === 0 ? ofFirstHub : outsiders }, () => subscription(node++, hub, feedName(interest))),
  );
}

function itemsOf({ keys }: Centre, centre: number, days: number, random: () => number): Item[] {
  const items: Item[] = [];
  for (let at = after(random, DAY / A_DAY); at < days * DAY; at += after(random, DAY / A_DAY)) {
    items.push({ at, centre, keys: { ...keys, kind: pick(FEED_KINDS, random()) } });
  }
  return items;
}

/** Who shuts a laptop publishes when it is open again; where a server is down, nothing is published. */
function whenThere(item: Item, reached: Reach, days: number): Item[] {
  const at = reached.upFrom(item.centre, item.at);
  return at - item.at > DAY || at >= days * DAY ? [] : [{ ...item, at }];
}

function cutOff(centres: readonly Centre[]): CutOff {
  const order = centres
    .map((_, at) => at)
    .sort((a, b) => (centres[a]?.country ?? "").localeCompare(centres[b]?.country ?? ""));
  return { ...CUT, nodes: new Set(order.slice(0, Math.ceil(centres.length / 10))) };
}
