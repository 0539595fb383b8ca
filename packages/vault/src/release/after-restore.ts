import { dateOf, nextReleaseDate, releaseTime } from "@commonhall/domain";
import type { Core } from "../core.ts";
import { lastWeekKnown } from "../erasure/clock-watch.ts";
import { startOfWeek } from "../weeks.ts";
import { anchorLedger, writeLedger } from "./release-ledger.ts";

/** Stands among the keyring's anchors after a vault was brought back from its backups, until it is opened. */
export const RESTORED = "restored";

/**
 * Where a release day lies between a backup and now, nobody knows any more who was released on it: then nobody of before is
 * released again. What two people had signed by the time of the backup leaves once more under the same ids.
 */
export async function rememberRestored(core: Core): Promise<void> {
  const { db: keyring } = core.files.keyring;
  const mark = await keyring.selectFrom("anchor").select("name").where("name", "=", RESTORED).executeTakeFirst();
  if (mark === undefined) return;
  const week = await lastWeekKnown(core);
  const isMissed = week === undefined || releaseTime(nextReleaseDate(startOfWeek(week)).date) <= core.clock();
  if (isMissed) {
    const notBefore = dateOf(core.clock()).slice(0, 7);
    const written = await core.files.data.db
      .transaction()
      .execute((db) => writeLedger(core, db, (ledger) => ({ ...ledger, notBefore })));
    if (written === undefined) throw new Error("The ledger of release days was changed");
    await anchorLedger(core, written);
  }
  await keyring.deleteFrom("anchor").where("name", "=", RESTORED).execute();
}
