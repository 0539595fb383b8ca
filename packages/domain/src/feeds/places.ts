import { codeList } from "../codes/code-list.ts";
import feedRegions from "../codes/lists/feed-regions.json" with { type: "json" };
import { COUNTRY_PARTS } from "../codes/country-parts.ts";
import { regionName } from "../codes/names.ts";
import { ORIGINS, regionOfOrigin, type Origin } from "../codes/origins.ts";
import { COUNTRY_CODES, countryOf, region, type Region } from "../codes/regions.ts";

/**
 * Where a feed looks: a part of a country (`us-ca`), a country (`us`), a part of the world by M49 (`419`), all of it (`001`),
 * or a group of countries that federations use (`grp-gcc`). In lower case, as it stands in the names of feeds (wire.md 5).
 */
export type FeedPlace = string & { readonly place: true };

type WorldPart = keyof typeof feedRegions.codes;

const WORLD_PARTS = codeList(feedRegions.codes);
const GROUPS = codeList(feedRegions.groups);
const WORLD: WorldPart = "001";

const place = (code: string): FeedPlace => code.toLowerCase() as FeedPlace;

/** Of each part of the world the one that it lies in. */
const partAbove: ReadonlyMap<string, WorldPart> = new Map(
  WORLD_PARTS.all.flatMap((above) => feedRegions.codes[above].parts.map((part) => [part, above] as const)),
);

const known: ReadonlySet<string> = new Set<string>([
  ...WORLD_PARTS.all,
  ...ORIGINS.all,
  ...GROUPS.all,
  ...COUNTRY_CODES.map((code) => code.toLowerCase()),
  ...COUNTRY_PARTS.map((code) => code.toLowerCase()),
]);

/** Only what stands in the tables: 249 countries and the parts that ISO 3166-2 gives them, M49, the named groups. */
export const placeFrom = (text: string): FeedPlace | undefined => (known.has(text) ? (text as FeedPlace) : undefined);

/** Every place that something in this region is in, from the finest to the world. */
export function placesOf(code: Region): readonly FeedPlace[] {
  const country = region(countryOf(code)) ?? code;
  const groups = GROUPS.all.filter((group) => feedRegions.groups[group].countries.includes(country));
  const own = placeFrom(code.toLowerCase());
  return [...new Set([...(own === undefined ? [] : [own]), place(country), ...groups.map(place), ...partsOf(country)])];
}

function partsOf(country: Region): readonly FeedPlace[] {
  const parts: FeedPlace[] = [];
  for (
    let part: string | undefined = regionOfOrigin(country) ?? WORLD;
    part !== undefined;
    part = partAbove.get(part)
  ) {
    parts.push(place(part));
  }
  return parts;
}

/** What people call it. */
export function placeLabel(code: FeedPlace, language: string): string {
  const part = WORLD_PARTS.find(code);
  if (part !== undefined) return WORLD_PARTS.label(part, language);
  const group = GROUPS.find(code);
  if (group !== undefined) return GROUPS.label(group, language);
  const origin: Origin | undefined = ORIGINS.find(code);
  if (origin !== undefined) return ORIGINS.label(origin, language);
  const country = region(code.toUpperCase());
  return country === undefined ? code : regionName(country, language);
}

/** To choose from, without the parts of countries: those are written. */
export const PLACES_TO_CHOOSE = {
  groups: GROUPS.all.map(place),
  countries: COUNTRY_CODES.map(place),
  /** Each with those that lie in it, the world first. */
  world: [...walk(WORLD, 0)],
} as const;

function* walk(part: string, depth: number): Generator<{ readonly place: FeedPlace; readonly depth: number }> {
  yield { place: place(part), depth };
  const above = WORLD_PARTS.find(part);
  if (above === undefined) return;
  for (const below of feedRegions.codes[above].parts) yield* walk(below, depth + 1);
}
