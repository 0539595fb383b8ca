import { codeList } from "../codes/code-list.ts";
import kinds from "../codes/lists/feed-kinds.json" with { type: "json" };
import { languageName, ownName } from "../codes/names.ts";
import { direction } from "../texts.ts";
import { branchLabel, UNION_FEDERATIONS, type FeedBranch } from "./branches.ts";
import { ANY, type FeedFilter, type FeedKind } from "./feed-name.ts";
import { placeLabel } from "./places.ts";

const KIND_NAMES = codeList(kinds.codes);

/** Several of a kind, as a heading: "Solidarity calls". */
export const feedKindLabel = (kind: FeedKind | typeof ANY, language: string): string =>
  KIND_NAMES.label(kind, language);

/**
 * What people call a feed, in each language of `FEED_TITLE_LANGUAGES`: "Solidarity calls, construction, California". What
 * it does not choose is not said.
 */
export function feedTitle({ place, branch, kind, language: spoken }: FeedFilter, language: string): string {
  const parts = [
    feedKindLabel(kind ?? ANY, language),
    branch === undefined ? undefined : withinTitle(branch, language),
    place === undefined ? undefined : placeLabel(place, language),
    spoken === undefined ? undefined : inSpoken(spoken, language),
  ];
  return parts.filter((part) => part !== undefined).join(direction(language) === "rtl" ? "، " : ", ");
}

/** Work is a common noun there, and a federation keeps its capitals. */
function withinTitle(branch: FeedBranch, language: string): string {
  const label = branchLabel(branch, language);
  return UNION_FEDERATIONS.find(branch) === undefined
    ? label.charAt(0).toLocaleLowerCase(language) + label.slice(1)
    : label;
}

const IN_SPOKEN: Readonly<Record<string, (name: string) => string>> = {
  en: (name) => `in ${name}`,
  es: (name) => `en ${name}`,
  ar: (name) => `باللغة: ${name}`,
  bn: (name) => `${name} ভাষায়`,
  fil: (name) => `sa wikang ${name}`,
  fr: (name) => `en ${name}`,
  hi: (name) => `${name} में`,
  id: (name) => `dalam bahasa ${name}`,
  ne: (name) => `${name} भाषामा`,
  pt: (name) => `em ${name}`,
  tr: (name) => `dili: ${name}`,
  ur: (name) => `${name} میں`,
};

/** In which every part of a title is there: kinds, work, places, and how to say a language. */
export const FEED_TITLE_LANGUAGES: readonly string[] = Object.keys(IN_SPOKEN);

/** Where nobody has written down how to say it, a language is called as its speakers call it. */
const inSpoken = (spoken: string, language: string): string =>
  IN_SPOKEN[language]?.(languageName(spoken, language)) ?? ownName(spoken);
