import {
  ENGINE_CODES,
  NINE_SECTORS,
  ORIGINS,
  regionName,
  SHARES,
  sectorGroupLabel,
  type Bulletin,
  type EngineCode,
  type NineSector,
  type Release,
  type Share,
  type StatTable,
} from "@commonhall/domain";
import { html, type Html, type Piece } from "../layout/html.ts";
import { facts } from "../layout/parts.ts";
import { list } from "../words/numbers.ts";
import type { InterfaceLanguage } from "../words/words.ts";
import { sayIn, type SayKey } from "./words/say.ts";

/** A release in the words that its readers find: all of it, and no more than it holds. */
export function asAlliesSee(release: Release, language: InterfaceLanguage): Html {
  switch (release.type) {
    case "bulletin":
      return bulletin(release.bulletin, language);
    case "statistics":
      return statTable(release.table, language);
    case "heartbeat":
      return html``;
  }
}

function bulletin(
  { place, period, sector, origin, people, threshold, abuse }: Bulletin,
  language: InterfaceLanguage,
): Html {
  const say = sayIn(language);
  const lines = SHARES.toReversed().flatMap((share): [Piece, Piece][] => {
    const names = abuse.filter((one) => one.share === share).map(({ code }) => ENGINE_CODES.label(code, language));
    return names.length === 0 ? [] : [[say(SHARE[share]), list(names, language)]];
  });
  return html`${facts([
    [say("see.where"), regionName(place, language)],
    [say("see.period"), html`<bdi>${period}</bdi>`],
    sector === null ? undefined : [say("see.sector"), sectorName(sector, language)],
    origin === null ? undefined : [say("see.origin"), ORIGINS.label(origin, language)],
    [say("see.people"), html`<bdi dir="ltr">${people.replace("-", "–")}</bdi>`],
    [say("see.threshold"), new Intl.NumberFormat(language).format(threshold)],
    ...lines,
  ])}
${lines.length === 0 && html`<p>${say("see.no-abuse")}</p>`}`;
}

const SHARE = {
  some: "see.share.some",
  many: "see.share.many",
  most: "see.share.most",
  nearly_all: "see.share.nearly-all",
} as const satisfies Record<Share, SayKey>;

function sectorName(sector: NonNullable<Bulletin["sector"]>, language: string): string {
  const nine = NINE_SECTORS.find(sector);
  if (nine !== undefined) return NINE_SECTORS.label(nine, language);
  // The compiler does not see that what is none of nine is a group.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return sectorGroupLabel(sector as Exclude<typeof sector, NineSector>, language);
}

function statTable({ by, place, period, cells }: StatTable, language: InterfaceLanguage): Html {
  const say = sayIn(language);
  const format = new Intl.NumberFormat(language);
  const name = (code: NineSector | EngineCode): string => {
    const sector = NINE_SECTORS.find(code);
    if (sector !== undefined) return NINE_SECTORS.label(sector, language);
    const abuse = ENGINE_CODES.find(code);
    return abuse === undefined ? code : ENGINE_CODES.label(abuse, language);
  };
  return html`<h4>${say(by === "sector" ? "see.table.sector" : "see.table.main-abuse")}</h4>
${facts([
  [say("see.where"), regionName(place, language)],
  [say("see.period"), html`<bdi>${period}</bdi>`],
  ...cells.map(({ code, people }): [Piece, Piece] => [
    name(code),
    html`<bdi dir="ltr">${people === "<11" ? people : format.format(people)}</bdi>`,
  ]),
])}
<p class="quiet">${say("see.noise")}</p>`;
}
