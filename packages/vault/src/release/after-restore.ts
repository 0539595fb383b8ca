import { type Month, dateOf, lastReleaseDate, nextReleaseDate, releaseTime, type Timestamp } from "@commonhall/domain";
import type { Core } from "../core.ts";
import { programSigner } from "../desk/actor.ts";
import { lastWeekKnown } from "../erasure/clock-watch.ts";
import { currentRoster } from "../keys/roster-shelf.ts";
import { startOfWeek, weekOf } from "../weeks.ts";
import { dropItem } from "./drop-item.ts";
import { readItems } from "./release-items.ts";
import { anchorLedger, writeLedger } from "./release-ledger.ts";
import { publishedOf } from "./settle-releases.ts";

/** Stands among the keyring's anchors after a vault was brought back from its backups, until it is opened: when they were made. */
export const RESTORED = "restored";

/**
 * Where a release day lies between a backup and now, nobody knows any more who was released on it (decision 0048). So
 * nobody of whom something could have been said on it is released or counted again; that is everybody who was verified
 * before its period ended, and nobody else. What waited for that day does not leave any more: somebody may have taken a
 * consent back since. And no heartbeat is made for it, because something may have been said. While the clock is behind the
 * backup nothing of this can be known: false, and nothing is released.
 */
export async function rememberRestored(core: Core): Promise<boolean> {
  const { db: keyring } = core.files.keyring;
  const mark = await keyring.selectFrom("anchor").selectAll().where("name", "=", RESTORED).executeTakeFirst();
  if (mark === undefined) return true;
  const now = core.clock();
  const since = await lastSeen(core, mark.value);
  if (since !== undefined && now < since) return false;
  if (since === undefined || releaseTime(nextReleaseDate(since).date) <= now) await missReleaseDay(core, now);
  await keyring.deleteFrom("anchor").where("name", "=", RESTORED).execute();
  return true;
}

/** Of the moment at which the backup was made only what the vault itself says of it is believed: its week. */
async function lastSeen(core: Core, made: string): Promise<Timestamp | undefined> {
  const week = await lastWeekKnown(core);
  if (week === undefined) return undefined;
  const exact = Number(made);
  return made !== "" && Number.isSafeInteger(exact) && weekOf(exact) === week ? exact : startOfWeek(week);
}

async function missReleaseDay(core: Core, now: Timestamp): Promise<void> {
  const { date, end } = lastReleaseDate(now);
  const written = await core.files.data.db.transaction().execute((db) =>
    writeLedger(core, db, (ledger) => {
      const notBefore = monthText(end);
      const earlier = ledger.notBefore;
      return { ...ledger, notBefore: earlier !== null && earlier > notBefore ? earlier : notBefore, missed: date };
    }),
  );
  if (written === undefined) throw new Error("The ledger of release days was changed");
  await anchorLedger(core, written);
  const roster = await currentRoster(core);
  if (roster === undefined) return;
  for (const item of await readItems(core)) {
    if (item.state !== "waiting" || publishedOf(item) > now) continue;
    await dropItem(core, { roster, signer: programSigner(core) }, item, "brought back");
  }
}

/** `2027-01` */
const monthText = (month: Month): string => {
  const first = new Date(0);
  first.setUTCFullYear(Math.floor(month / 12) + 1, month % 12, 1);
  return dateOf(first.getTime()).slice(0, 7);
};
