import type { EngineCode, NineSector, Origin, Region } from "@commonhall/domain";

/** What a worker has agreed to; each level includes those before it (anonymity.md 4.3). */
export const CONSENTS = ["C0", "C1", "C2", "C3", "C4", "C5"] as const;
export type Consent = (typeof CONSENTS)[number];

/** The token of a recruiter of whom only is known that there was one: all such cases count as one recruiter. */
export const UNKNOWN_RECRUITER = "unknown";

/**
 * All that the engine knows of a case: codes and opaque tokens (interface.md 5). In a file nothing but `employer` and
 * `recruiter` may be null; a centre's own records may lack more, and count then only where that is not asked for.
 */
export interface Case {
  readonly id: string;
  /** Two cases of one person count once. */
  readonly person: string;
  /** `2026-03`: the month in which it was verified, never when it happened. */
  readonly verified: string;
  /** A province, or a country where nobody knows the province. */
  readonly place: Region | null;
  readonly sector: NineSector | null;
  readonly origin: Origin | null;
  readonly abuse: readonly EngineCode[];
  /** Of those that are not stigmatised, the one that the statistics count; null or left out: counted by sector only. */
  readonly mainAbuse?: EngineCode | null;
  /** Null: not known. All such cases of a group count as one employer. */
  readonly employer: string | null;
  /** Null: none, and each such case counts alone. */
  readonly recruiter: string | null;
  readonly adult: boolean;
  readonly consent: Consent;
  readonly hold: boolean;
  /** The centre it was told to; only pooling asks for it. */
  readonly node: string;
}
