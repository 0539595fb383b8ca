import { codeList, type CodeList } from "./code-list.ts";
import { INDICATORS, type Indicator } from "./indicators.ts";
import indicators from "./lists/ilo-indicators.json" with { type: "json" };
import list from "./lists/violation-kinds.json" with { type: "json" };

/** What was done, as a caseworker codes it (taxonomies.md 2). The indicators of forced labour are kinds like the others. */
export type ViolationKind = keyof typeof list.codes | Indicator;
export type ViolationGroup = keyof typeof list.groups;

export const VIOLATION_KINDS: CodeList<ViolationKind> = codeList({ ...list.codes, ...indicators.codes });

/** In the order of the list, each with the instruments of the ILO that it rests on. */
export const VIOLATION_GROUPS: CodeList<ViolationGroup> = codeList(list.groups);

export const iloBase = (group: ViolationGroup): readonly string[] => list.groups[group].ilo;

/** The kinds of a group; those of forced labour are the indicators. */
export const kindsOf = (group: ViolationGroup): readonly ViolationKind[] =>
  group === "forced-labour" ? INDICATORS.all : OWN.filter((kind) => list.codes[kind].group === group);

const OWN = Object.keys(list.codes) as (keyof typeof list.codes)[];
