import { region, type Region } from "../codes/regions.ts";
import { sector, type Sector } from "../codes/sectors.ts";
import { languageTag, UNDETERMINED, type LanguageTag } from "../texts.ts";
import { branchesOf, type FeedBranch } from "./branches.ts";
import { ANY, FEED_KINDS, type FeedFilter, type FeedKind } from "./feed-name.ts";
import { placesOf, type FeedPlace } from "./places.ts";

/** What decides where something is carried, as its document says it. */
export interface FeedFacts {
  readonly regions: readonly string[];
  readonly sectors: readonly string[];
  readonly kind: string;
  /** Of its texts, as BCP 47. */
  readonly languages: readonly string[];
}

/**
 * Every value under which something is found on each of the four axes, `any` with them: it fits a feed whose every part is
 * among them, so that finding its feeds costs the same however many there are.
 */
export interface FeedKeys {
  readonly places: readonly (FeedPlace | typeof ANY)[];
  readonly branches: readonly (FeedBranch | typeof ANY)[];
  readonly kind: FeedKind;
  readonly languages: readonly (LanguageTag | typeof ANY)[];
}

/** Of what says that it is everywhere and about everything, the first so many count: nobody is in so many places. */
const MOST_CODES = 10;

/** Undefined for what no feed carries. What is no code of the tables does not count. */
export function feedKeys({ regions, sectors, kind, languages }: FeedFacts): FeedKeys | undefined {
  const feedKind = FEED_KINDS.find((one) => one === kind);
  if (feedKind === undefined) return undefined;
  return {
    places: keysOf(regions, (text): Region | undefined => region(text), placesOf),
    branches: keysOf(sectors, (text): Sector | undefined => sector(text), branchesOf),
    kind: feedKind,
    languages: keysOf(languages, languageTag, rangesOf),
  };
}

const keysOf = <Code, Key extends string>(
  texts: readonly string[],
  read: (text: string) => Code | undefined,
  above: (code: Code) => readonly Key[],
): readonly (Key | typeof ANY)[] => {
  const codes = texts.slice(0, MOST_CODES).flatMap((text) => read(text) ?? []);
  return [...new Set<Key | typeof ANY>([ANY, ...codes.flatMap(above)])];
};

/** Every range of RFC 4647 (3.3.1) that matches: `zh-Hant-TW` is found under `zh-Hant` and under `zh`. */
function rangesOf(tag: LanguageTag): readonly LanguageTag[] {
  if (tag === UNDETERMINED) return [];
  const parts = tag.split("-");
  return parts.flatMap((_, at) => languageTag(parts.slice(0, at + 1).join("-")) ?? []);
}

/** Whether a feed with this filter carries it. */
export const fits = (keys: FeedKeys, { place, branch, kind, language }: FeedFilter): boolean =>
  (place === undefined || keys.places.includes(place)) &&
  (branch === undefined || keys.branches.includes(branch)) &&
  (kind === undefined || keys.kind === kind) &&
  (language === undefined || keys.languages.includes(language));
