/**
 * What can have been done to somebody, in the sixteen codes that the release engine counts (interface.md 5), in six
 * families. A worker ticks them; what a caseworker codes is finer.
 */
export const REPORTED_KINDS = [
  "wages",
  "underpaid",
  "overtime",
  "rest",
  "documents",
  "debt",
  "deception",
  "movement",
  "isolation",
  "threats",
  "violence",
  "sexual",
  "living",
  "safety",
  "organising",
  "discrimination",
] as const;

export type ReportedKind = (typeof REPORTED_KINDS)[number];
