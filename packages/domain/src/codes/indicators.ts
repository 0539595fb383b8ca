import { codeList, labelIn, type CodeList } from "./code-list.ts";
import list from "./lists/ilo-indicators.json" with { type: "json" };

/** One of the ILO's eleven indicators of forced labour, in the booklet's order (taxonomies.md 1). */
export type Indicator = keyof typeof list.codes;

export const INDICATORS: CodeList<Indicator> = codeList(list.codes);

/** What the indicator means, in one sentence. */
export const indicatorDefinition = (code: Indicator, language: string): string =>
  labelIn(list.codes[code].definition, language);
