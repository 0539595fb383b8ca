import {
  cellLabel,
  codesByShare,
  ENGINE_CODES,
  ORIGINS,
  regionName,
  sectorLabel,
  unreachable,
  type Bulletin,
  type Release,
  type Share,
  type StatTable,
} from "@commonhall/domain";
import { escapeText, labelled, link, paragraph, strong } from "../text/elements.ts";
import { fixedWords, type FixedWord } from "../text/fixed-words.ts";

/**
 * A release in words, for programs and people that know nothing of its codes. All of it is made of codes here, on both
 * sides: no word that somebody wrote ever stands in a bulletin. `method`: where it is explained how things are counted.
 */
export function releaseContent(release: Release, language: string, method: string): string {
  const words = fixedWords(language);
  const how = paragraph([link(method, { text: words("howCounted") })]);
  switch (release.type) {
    case "bulletin":
      return `${bulletinContent(release.bulletin, language)}${how}`;
    case "statistics":
      return `${tableContent(release.table, language)}${how}`;
    case "heartbeat":
      return paragraph([escapeText(words("nothingToSay"))]);
    default:
      return unreachable(release);
  }
}

function bulletinContent(bulletin: Bulletin, language: string): string {
  const words = fixedWords(language);
  const { place, period, sector, origin, people } = bulletin;
  const abuse = abuseLines(bulletin, language);
  return [
    paragraph([
      strong(`${words("workersReported")}: ${periodText(period)}`),
      labelled(words("where"), escapeText(regionName(place, language))),
      ...(sector === null ? [] : [labelled(words("sector"), escapeText(sectorLabel(sector, language)))]),
      ...(origin === null ? [] : [labelled(words("workersFrom"), escapeText(ORIGINS.label(origin, language)))]),
      labelled(words("workers"), people.replace("-", "–")),
    ]),
    ...(abuse.length === 0 ? [] : [paragraph(abuse)]),
  ].join("");
}

/** `Q4 2026`: in a text that runs from right to left `2026-Q4` would be read the wrong way round. */
const periodText = (period: string): string => period.replace(/^(\d+)-(Q\d)$/, "$2 $1");

const SHARE_WORDS: Readonly<Record<Share, FixedWord>> = {
  some: "someOf",
  many: "manyOf",
  most: "mostOf",
  nearly_all: "nearlyAll",
};

/** What most have told of stands first. */
const abuseLines = ({ abuse }: Bulletin, language: string): string[] =>
  codesByShare(abuse).map(({ share, codes }) => {
    const names = codes.map((code) => ENGINE_CODES.label(code, language));
    return labelled(fixedWords(language)(SHARE_WORDS[share]), escapeText(names.join("; ")));
  });

function tableContent({ by, place, period, cells }: StatTable, language: string): string {
  const words = fixedWords(language);
  const format = new Intl.NumberFormat([language, "en"]);
  const lines = cells.map(({ code, people }) => {
    const count = people === "<11" ? words("fewerThan11") : format.format(people);
    return `<li>${labelled(cellLabel(code, language), escapeText(count))}</li>`;
  });
  return [
    paragraph([
      strong(`${words(by === "sector" ? "bySector" : "byMainAbuse")}: ${periodText(period)}`),
      labelled(words("where"), escapeText(regionName(place, language))),
    ]),
    `<ul>${lines.join("")}</ul>`,
    paragraph([`${escapeText(words("withNoise"))}.`]),
  ].join("");
}
