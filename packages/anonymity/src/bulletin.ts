import type { EngineCode, NineSector, Origin, PlainDate, Region, SectorGroup } from "@commonhall/domain";

/** From fine to coarse; the names are published (anonymity.md 5.4). */
export const LEVELS = ["B0", "B1", "B2", "B3", "B4", "B5", "B6", "B7"] as const;
export type Level = (typeof LEVELS)[number];

/** Under 25 %, 50 %, 75 %, and above (R4). */
export type Share = "some" | "many" | "most" | "nearly_all";
export type SizeBand = "11-19" | "20-49" | "50-99" | "100+";
export type BulletinAudience = "allies" | "public";

/** What is said of a group, and all that is: nothing in it is about one person (interface.md 5). */
export interface Bulletin {
  readonly released: PlainDate;
  /** UUIDv4. */
  readonly id: string;
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
  readonly audience: BulletinAudience;
}

/** Who is in a bulletin. For tests only: it never leaves the machine on which it was simulated. */
export interface AuditLine {
  readonly bulletin: string;
  readonly members: readonly string[];
}

/** One quarter's counts with noise; it never says what was rounded away (anonymity.md 5.7). */
export interface StatTable {
  readonly released: PlainDate;
  readonly place: Region;
  /** `2026-Q1`. */
  readonly period: string;
  readonly by: "sector" | "main_abuse";
  /** Every code of the list, each once. */
  readonly cells: readonly { readonly code: NineSector | EngineCode; readonly people: number | "<11" }[];
}
