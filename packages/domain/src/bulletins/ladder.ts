import type { Level } from "./bulletin.ts";
import type { PeriodLength } from "./months.ts";

/** One step of the way from fine to coarse: what is said of a group at this level. */
export interface LevelStep {
  readonly level: Level;
  readonly months: PeriodLength;
  readonly place: "province" | "country";
  readonly sector: "nine" | "group" | "none";
  readonly origin: boolean;
}

const step = (
  level: Level,
  months: PeriodLength,
  place: LevelStep["place"],
  sector: LevelStep["sector"],
  origin = false,
): LevelStep => ({ level, months, place, sector, origin });

/** The same for the whole federation, from fine to coarse (anonymity.md 5.4): whoever writes and whoever reads goes by it. */
export const LEVEL_STEPS: readonly LevelStep[] = [
  step("B0", 3, "province", "nine", true),
  step("B1", 3, "province", "nine"),
  step("B2", 3, "country", "nine"),
  step("B3", 12, "province", "nine"),
  step("B4", 12, "country", "nine"),
  step("B5", 12, "country", "group"),
  step("B6", 12, "country", "none"),
  step("B7", 24, "country", "none"),
];
