import { createHash } from "node:crypto";
import { err, ok, type Result, type SignedIn, type SignInRefused } from "@commonhall/domain";
import type { DeskPorts } from "./desk-ports.ts";
import { beginSession } from "./sessions.ts";
import { type Counted, countAttempt, forgiveAttempt, ON_NODE, onAccount } from "./sign-in-limits.ts";
import { beginHalfway, factorOf } from "./half-sessions.ts";
import { nameKey } from "./staff-commits.ts";

export async function signIn(
  ports: DeskPorts,
  name: string,
  passphrase: string,
): Promise<Result<SignedIn, SignInRefused>> {
  const tried = await tryPassphrase(ports, nameKey(name), passphrase);
  if (!tried.ok) return tried;
  const { staff, counted } = tried.value;
  return ports.session.write(async (db) => {
    if ((await factorOf(db, staff)) !== undefined) {
      // Whoever has the passphrase alone must not wipe out their wrong codes by typing it once more.
      await forgiveAttempt(db, [ON_NODE]);
      return ok({ halfway: await beginHalfway(db, ports.clock(), staff) });
    }
    await forgiveAttempt(db, counted);
    return ok({ token: await beginSession(db, ports.clock(), staff) });
  });
}

/**
 * A name that nobody has takes the same way as any other: the same limits, the same writes, the same hash. Every
 * attempt counts as failed before it is looked at, so that many at once gain nothing, and until the caller forgives it.
 */
export async function tryPassphrase(
  { session, clock, passphrases }: DeskPorts,
  key: string,
  passphrase: string,
): Promise<Result<{ readonly staff: string; readonly counted: readonly Counted[] }, SignInRefused>> {
  const counted = onAccount(accountOf(key));
  const wait = await session.write((db) => countAttempt(db, counted, clock()));
  if (wait > 0) return err({ type: "too many", wait });
  const staff = await session.read
    .selectFrom("staff")
    .select(["id", "secret"])
    .where("name_key", "=", key)
    .executeTakeFirst();
  const isRight = await passphrases.check(passphrase, staff?.secret);
  return staff === undefined || !isRight ? err({ type: "wrong" }) : ok({ staff: staff.id, counted });
}

const BUCKETS = 1024;

/**
 * Names fall into a fixed number of buckets, whether somebody has them or not: the limits then say nothing of who
 * works here, and whoever tries names without end fills no disk.
 */
export const accountOf = (key: string): string =>
  `account ${createHash("sha256").update(key).digest().readUInt32BE() % BUCKETS}`;
