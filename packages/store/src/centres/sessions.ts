import { createHash, createHmac, randomBytes } from "node:crypto";
import { DAY, HOUR, MINUTE, type Session as StaffSession, type Timestamp } from "@commonhall/domain";
import type { Db, Session } from "../database/session.ts";
import { memberFrom } from "./staff-commits.ts";

const ENDS_WHEN_IDLE_FOR = 12 * HOUR;
const ENDS_AFTER = 30 * DAY;
/** `lastSeen` is written no more often: reading a page is no reason to wait for the disk. */
const NOTED_EVERY = 5 * MINUTE;

const TOKEN_BYTES = 32;
const LABEL_BYTES = 9;

/** The new session's token, which nobody but its holder has. */
export async function beginSession(db: Db, now: Timestamp, staff: string): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const label = randomBytes(LABEL_BYTES).toString("base64url");
  await db
    .insertInto("session")
    .values({ token_hash: hashOf(token), staff, label, started: now, last_seen: now })
    .execute();
  return token;
}

const hashOf = (token: string): string => createHash("sha256").update(token).digest("base64url");

/** Follows from the token, so that who reads the database cannot make it. */
const csrfOf = (token: string): string => createHmac("sha256", token).update("csrf").digest("base64url");

export async function readSession(session: Session, now: Timestamp, token: string): Promise<StaffSession | undefined> {
  const tokenHash = hashOf(token);
  const row = await alive(session.read, now).where("session.token_hash", "=", tokenHash).executeTakeFirst();
  if (row === undefined) return undefined;
  if (now - row.last_seen >= NOTED_EVERY) {
    await session.write(async (db) => {
      await db.updateTable("session").set({ last_seen: now }).where("token_hash", "=", tokenHash).execute();
    });
  }
  return sessionFrom(row, csrfOf(token));
}

/** For a list: without the secrets of the others. */
export async function listSessions(db: Db, now: Timestamp, staff: string): Promise<readonly StaffSession[]> {
  const rows = await alive(db, now)
    .where("session.staff", "=", staff)
    .orderBy("session.last_seen", "desc")
    .orderBy("session.label")
    .execute();
  return rows.map((row) => sessionFrom(row, ""));
}

type Row = Awaited<ReturnType<ReturnType<typeof alive>["executeTakeFirstOrThrow"]>>;

const sessionFrom = (row: Row, csrf: string): StaffSession => ({
  staff: memberFrom(row),
  started: row.started,
  lastSeen: row.last_seen,
  csrf,
  label: row.label,
});

const alive = (db: Db, now: Timestamp) =>
  db
    .selectFrom("session")
    .innerJoin("staff", "staff.id", "session.staff")
    .where("session.last_seen", ">", now - ENDS_WHEN_IDLE_FOR)
    .where("session.started", ">", now - ENDS_AFTER)
    .select(["staff.id", "staff.name", "staff.roles", "staff.since"])
    .select(["session.started", "session.last_seen", "session.label"]);

export async function signOut(db: Db, token: string): Promise<void> {
  await db.deleteFrom("session").where("token_hash", "=", hashOf(token)).execute();
}

export async function endSessionsOf(db: Db, staff: string): Promise<void> {
  await db.deleteFrom("half_session").where("staff", "=", staff).execute();
  await db.deleteFrom("session").where("staff", "=", staff).execute();
}

export async function endOtherSessions(db: Db, staff: string, label: string): Promise<void> {
  await db.deleteFrom("half_session").where("staff", "=", staff).execute();
  await db.deleteFrom("session").where("staff", "=", staff).where("label", "!=", label).execute();
}

export async function endSession(db: Db, staff: string, label: string): Promise<void> {
  await db.deleteFrom("session").where("staff", "=", staff).where("label", "=", label).execute();
}

export async function forgetEndedSessions(db: Db, now: Timestamp): Promise<void> {
  await db
    .deleteFrom("session")
    .where((row) => row.or([row("last_seen", "<=", now - ENDS_WHEN_IDLE_FOR), row("started", "<=", now - ENDS_AFTER)]))
    .execute();
}
