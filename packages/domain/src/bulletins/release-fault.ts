import { ENGINE_CODES, isStigmatised, type EngineCode } from "../codes/engine-codes.ts";
import { NINE_SECTORS, SECTOR_GROUPS, type NineSector } from "../codes/nine-sectors.ts";
import { isCountry } from "../codes/regions.ts";
import { dateOf, type Timestamp } from "../time.ts";
import type { Bulletin, BulletinAudience, BulletinGroup, StatTable } from "./bulletin.ts";
import { isReleaseHour } from "./calendar.ts";
import { LEVEL_STEPS, type LevelStep } from "./ladder.ts";
import type { PeriodLength } from "./months.ts";
import { periodFrom } from "./periods.ts";
import type { Release } from "./release.ts";

/** R1: nothing is said of fewer, whatever a policy says. */
export const SMALLEST_GROUP = 11;

/**
 * Why no release engine says this, undefined where one may. It holds nothing of what is said, so it may stand in a log. A
 * bulletin that breaks a rule comes from a program that is wrong, or from somebody who means harm: neither is read.
 */
export function releaseFault(release: Release, published: Timestamp): string | undefined {
  if (release.type === "bulletin") return bulletinFault(release.bulletin, published);
  if (release.type === "statistics") return statTableFault(release.table, published);
  return isReleaseHour(published) ? undefined : WRONG_DAY;
}

const WRONG_DAY = "it was not published in the hour that its period has";

function bulletinFault(bulletin: Bulletin, published: Timestamp): string | undefined {
  const period = periodFrom(bulletin.period);
  if (period === undefined) return "its period is none";
  if (period.released !== published || bulletin.released !== dateOf(published)) return WRONG_DAY;
  return groupFault(bulletin, period.months, bulletin.audience);
}

function groupFault(group: BulletinGroup, months: PeriodLength, audience: BulletinAudience): string | undefined {
  const step = LEVEL_STEPS.find(({ level }) => level === group.level);
  if (step === undefined) return "its level is none";
  if (months !== step.months) return "its period is not one of its level";
  if (isCountry(group.place) !== (step.place === "country")) return "its place is not one of its level";
  if (sectorKind(group) !== step.sector) return "its sector is not one of its level";
  if ((group.origin !== null) !== step.origin) return "its origin is not one of its level";
  if (!Number.isInteger(group.threshold) || group.threshold < SMALLEST_GROUP) return "its threshold is too low";
  if (group.threshold > MOST_IN[group.people]) return "its threshold is above its number of people";
  // Twenty at least (R1).
  if (audience === "public" && group.people === "11-19") return "it says to everybody what is for allies";
  return abuseFault(group);
}

const MOST_IN: Readonly<Record<BulletinGroup["people"], number>> = {
  "11-19": 19,
  "20-49": 49,
  "50-99": 99,
  "100+": Number.POSITIVE_INFINITY,
};

function sectorKind({ sector }: BulletinGroup): LevelStep["sector"] {
  if (sector === null) return "none";
  return SECTOR_GROUPS.some((group) => group === sector) ? "group" : "nine";
}

/** In the order of their list, so that the order tells nothing; what a third or fewer may have is never said of more (R4). */
function abuseFault({ abuse }: BulletinGroup): string | undefined {
  const places = abuse.map(({ code }) => ENGINE_CODES.all.indexOf(code));
  if (places.some((place, at) => place <= (places[at - 1] ?? -1))) return "its codes are not in their order";
  const isTooMany = abuse.some(
    ({ code, share }) => isStigmatised(code) && (share === "most" || share === "nearly_all"),
  );
  return isTooMany ? "it says of too many what may not be said of them" : undefined;
}

/** What the cells of a table are of: every code of its list, in that order, each once. */
export const cellCodes = (by: StatTable["by"]): readonly (NineSector | EngineCode)[] =>
  by === "sector" ? NINE_SECTORS.all : ENGINE_CODES.all.filter((code) => !isStigmatised(code));

function statTableFault({ released, place, period, by, cells }: StatTable, published: Timestamp): string | undefined {
  const quarter = periodFrom(period);
  if (quarter?.months !== 3) return "its period is no quarter";
  if (quarter.released !== published || released !== dateOf(published)) return WRONG_DAY;
  if (!isCountry(place)) return "its place is no country";
  const codes = cellCodes(by);
  if (cells.length !== codes.length || cells.some(({ code }, at) => code !== codes[at]))
    return "its cells are not those of its list";
  const isTooFew = cells.some(
    ({ people }) => people !== "<11" && (!Number.isInteger(people) || people < SMALLEST_GROUP),
  );
  return isTooFew ? "a cell says a number that is hidden" : undefined;
}

/** What a centre says once and never again, as a text: two releases of one text would be differenced (R8). Undefined for a heartbeat. */
export function subjectOf(release: Release): string | undefined {
  switch (release.type) {
    case "bulletin": {
      const { level, place, period, sector, origin } = release.bulletin;
      return [level, place, period, sector ?? "", origin ?? ""].join(" ");
    }
    case "statistics": {
      const { by, place, period } = release.table;
      return ["statistics", by, place, period].join(" ");
    }
    case "heartbeat":
      return undefined;
  }
}
