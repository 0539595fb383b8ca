import { codeList } from "../codes/code-list.ts";
import federations from "../codes/lists/union-federations.json" with { type: "json" };
import { ISIC4 } from "../codes/sector-names.ts";
import { sector, sectionOf, type Sector } from "../codes/sectors.ts";

/**
 * What work a feed looks at: a section of ISIC Rev. 4 (`t`), one of its divisions (`t97`), or all that one of the ten
 * global union federations organises (`idwf`). In lower case, as it stands in the names of feeds (wire.md 5).
 */
export type FeedBranch = string & { readonly branch: true };

export type UnionFederation = keyof typeof federations.codes;

export const UNION_FEDERATIONS = codeList(federations.codes);

const branch = (code: string): FeedBranch => code.toLowerCase() as FeedBranch;

/** Only what stands in the tables. */
export function branchFrom(text: string): FeedBranch | undefined {
  if (UNION_FEDERATIONS.find(text) !== undefined) return text as FeedBranch;
  const isIsic = /^[a-u](?:\d{2})?$/.test(text) && sector(`isic4:${text.toUpperCase()}`) !== undefined;
  return isIsic ? (text as FeedBranch) : undefined;
}

/** Every branch that work in this sector is in, from the division, where there is one, to federations. A class counts as its division. */
export function branchesOf(code: Sector): readonly FeedBranch[] {
  const [section, division] = [sectionOf(code), divisionOf(code)];
  const own = division === undefined ? [section] : [division, section];
  return [...own, ...UNION_FEDERATIONS.all.filter((one) => organises(one, own))].map(branch);
}

/** A federation of one division does not organise the section, nor what only says its section. */
const organises = (federation: UnionFederation, codes: readonly string[]): boolean =>
  sectorsOfFederation(federation).some((part) => codes.includes(part));

/** Sections and divisions, as `F` or `A02`. */
export const sectorsOfFederation = (federation: UnionFederation): readonly string[] =>
  federations.codes[federation].isic4;

const divisionOf = (code: Sector): string | undefined => /^isic4:([A-U]\d{2})/.exec(code)?.[1];

/** What people call it. */
export function branchLabel(code: FeedBranch, language: string): string {
  const federation = UNION_FEDERATIONS.find(code);
  if (federation !== undefined) return UNION_FEDERATIONS.label(federation, language);
  const isic = ISIC4.find(code.toUpperCase());
  return isic === undefined ? code : ISIC4.label(isic, language);
}
