import { randomUUID } from "node:crypto";
import { cellCodes, dateOf, region, type Bulletin, type Region, type StatTable, type Timestamp } from "../index.ts";

/** What centres say on a release day, as an engine would. For tests and the bench. */

/** The first release day after the day on which test networks begin: Tuesday 2 February 2027, 09:00 UTC. */
export const RELEASE_DAY: Timestamp = Date.UTC(2027, 1, 2, 9);

export function sampleRegion(code: string): Region {
  const found = region(code);
  if (found === undefined) throw new Error(`${code} is no region`);
  return found;
}

/** Most of 20 to 49 workers in a province have not been paid; each has an id of its own. */
export const sampleBulletin = (more: Partial<Bulletin> = {}): Bulletin => ({
  id: randomUUID(),
  released: dateOf(RELEASE_DAY),
  level: "B1",
  place: sampleRegion("LB-BA"),
  period: "2026-Q4",
  sector: "household",
  origin: null,
  people: "20-49",
  abuse: [
    { code: "wages", share: "most" },
    { code: "documents", share: "many" },
  ],
  threshold: 11,
  audience: "allies",
  ...more,
});

/** Counts of a quarter, every other one of them too small to be told. */
export const sampleTable = ({ by = "sector", ...more }: Partial<StatTable> = {}): StatTable => ({
  released: dateOf(RELEASE_DAY),
  place: sampleRegion("LB"),
  period: "2026-Q4",
  by,
  cells: cellCodes(by).map((code, at) => ({ code, people: at % 2 === 0 ? 11 + at : "<11" })),
  ...more,
});
