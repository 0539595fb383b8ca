import type { EngineCode } from "../codes/engine-codes.ts";
import type { NineSector, SectorGroup } from "../codes/nine-sectors.ts";
import type { Origin } from "../codes/origins.ts";
import type { Region } from "../codes/regions.ts";
import type { PlainDate } from "../time.ts";

/** From fine to coarse; the names are published (anonymity.md 5.4). */
export const LEVELS = ["B0", "B1", "B2", "B3", "B4", "B5", "B6", "B7"] as const;
export type Level = (typeof LEVELS)[number];

/** Under 25 %, 50 %, 75 %, and above (anonymity.md 5.3, R4). */
export const SHARES = ["some", "many", "most", "nearly_all"] as const;
export type Share = (typeof SHARES)[number];

export const SIZE_BANDS = ["11-19", "20-49", "50-99", "100+"] as const;
export type SizeBand = (typeof SIZE_BANDS)[number];

export type BulletinAudience = "allies" | "public";

/** What is said of a group, and all that is: nothing in it is about one person (interface.md 5). */
export interface BulletinGroup {
  readonly level: Level;
  /** A province (ISO 3166-2) or a country. */
  readonly place: Region;
  /** `2026-Q1`, `2026` or `2025-2026`. */
  readonly period: string;
  readonly sector: NineSector | SectorGroup | null;
  readonly origin: Origin | null;
  readonly people: SizeBand;
  readonly abuse: readonly { readonly code: EngineCode; readonly share: Share }[];
  /** The policy's k, never the threshold that was drawn. */
  readonly threshold: number;
}

/** Frozen once it is out: there is no change of it, only the end of the whole. */
export interface Bulletin extends BulletinGroup {
  readonly released: PlainDate;
  /** UUIDv4. */
  readonly id: string;
  readonly audience: BulletinAudience;
}

export const STATISTICS = ["sector", "main_abuse"] as const;

/** One quarter's counts with noise; it never says what was rounded away (anonymity.md 5.7). */
export interface StatTable {
  readonly released: PlainDate;
  readonly place: Region;
  /** `2026-Q1`. */
  readonly period: string;
  readonly by: (typeof STATISTICS)[number];
  /** Every code of the list, each once. */
  readonly cells: readonly { readonly code: NineSector | EngineCode; readonly people: number | "<11" }[];
}
