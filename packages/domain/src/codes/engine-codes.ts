import { codeList, type CodeList } from "./code-list.ts";
import list from "./lists/engine-codes.json" with { type: "json" };
import type { ViolationKind } from "./violation-kinds.ts";

/** The coarse codes that a worker ticks and that the release engine counts: 16 in 6 families (interface.md 5). */
export type EngineCode = keyof typeof list.codes;
/** What a worker says has happened is one of these codes; what a caseworker codes is finer. */
export type ReportedKind = EngineCode;
export type EngineFamily = keyof typeof list.families;

export const ENGINE_CODES: CodeList<EngineCode> = codeList(list.codes);

export const REPORTED_KINDS: readonly ReportedKind[] = ENGINE_CODES.all;

export const ENGINE_FAMILIES: readonly EngineFamily[] = Object.keys(list.families) as EngineFamily[];

export const familyOf = (code: EngineCode): EngineFamily => list.codes[code].family as EngineFamily;

/** Codes that can bring shame or danger on whoever they are known of; they stand under stricter rules (anonymity.md 5.3, R4). */
export const isStigmatised = (code: EngineCode): boolean => list.codes[code].stigmatised;

/** The coarse code that stands for a kind. A kind without one never leaves the node. */
export const engineCodeOf = (kind: ViolationKind): EngineCode | undefined => BY_KIND.get(kind);

const BY_KIND: ReadonlyMap<string, EngineCode> = new Map(
  ENGINE_CODES.all.flatMap((code) => list.codes[code].kinds.map((kind): [string, EngineCode] => [kind, code])),
);
