import { isLanguage } from "../codes/names.ts";
import { KINDS, type Kind } from "../objects/object.ts";
import { err, ok, type Result } from "../result.ts";
import { languageTag, UNDETERMINED, type LanguageTag } from "../texts.ts";
import { branchFrom, type FeedBranch } from "./branches.ts";
import { placeFrom, type FeedPlace } from "./places.ts";

/** `us-ca.f.call.any`: region, sector, kind and language in lower case, each of which may be `any` (interface.md 7). */
export type FeedName = string & { readonly feedName: true };

/** What a feed carries. Where a part is not there, everything fits. */
export interface FeedFilter {
  readonly place?: FeedPlace;
  readonly branch?: FeedBranch;
  readonly kind?: FeedKind;
  readonly language?: LanguageTag;
}

/** What people publish; never what is none of ours. */
export type FeedKind = Exclude<Kind, "note">;
export const FEED_KINDS = KINDS.filter((kind): kind is FeedKind => kind !== "note");

export const ANY = "any";

/** In the order in which they stand in a name. */
export const FEED_PARTS = ["place", "branch", "kind", "language"] as const satisfies readonly (keyof FeedFilter)[];
export type FeedPart = (typeof FEED_PARTS)[number];

export type FeedNameRefused =
  | { readonly type: "not four parts"; readonly found: number }
  | { readonly type: "unknown part"; readonly part: FeedPart; readonly text: string }
  /** What is written in the wrong place would be right in another: `f.us-ca…` for `us-ca.f…`. */
  | { readonly type: "parts swapped"; readonly meant: FeedName };

/** The parts have to be in the tables and in their order. Capitals are taken for what they mean. */
export function feedFilterFrom(text: string): Result<FeedFilter, FeedNameRefused> {
  const parts = text.trim().toLowerCase().split(".");
  if (parts.length !== 4) return err({ type: "not four parts", found: parts.length });
  const read = readParts(parts);
  const at = FEED_PARTS.findIndex((part) => read[part] === undefined);
  const [unknown, given] = [FEED_PARTS[at], parts[at]];
  if (unknown === undefined || given === undefined) return ok(filterOf(read));
  const meant = meantBy(parts);
  return err(
    meant === undefined ? { type: "unknown part", part: unknown, text: given } : { type: "parts swapped", meant },
  );
}

const readParts = ([place = "", branch = "", kind = "", language = ""]: readonly string[]): Read => ({
  place: partFrom(place, placeFrom),
  branch: partFrom(branch, branchFrom),
  kind: partFrom(kind, kindOfFeed),
  language: partFrom(language, languageOfFeed),
});

const partFrom = <T extends string>(text: string, find: (text: string) => T | undefined): T | typeof ANY | undefined =>
  text === ANY ? ANY : find(text);

/** With a script and a region at most, as `zh-hant-tw`; and a language that the runtime's tables, or ours, know by name. */
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?$/;

function languageOfFeed(text: string): LanguageTag | undefined {
  const tag = languageTag(text);
  if (tag === undefined || tag === UNDETERMINED || !LANGUAGE.test(tag)) return undefined;
  const [language = tag] = tag.split("-");
  return isLanguage(language) ? tag : undefined;
}

/** The name that the same parts make in some other order. */
function meantBy(parts: readonly string[]): FeedName | undefined {
  const orders = ordersOf(parts).map(readParts);
  const fitting = orders.find((read) => FEED_PARTS.every((part) => read[part] !== undefined));
  return fitting === undefined ? undefined : feedName(filterOf(fitting));
}

const ordersOf = (parts: readonly string[]): readonly (readonly string[])[] =>
  parts.length <= 1
    ? [parts]
    : parts.flatMap((first, at) => ordersOf(parts.toSpliced(at, 1)).map((rest) => [first, ...rest]));

const kindOfFeed = (text: string): FeedKind | undefined => FEED_KINDS.find((kind) => kind === text);

type Read = { readonly [Part in keyof FeedFilter]-?: FeedFilter[Part] | typeof ANY | undefined };

function filterOf({ place, branch, kind, language }: Read): FeedFilter {
  return {
    ...(place === undefined || place === ANY ? {} : { place }),
    ...(branch === undefined || branch === ANY ? {} : { branch }),
    ...(kind === undefined || kind === ANY ? {} : { kind }),
    ...(language === undefined || language === ANY ? {} : { language }),
  };
}

/** One filter, one name. */
export const feedName = ({ place, branch, kind, language }: FeedFilter): FeedName =>
  [place, branch, kind, language].map((part) => (part ?? ANY).toLowerCase()).join(".") as FeedName;
