import { randomUUID } from "node:crypto";
import {
  cellCodes,
  dateOf,
  type Bulletin,
  type Region,
  type SignedRelease,
  type StatTable,
  type Timestamp,
} from "@commonhall/domain";

/** The first release day after the day on which test networks begin: Tuesday 2 February 2027, 09:00 UTC. */
export const RELEASE_DAY: Timestamp = Date.UTC(2027, 1, 2, 9);

export const POLICY = `sha256-${"A".repeat(43)}`;

const region = (text: string): Region => text as Region;

/** A bulletin as the engine writes them: most of 20 to 49 workers in a province have not been paid. */
export function saysBulletin(more: Partial<Bulletin> = {}): SignedRelease {
  const bulletin: Bulletin = {
    id: randomUUID(),
    released: dateOf(RELEASE_DAY),
    level: "B1",
    place: region("LB-BA"),
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
  };
  const { id, audience } = bulletin;
  return { id, published: RELEASE_DAY, audience, release: { type: "bulletin", bulletin }, policy: POLICY };
}

export function saysTable(by: StatTable["by"] = "sector", more: Partial<StatTable> = {}): SignedRelease {
  const id = randomUUID();
  const cells = cellCodes(by).map((code, at) => ({ code, people: at % 2 === 0 ? 11 + at : ("<11" as const) }));
  const table: StatTable = {
    released: dateOf(RELEASE_DAY),
    place: region("LB"),
    period: "2026-Q4",
    by,
    cells,
    ...more,
  };
  return { id, published: RELEASE_DAY, audience: "allies", release: { type: "statistics", id, table }, policy: POLICY };
}

export function saysNothing(): SignedRelease {
  const id = randomUUID();
  return { id, published: RELEASE_DAY, audience: "allies", release: { type: "heartbeat", id }, policy: POLICY };
}
