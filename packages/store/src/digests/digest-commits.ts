import { DIGEST_LIMITS, type Digest, type DigestDraft, type Digests, type Timestamp } from "@commonhall/domain";
import type { Db, Session } from "../database/session.ts";
import { sumOfToken } from "./digest-seals.ts";
import { digestByToken, digestFrom } from "./digest-views.ts";

export const digests = (session: Session): Digests => ({
  add: (draft, now) => session.write((db) => add(db, draft, now)),
  get: async (id) =>
    digestFrom(await session.read.selectFrom("digest").selectAll().where("id", "=", id).executeTakeFirst()),
  byToken: (use, token) => digestByToken(session.read, use, token),
  put: (digest) => session.write((db) => put(db, digest)),
  dropOthers: (digest) => session.write((db) => dropOthers(db, digest)),
  due: (now, limit) => due(session.read, now, limit),
  drop: (id) => session.write(async (db) => void (await db.deleteFrom("digest").where("id", "=", id).execute())),
  forgetUnconfirmed: (askedBefore) => session.write((db) => forgetUnconfirmed(db, askedBefore)),
});

async function add(db: Db, draft: DigestDraft, now: Timestamp): Promise<boolean> {
  const { tokens, ...terms } = draft;
  const askedLately = await db
    .selectFrom("digest")
    .select("id")
    .where("mailbox", "=", draft.mailbox)
    .where("asked", ">", now - DIGEST_LIMITS.betweenQuestions)
    .limit(1)
    .executeTakeFirst();
  if (askedLately !== undefined) return false;
  await db
    .deleteFrom("digest")
    .where("address", "=", draft.address)
    .where("feed", "=", draft.feed)
    .where("confirmed", "is", null)
    .execute();
  await db
    .insertInto("digest")
    .values({
      ...terms,
      confirm_token: sumOfToken(tokens.confirm),
      end_token: sumOfToken(tokens.end),
      asked: now,
      confirmed: null,
      until: now,
      due: now,
      refusals: 0,
    })
    .execute();
  return true;
}

async function put(db: Db, { id, confirmed, until, due, refusals }: Digest): Promise<void> {
  await db
    .updateTable("digest")
    .set({ confirmed: confirmed ?? null, until, due, refusals })
    .where("id", "=", id)
    .execute();
}

async function dropOthers(db: Db, { id, feed }: Digest): Promise<void> {
  await db
    .deleteFrom("digest")
    .where("address", "=", (one) => one.selectFrom("digest as same").select("same.address").where("same.id", "=", id))
    .where("feed", "=", feed)
    .where("id", "!=", id)
    .where("confirmed", "is not", null)
    .execute();
}

async function due(db: Db, now: Timestamp, limit: number): Promise<readonly Digest[]> {
  const rows = await db
    .selectFrom("digest")
    .selectAll()
    .where("confirmed", "is not", null)
    .where("due", "<=", now)
    .orderBy("due")
    .limit(limit)
    .execute();
  return rows.flatMap((row) => digestFrom(row) ?? []);
}

async function forgetUnconfirmed(db: Db, askedBefore: Timestamp): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom("digest")
    .where("confirmed", "is", null)
    .where("asked", "<=", askedBefore)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
