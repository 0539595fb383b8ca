import { DAY, type InboxVerdict, type InboxVerdicts, type Timestamp, unreachable } from "@commonhall/domain";
import { sql } from "kysely";
import { padded } from "../database/padded.ts";
import type { Db } from "../database/session.ts";

export const inboxVerdicts = (db: Db): InboxVerdicts => ({
  settle: async (sequences, verdict) => {
    if (sequences.length === 0) return;
    await db
      .updateTable("inbox_item")
      .set(changesBy(verdict))
      .where("sequence", "in", padded(sequences))
      .where("state", "=", "waiting")
      .execute();
  },
});

/** What has been dealt with is forgotten but for its id. */
function changesBy(verdict: InboxVerdict) {
  switch (verdict.type) {
    case "processed":
      return { state: "processed" as const, document: null, why: null };
    case "ignored":
      return { state: "ignored" as const, document: null, why: verdict.why };
    case "retry":
      return { leased: 0 as const, due: verdict.at, attempts: sql<number>`attempts + 1`, why: verdict.why };
    default:
      return unreachable(verdict);
  }
}

/** A sender tries for at most 30 days (wire.md 0.4), so that an id comes again within this time or never. */
const IDS_ARE_KNOWN_FOR = 60 * DAY;

export async function forgetOldIds(db: Db, now: Timestamp): Promise<void> {
  await db
    .deleteFrom("inbox_item")
    .where("received", "<", now - IDS_ARE_KNOWN_FOR)
    .where("state", "!=", "waiting")
    .execute();
}
