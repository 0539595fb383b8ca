import { createHash } from "node:crypto";
import { err, ok, type Result, type SignInRefused } from "@commonhall/domain";
import type { DeskPorts } from "./desk-ports.ts";
import { beginSession } from "./sessions.ts";
import { countAttempt, forgiveAttempt, onAccount } from "./sign-in-limits.ts";
import { nameKey } from "./staff-commits.ts";

/**
 * A name that nobody has takes the same way as any other: the same limits, the same writes, the same hash. Every
 * attempt counts as failed before it is looked at, so that many at once gain nothing.
 */
export async function signIn(
  { session, clock, passphrases }: DeskPorts,
  name: string,
  passphrase: string,
): Promise<Result<{ readonly token: string }, SignInRefused>> {
  const key = nameKey(name);
  const account = onAccount(accountOf(key));
  const wait = await session.write((db) => countAttempt(db, account, clock()));
  if (wait > 0) return err({ type: "too many", wait });
  const staff = await session.read
    .selectFrom("staff")
    .select(["id", "secret"])
    .where("name_key", "=", key)
    .executeTakeFirst();
  const isRight = await passphrases.check(passphrase, staff?.secret);
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
