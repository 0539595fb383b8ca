import { createHash, randomBytes } from "node:crypto";
import { MINUTE, type Timestamp } from "@commonhall/domain";
import type { Db } from "../database/session.ts";

export const HALFWAY_LASTS = 5 * MINUTE;

export const factorOf = (db: Db, staff: string) =>
  db.selectFrom("second_factor").selectAll().where("staff", "=", staff).executeTakeFirst();

/** Whose passphrase was right gets something to come back with, which by itself opens nothing. */
export async function beginHalfway(db: Db, now: Timestamp, staff: string): Promise<string> {
  await forgetHalfSessions(db, now);
  const token = randomBytes(32).toString("base64url");
  await db
    .insertInto("half_session")
    .values({ token_hash: hashOf(token), staff, started: now })
    .execute();
  return token;
}

export async function forgetHalfSessions(db: Db, now: Timestamp): Promise<void> {
  await db
    .deleteFrom("half_session")
    .where("started", "<=", now - HALFWAY_LASTS)
    .execute();
}

export const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64url");
