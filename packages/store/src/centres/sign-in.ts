import { createHash } from "node:crypto";
import { type Clock, err, ok, type Result, type SignInRefused } from "@commonhall/domain";
import type { Session } from "../database/session.ts";
import { isPassphrase, NOBODYS_HASH } from "./passphrase.ts";
import { beginSession } from "./sessions.ts";
import { countAttempt, forgiveAttempt } from "./sign-in-limits.ts";
import { nameKey } from "./staff-commits.ts";

/**
 * A name that nobody has takes the same way as any other: the same limits, the same writes, the same hash. Every
 * attempt counts as failed before it is looked at, so that many at once gain nothing.
 */
export async function signIn(
  session: Session,
  clock: Clock,
  name: string,
  passphrase: string,
): Promise<Result<{ readonly token: string }, SignInRefused>> {
  const key = nameKey(name);
  const account = accountOf(key);
  const wait = await session.write((db) => countAttempt(db, account, clock()));
  if (wait > 0) return err({ type: "too many", wait });
  const staff = await session.read
    .selectFrom("staff")
    .select(["id", "secret"])
    .where("name_key", "=", key)
    .executeTakeFirst();
  const isRight = await isPassphrase(passphrase, staff?.secret ?? NOBODYS_HASH);
  if (staff === undefined || !isRight) return err({ type: "wrong" });
  return session.write(async (db) => {
    await forgiveAttempt(db, account);
    return ok({ token: await beginSession(db, clock(), staff.id) });
  });
}

const BUCKETS = 1024;

/**
 * Names fall into a fixed number of buckets, whether somebody has them or not: the limits then say nothing of who
 * works here, and whoever tries names without end fills no disk.
 */
const accountOf = (key: string): string =>
  `account ${createHash("sha256").update(key).digest().readUInt32BE() % BUCKETS}`;
