import { type Duration, err, HOUR, MINUTE, ok, type Timestamp } from "@commonhall/domain";
import { writeAudit } from "../audit/audit.ts";
import type { Core } from "../core.ts";
import type { Gate } from "../gate.ts";
import { readRosters, type Rosters } from "../keys/roster-shelf.ts";
import { readRoster } from "../keys/roster.ts";
import { opensWaiting } from "../keys/enrolment.ts";
import { type OpenedStaffKeys, openStaffKeys, putStaffKeys, type StaffKeys } from "../keys/staff-keys.ts";
import { isLockedDown } from "../erasure/lock-down.ts";
import { type Actor, actorOf } from "./actor.ts";
import type { VaultDoor } from "./ports.ts";
import type { Sessions } from "./sessions.ts";

export type UnlockRefused =
  /** The passphrase. Whether there are keys for somebody is no secret among the staff. */
  | { readonly type: "wrong" }
  | { readonly type: "too many"; readonly wait: Duration }
  /** Others are unlocking just now. */
  | { readonly type: "busy" }
  /** No keys have been made for this person yet. */
  | { readonly type: "no keys" }
  /** Enrolled, and not yet signed in by the members. */
  | { readonly type: "not in the roster" }
  /** The panic lock was used: nothing opens until the keyring has been brought back. */
  | { readonly type: "locked down" }
  /** Somebody changed the roster in the file, or shows an old copy of it. Nothing is opened. */
  | { readonly type: "roster changed" };

export interface UnlockPorts {
  readonly core: Core;
  readonly sessions: Sessions;
  readonly turn: Gate;
  /** What has to be put right whenever somebody comes who can. */
  readonly atUnlock: (actor: Actor) => Promise<void>;
}

export function unlocking({ core, sessions, turn, atUnlock }: UnlockPorts): VaultDoor["unlock"] {
  const limit = tries(core.clock);
  return async (member, passphrase) => {
    if (await isLockedDown(core)) return err({ type: "locked down" });
    const wait = limit.wait(member);
    if (wait > 0) return err({ type: "too many", wait });
    const missing = await whyWithout(core, member);
    if (missing !== undefined) return err({ type: missing });
    limit.failed(member);
    const opened = await turn(() => openOrWait(core, member, passphrase));
    if (opened === "busy" || opened === "waits") {
      limit.undone(member);
      return err({ type: opened === "busy" ? "busy" : "not in the roster" });
    }
    if (opened === undefined) return err({ type: "wrong" });
    limit.succeeded(member);
    const rosters = await readRosters(core);
    if (!rosters.ok || !follows(rosters.value, opened.keys)) {
      await tellOfRoster(core, opened.keys);
      return err({ type: "roster changed" });
    }
    const actor = actorOf(core, opened.keys, rosters.value);
    if (actor === undefined) return err({ type: "not in the roster" });
    await core.files.data.db.transaction().execute(async (db) => {
      await putStaffKeys(db, opened.lock, { ...opened.keys, rosterSeen: actor.roster.document });
      await writeAudit(core, db, actor.roster.roster, actor.signer, { what: "unlocked" });
    });
    await atUnlock(actor);
    return ok({ token: sessions.open(opened.keys) });
  };
}

/** Whoever lost a passphrase has another one now, of keys that still wait for signatures. */
const openOrWait = async (
  core: Core,
  member: string,
  passphrase: string,
): Promise<OpenedStaffKeys | "waits" | undefined> =>
  (await openStaffKeys(core, member, passphrase)) ??
  ((await opensWaiting(core, member, passphrase)) ? "waits" : undefined);

/** Undefined for somebody with keys. */
async function whyWithout(core: Core, member: string): Promise<"no keys" | "not in the roster" | undefined> {
  const { db } = core.files.data;
  const row = await db.selectFrom("staff_key").select("id").where("id", "=", member).executeTakeFirst();
  if (row !== undefined) return undefined;
  const waits = await db.selectFrom("enrolment").select("id").where("id", "=", member).executeTakeFirst();
  return waits === undefined ? "no keys" : "not in the roster";
}

/** The roster that this member saw last is still one of those that led here. */
function follows({ all }: Rosters, { rosterSeen }: StaffKeys): boolean {
  if (rosterSeen === null) return true;
  const seen = readRoster(rosterSeen);
  return seen !== undefined && all.some(({ hash }) => hash === seen.hash);
}

/** To the auditors of the roster that this member still knows. */
async function tellOfRoster(core: Core, keys: StaffKeys): Promise<void> {
  core.alarm("roster changed");
  const seen = keys.rosterSeen === null ? undefined : readRoster(keys.rosterSeen);
  if (seen === undefined) return;
  const signer = { id: keys.id, key: keys.sign.private };
  await core.files.data.db
    .transaction()
    .execute((db) => writeAudit(core, db, seen.roster, signer, { what: "refused a roster" }));
}

const FREE = 5;
const LONGEST_WAIT = HOUR;

/** By person, in memory: after five mistakes a minute, and twice as long after each one more. */
function tries(clock: () => Timestamp) {
  const failures = new Map<string, { readonly count: number; readonly until: Timestamp }>();
  return {
    wait: (id: string): Duration => Math.max(0, (failures.get(id)?.until ?? 0) - clock()),
    failed: (id: string): void => {
      const count = (failures.get(id)?.count ?? 0) + 1;
      const wait = count < FREE ? 0 : Math.min(LONGEST_WAIT, MINUTE * 2 ** (count - FREE));
      failures.set(id, { count, until: clock() + wait });
    },
    /** What was not tried is no mistake. */
    undone: (id: string): void => {
      const count = (failures.get(id)?.count ?? 1) - 1;
      failures.set(id, { count, until: clock() });
    },
    succeeded: (id: string): void => void failures.delete(id),
  };
}
