import { randomUUID } from "node:crypto";
import type { Bulletin, SignedRelease, StatTable } from "@commonhall/domain";
import { RELEASE_DAY, sampleBulletin, sampleTable } from "@commonhall/domain/testing";

export { RELEASE_DAY };

export const POLICY = `sha256-${"A".repeat(43)}`;

/** A bulletin as two people sign it. */
export function saysBulletin(more: Partial<Bulletin> = {}): SignedRelease {
  const bulletin = sampleBulletin(more);
  const { id, audience } = bulletin;
  return { id, published: RELEASE_DAY, audience, release: { type: "bulletin", bulletin }, policy: POLICY };
}

export function saysTable(by: StatTable["by"] = "sector", more: Partial<StatTable> = {}): SignedRelease {
  const id = randomUUID();
  const table = sampleTable({ ...more, by });
  return { id, published: RELEASE_DAY, audience: "allies", release: { type: "statistics", id, table }, policy: POLICY };
}

export function saysNothing(): SignedRelease {
  const id = randomUUID();
  return { id, published: RELEASE_DAY, audience: "allies", release: { type: "heartbeat", id }, policy: POLICY };
}
