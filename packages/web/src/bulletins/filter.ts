import {
  ENGINE_CODES,
  NINE_SECTORS,
  periodFrom,
  region,
  SECTOR_GROUPS,
  sectorLabel,
  type BulletinFilter,
  type BulletinLine,
} from "@commonhall/domain";
import { select } from "../layout/fields.ts";
import { html, type Html } from "../layout/html.ts";
import { button } from "../layout/parts.ts";
import type { Reader } from "../words/reader.ts";
import { byTime, periodInWords, placeInWords } from "./in-words.ts";
import { sayFor } from "./words/say.ts";

const SECTORS = [...NINE_SECTORS.all, ...SECTOR_GROUPS];

/** What is asked for in the address; what nobody could have asked for by the form narrows nothing. */
export function filterFrom(query: (name: string) => string): BulletinFilter {
  const place = region(query("place"));
  const period = periodFrom(query("period")) === undefined ? undefined : query("period");
  const sector = SECTORS.find((one) => one === query("sector"));
  const code = ENGINE_CODES.find(query("code"));
  return {
    ...(place === undefined ? {} : { place }),
    ...(period === undefined ? {} : { period }),
    ...(sector === undefined ? {} : { sector }),
    ...(code === undefined ? {} : { code }),
  };
}

/** Those that are asked for, and all that can be chosen from: asked for once where they are the same. */
export async function listed(
  list: (filter: BulletinFilter) => Promise<readonly BulletinLine[]>,
  filter: BulletinFilter,
): Promise<{ readonly all: readonly BulletinLine[]; readonly lines: readonly BulletinLine[] }> {
  const all = await list({});
  return { all, lines: queryOf(filter) === "" ? all : await list(filter) };
}

/** The same as a query, to carry it along. */
export function queryOf({ place, period, sector, code }: BulletinFilter): string {
  const set = Object.entries({ place, period, sector, code }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return set.length === 0 ? "" : `?${new URLSearchParams(set).toString()}`;
}

/** Only what some bulletin tells of can be chosen. */
export function filterForm(reader: Reader, path: string, chosen: BulletinFilter, all: readonly BulletinLine[]): Html {
  const say = sayFor(reader);
  const { language } = reader;
  const asked = new URL(reader.link("/"), "http://reader.invalid").searchParams.get("lang");
  const every = { value: "", label: say("filter.all") };
  const sorted = <Code extends string>(codes: Iterable<Code>, label: (code: Code) => string) =>
    [...new Set(codes)]
      .map((value) => ({ value, label: label(value) }))
      .toSorted((a, b) => a.label.localeCompare(b.label, language));
  const bulletins = all.map(({ bulletin }) => bulletin);
  const places = bulletins.flatMap(({ place }) => [place, region(place.slice(0, 2)) ?? place]);
  const periods = [...new Set(bulletins.map(({ period }) => period))].sort(byTime).toReversed();
  return html`<form method="get" action="${path}" class="filter">
${asked !== null && html`<input type="hidden" name="lang" value="${asked}">`}
${select({
  name: "place",
  label: say("filter.place"),
  choices: [every, ...sorted(places, (place) => placeInWords(reader, place))],
  chosen: chosen.place,
})}
${select({
  name: "period",
  label: say("filter.period"),
  choices: [every, ...periods.map((value) => ({ value, label: periodInWords(reader, value) }))],
  chosen: chosen.period,
})}
${select({
  name: "sector",
  label: say("filter.sector"),
  choices: [
    every,
    ...sorted(
      bulletins.flatMap(({ sector }) => sector ?? []),
      (one) => sectorLabel(one, language),
    ),
  ],
  chosen: chosen.sector,
})}
${select({
  name: "code",
  label: say("filter.code"),
  choices: [
    every,
    ...sorted(
      bulletins.flatMap(({ abuse }) => abuse.map(({ code }) => code)),
      (code) => ENGINE_CODES.label(code, language),
    ),
  ],
  chosen: chosen.code,
})}
${button({ label: say("filter.show"), kind: "calm" })}
</form>`;
}
