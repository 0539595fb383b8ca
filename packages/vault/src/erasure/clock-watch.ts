import { DAY, err, ok, type Result } from "@commonhall/domain";
import { type Audited, writeAudit } from "../audit/audit.ts";
import { type Core, sameMac } from "../core.ts";
import type { Data } from "../database/vault-files.ts";
import { type Actor, programSigner } from "../desk/actor.ts";
import type { ClockAhead } from "../desk/ports.ts";
import { readRosters } from "../keys/roster-shelf.ts";
import type { Signer } from "../seal/signing.ts";
import { endOfWeek, isWeek, type Week, weekOf } from "../weeks.ts";

/** Further than this past the end of the last week that is known, a clock has jumped; so long it has to keep its time. */
const SLACK = 7 * DAY;

/** Weeks, because nothing in the clear is finer. */
interface Known {
  /** The last one in which the clock was believed. */
  readonly last: Week;
  /** Of a clock that jumped: the week that it jumped to, and the one that it showed when it was looked at last. */
  readonly ahead: { readonly since: Week; readonly seen: Week } | undefined;
}

/**
 * Whether anything may be erased because its time is over. A clock that jumped ahead erases nothing until somebody at the
 * desk has said that it is right, or until it has gone on from there for a week, looked at all the while: a machine that
 * was switched off for a month comes to its senses by itself, and one whose clock is wrong is put right before.
 */
export async function isClockKept(core: Core): Promise<boolean> {
  const now = core.clock();
  const before = await readKnown(core, core.files.data.db);
  const after = before === undefined ? { last: weekOf(now), ahead: undefined } : next(before, now);
  const found = after.ahead !== undefined && before?.ahead?.since !== after.ahead.since;
  if (found) core.alarm("clock ahead");
  const what = found ? "found the clock ahead" : ended(before, after) ? "trusted the clock" : undefined;
  await keepKnown(core, after, what === undefined ? undefined : { what, by: programSigner(core) });
  return after.ahead === undefined;
}

/** It had jumped, and what it shows is believed now: not because it went back. */
const ended = (before: Known | undefined, after: Known): boolean =>
  before?.ahead !== undefined && after.ahead === undefined && after.last > before.last;

function next({ last, ahead }: Known, now: number): Known {
  const week = weekOf(now);
  const isFar = (from: Week) => now >= endOfWeek(from) + SLACK;
  if (!isFar(last)) return { last: week > last ? week : last, ahead: undefined };
  // One that jumps again, or goes back without coming home, begins anew.
  if (ahead === undefined || isFar(ahead.seen) || week < ahead.since)
    return { last, ahead: { since: week, seen: week } };
  return isFar(ahead.since) ? { last: week, ahead: undefined } : { last, ahead: { since: ahead.since, seen: week } };
}

/**
 * Undefined while the clock is believed. It is looked at here, too: between a jump and the sweep that finds it nothing may
 * be signed or let out.
 */
export async function clockAhead(core: Core): Promise<ClockAhead | undefined> {
  const known = await readKnown(core, core.files.data.db);
  if (known === undefined) return undefined;
  const now = core.clock();
  const ahead = known.ahead ?? next(known, now).ahead;
  return ahead === undefined ? undefined : { known: known.last, now: weekOf(now) };
}

/** The last one in which the clock was believed; undefined where nobody knows. */
export const lastWeekKnown = async (core: Core): Promise<Week | undefined> =>
  (await readKnown(core, core.files.data.db))?.last;

/** Somebody has looked at a calendar. They say which week they were shown: the clock may have moved since. */
export async function confirmClock(
  core: Core,
  actor: Actor,
  shown: string,
): Promise<Result<undefined, { readonly type: "other week" }>> {
  const week = weekOf(core.clock());
  if (week !== shown) return err({ type: "other week" });
  await keepKnown(core, { last: week, ahead: undefined }, { what: "trusted the clock", by: actor.signer });
  return ok();
}

const NAME = "clock";

async function readKnown(core: Core, db: Data): Promise<Known | undefined> {
  const row = await db.selectFrom("vault").select("value").where("name", "=", NAME).executeTakeFirst();
  if (row === undefined) return undefined;
  const [text = "", mac = ""] = row.value.split(".");
  const [last = "", since = "", seen = ""] = text.split(" ");
  if (sameMac(mac, core.mac(NAME, text)) && isWeek(last)) {
    return { last, ahead: isWeek(since) && isWeek(seen) ? { since, seen } : undefined };
  }
  core.alarm("row changed");
  return undefined;
}

async function keepKnown(
  core: Core,
  { last, ahead }: Known,
  told: { readonly what: Audited; readonly by: Signer } | undefined,
): Promise<void> {
  const text = [last, ...(ahead === undefined ? [] : [ahead.since, ahead.seen])].join(" ");
  const value = `${text}.${core.mac(NAME, text)}`;
  const rosters = told === undefined ? undefined : await readRosters(core);
  const roster = rosters?.ok === true ? rosters.value.current?.roster : undefined;
  await core.files.data.db.transaction().execute(async (db) => {
    await db
      .insertInto("vault")
      .values({ name: NAME, value })
      .onConflict((at) => at.column("name").doUpdateSet({ value }))
      .execute();
    if (told !== undefined && roster !== undefined) await writeAudit(core, db, roster, told.by, { what: told.what });
  });
}

/** From the day on which there is a vault, or it has learnt to look at the clock. */
export async function beginWatch(core: Core): Promise<void> {
  if ((await readKnown(core, core.files.data.db)) === undefined) await isClockKept(core);
}
