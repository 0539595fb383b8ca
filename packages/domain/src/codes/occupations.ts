import { codeList, type CodeList } from "./code-list.ts";
import list from "./lists/occupations.json" with { type: "json" };

/** A unit group of ISCO-08: `isco08:9111`. */
export type Occupation = keyof typeof list.codes;

export const OCCUPATIONS: CodeList<Occupation> = codeList(list.codes);
