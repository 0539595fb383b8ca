import { DAY, type Duration, MINUTE, SECOND, type Timestamp } from "@commonhall/domain";
import type { Db } from "../database/session.ts";

/** After `free` failures each further one doubles the wait, up to `longest`; `forgets` after how long one of them counts no more. */
interface Limit {
  readonly free: number;
  readonly longest: Duration;
  readonly forgets: Duration;
}

/** Long enough that guessing is hopeless, short enough that nobody can be kept out of their account for a day. */
const ACCOUNT: Limit = { free: 5, longest: 5 * MINUTE, forgets: DAY };
/** For names tried one after the other. Somebody who knows their passphrase gets through between two waits. */
const NODE: Limit = { free: 20, longest: 15 * SECOND, forgets: MINUTE };
const NODE_SCOPE = "node";

interface State {
  readonly failures: number;
  readonly last: Timestamp;
}

/** How long to wait; 0 where the attempt may be made, which is then counted as failed until it is forgiven. */
export async function countAttempt(db: Db, account: string, now: Timestamp): Promise<Duration> {
  const ofAccount = await stateOf(db, account, ACCOUNT, now);
  const ofNode = await stateOf(db, NODE_SCOPE, NODE, now);
  const wait = Math.max(waitOf(ofAccount, ACCOUNT, now), waitOf(ofNode, NODE, now));
  if (wait > 0) return wait;
  await writeState(db, account, { failures: ofAccount.failures + 1, last: now });
  await writeState(db, NODE_SCOPE, { failures: ofNode.failures + 1, last: now });
  return 0;
}

/** It was no failure. Those before it are forgiven the account, not the node: they may have been somebody else's. */
export async function forgiveAttempt(db: Db, account: string): Promise<void> {
  await db.deleteFrom("sign_in_limit").where("scope", "=", account).execute();
  await db
    .updateTable("sign_in_limit")
    .set((row) => ({ failures: row("failures", "-", 1) }))
    .where("scope", "=", NODE_SCOPE)
    .where("failures", ">", 0)
    .execute();
}

async function stateOf(db: Db, scope: string, limit: Limit, now: Timestamp): Promise<State> {
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
