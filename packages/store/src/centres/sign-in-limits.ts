import { DAY, type Duration, MINUTE, SECOND, type Timestamp } from "@commonhall/domain";
import type { Db } from "../database/session.ts";

/**
 * After `free` failures each further one doubles the wait, up to `longest`; `forgets` after how long one of them counts
 * no more. An attempt that was right forgives itself (`one`) or those before it too (`all`).
 */
interface Limit {
  readonly free: number;
  readonly longest: Duration;
  readonly forgets: Duration;
  readonly forgives: "one" | "all";
}

/** Long enough that guessing is hopeless, short enough that nobody can be kept out of their account for a day. */
const ACCOUNT: Limit = { free: 5, longest: 5 * MINUTE, forgets: DAY, forgives: "all" };
/**
 * For names tried one after the other, and for codes. Somebody who knows theirs gets through between two waits. Failures
 * of the whole node are not forgiven with one that was right: they may have been somebody else's.
 */
const NODE: Limit = { free: 20, longest: 15 * SECOND, forgets: MINUTE, forgives: "one" };

/** What an attempt is counted under. No address is part of it. */
export interface Counted {
  readonly scope: string;
  readonly limit: Limit;
}

export const ON_NODE: Counted = { scope: "node", limit: NODE };
export const onAccount = (account: string): readonly Counted[] => [{ scope: account, limit: ACCOUNT }, ON_NODE];
export const ON_CODES: readonly Counted[] = [{ scope: "codes", limit: NODE }];

interface State {
  readonly failures: number;
  readonly last: Timestamp;
}

/** How long to wait; 0 where the attempt may be made, which is then counted as failed until it is forgiven. */
export async function countAttempt(db: Db, counted: readonly Counted[], now: Timestamp): Promise<Duration> {
  const states: (Counted & State)[] = [];
  for (const one of counted) states.push({ ...one, ...(await stateOf(db, one, now)) });
  const wait = Math.max(...states.map((state) => waitOf(state, state.limit, now)));
  if (wait > 0) return wait;
  for (const { scope, failures } of states) await writeState(db, scope, { failures: failures + 1, last: now });
  return 0;
}

/** It was no failure. */
export async function forgiveAttempt(db: Db, counted: readonly Counted[]): Promise<void> {
  for (const { scope, limit } of counted) {
    if (limit.forgives === "all") await db.deleteFrom("sign_in_limit").where("scope", "=", scope).execute();
    else {
      await db
        .updateTable("sign_in_limit")
        .set((row) => ({ failures: row("failures", "-", 1) }))
        .where("scope", "=", scope)
        .where("failures", ">", 0)
        .execute();
    }
  }
}

async function stateOf(db: Db, { scope, limit }: Counted, now: Timestamp): Promise<State> {
  const row = await db.selectFrom("sign_in_limit").selectAll().where("scope", "=", scope).executeTakeFirst();
  if (row === undefined) return { failures: 0, last: now };
  const forgotten = Math.floor((now - row.last) / limit.forgets);
  return { failures: Math.max(0, row.failures - forgotten), last: row.last };
}

function waitOf({ failures, last }: State, { free, longest }: Limit, now: Timestamp): Duration {
  if (failures <= free) return 0;
  return Math.max(0, last + Math.min(longest, SECOND * 2 ** (failures - free - 1)) - now);
}

async function writeState(db: Db, scope: string, state: State): Promise<void> {
  await db
    .insertInto("sign_in_limit")
    .values({ scope, ...state })
    .onConflict((conflict) => conflict.column("scope").doUpdateSet(state))
    .execute();
}
