import { DAY, type Duration, HOUR, type Timestamp, nextReleaseDate, releaseTime } from "@commonhall/domain";
import type { Core } from "../core.ts";
import { programSigner } from "../desk/actor.ts";
import { isLockedDown } from "../erasure/lock-down.ts";
import { readRosters } from "../keys/roster-shelf.ts";
import type { Roster } from "../keys/roster.ts";
import { areCountedStill } from "./counted-still.ts";
import { dropItem, rewriteItem } from "./drop-item.ts";
import type { DroppedFor } from "./ports.ts";
import { type KeptItem, readItems, removeItem } from "./release-items.ts";
import { burnPaper } from "./release-papers.ts";
import { isPair, signaturesUnder } from "./release-payload.ts";

/** anonymity.md 4.5: the session opens so long before the hour of the release day, and both signatures stand so long before it. */
const OPENS_BEFORE: Duration = 7 * DAY;
const SIGNED_BEFORE: Duration = 48 * HOUR;

export const opensAt = (published: Timestamp): Timestamp => published - OPENS_BEFORE;
export const signByOf = (published: Timestamp): Timestamp => published - SIGNED_BEFORE;
export const publishedOf = ({ day }: Pick<KeptItem, "day">): Timestamp => releaseTime(day);

/** The paper of a release day: its key, and why its groups may be released. */
export const paperOf = (day: string): string => `day ${day}`;

/**
 * What can be released no more is dropped, without anybody's key: whoever looks at it, takes back a consent or erases a
 * case need not know of it. To be called again and again.
 */
export async function settleReleases(core: Core): Promise<void> {
  if (await isLockedDown(core)) return;
  const rosters = await readRosters(core);
  const roster = rosters.ok ? rosters.value.current?.roster : undefined;
  if (roster === undefined) return;
  const by = { roster, signer: programSigner(core) };
  for (const item of await readItems(core)) {
    if (item.state !== "waiting") continue;
    const why = await whyNot(core, roster, item);
    if (why !== undefined) await dropItem(core, by, item, why);
  }
  await tidy(core);
}

/** Undefined while it may still be released. */
export async function whyNot(core: Core, roster: Roster, item: KeptItem): Promise<DroppedFor | undefined> {
  if (!(await areCountedStill(core.files.data.db, item.members))) return "a member has gone";
  if (core.clock() < signByOf(publishedOf(item))) return undefined;
  if (isPair(await signaturesUnder(roster, item.payload, item.approval))) return undefined;
  return item.approval === null || signatureCount(item.approval) < 2 ? "not signed in time" : "signatures gone";
}

const signatureCount = (approval: string): number => {
  const { signatures }: { readonly signatures: readonly unknown[] } = JSON.parse(approval);
  return signatures.length;
};

/** What nobody needs any more once its day is over. */
async function tidy(core: Core): Promise<void> {
  const { db } = core.files.data;
  const now = core.clock();
  const rows = await db.selectFrom("coded").select("case_id").execute();
  const there = new Set(rows.map((row) => row.case_id));
  for (const item of await readItems(core)) {
    if (item.state !== "dropped" || publishedOf(item) > now) continue;
    const members = item.members.filter((one) => there.has(one.case));
    // A level is forgotten with the last of those who may not be released on it again.
    if (item.release.type !== "bulletin" || members.length === 0) await removeItem(core, item);
    else if (members.length < item.members.length || item.others.length > 0) {
      await rewriteItem(core, item, { ...item, members, others: [] });
    }
  }
  const next = paperOf(nextReleaseDate(now).date);
  const papers = await db.selectFrom("release_paper").select("name").where("name", "like", "day %").execute();
  // The release key of a day that is over is destroyed, and the exact counts with it.
  for (const { name } of papers) if (name < next) await burnPaper(core, name);
}
