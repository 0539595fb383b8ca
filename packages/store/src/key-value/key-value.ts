import { isDeepStrictEqual } from "node:util";
import type { Clock, Timestamp } from "@commonhall/domain";
import type { Db, Session } from "../database/session.ts";
import type { DurationLike } from "./duration-like.ts";
import type { KeyValueStore, StoreKey } from "./key-value-store.ts";

export const keyValue = (session: Session, clock: Clock): KeyValueStore => ({
  get: async (key) => parse(await read(session.read, key, clock())),
  set: (key, value, options) => session.write((db) => write(db, key, value, expiry(clock, options?.ttl))),
  delete: (key) => session.write((db) => write(db, key, undefined, null)),
  cas: (key, expected, value, options) =>
    session.write(async (db) => {
      const found = parse(await read(db, key, clock()));
      if (!isDeepStrictEqual(found, asStored(expected))) return false;
      await write(db, key, value, expiry(clock, options?.ttl));
      return true;
    }),
  list: (prefix) => list(session.read, prefix, clock),
});

const expiry = (clock: Clock, ttl: DurationLike | undefined): Timestamp | null =>
  ttl === undefined ? null : clock() + ttl.total("millisecond");

const parse = (json: string | undefined) => (json === undefined ? undefined : JSON.parse(json));

/** `JSON.stringify` answers undefined for undefined, whatever its type says. */
const textOf = (value: unknown): string | undefined => JSON.stringify(value);

/** The value as it would come back: without undefined fields, dates as texts. */
const asStored = (value: unknown): unknown => parse(textOf(value));

async function read(db: Db, key: StoreKey, now: Timestamp): Promise<string | undefined> {
  const row = await alive(db, now).where("key", "=", JSON.stringify(key)).select("value").executeTakeFirst();
  return row?.value;
}

const alive = (db: Db, now: Timestamp) =>
  db.selectFrom("key_value").where((row) => row.or([row("expires", "is", null), row("expires", ">", now)]));

async function write(db: Db, key: StoreKey, value: unknown, expires: Timestamp | null): Promise<void> {
  const text = textOf(value);
  if (text === undefined) {
    await db.deleteFrom("key_value").where("key", "=", JSON.stringify(key)).execute();
    return;
  }
  await db
    .insertInto("key_value")
    .values({ key: JSON.stringify(key), value: text, expires })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ value: text, expires }))
    .execute();
}

interface Listed {
  readonly key: StoreKey;
  readonly value: unknown;
}

/** What is at the prefix, then what is below it: as text, a key below `["a"]` starts with `["a",`. */
async function* list(db: Db, prefix: StoreKey | undefined, clock: Clock): AsyncGenerator<Listed> {
  if (prefix === undefined) return yield* between(db, "", "~", clock);
  const own = await read(db, prefix, clock());
  if (own !== undefined) yield { key: prefix, value: parse(own) };
  const stem = JSON.stringify(prefix).slice(0, -1);
  // `-` is the character after the comma.
  yield* between(db, `${stem},`, `${stem}-`, clock);
}

const PAGE = 200;

/** In pages, so that nothing is held open while the caller works. */
async function* between(db: Db, from: string, to: string, clock: Clock): AsyncGenerator<Listed> {
  for (let after = from; ;) {
    const page = await alive(db, clock())
      .where("key", ">", after)
      .where("key", "<", to)
      .orderBy("key")
      .limit(PAGE)
      .select(["key", "value"])
      .execute();
    for (const { key, value } of page) yield { key: JSON.parse(key), value: JSON.parse(value) };
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.key;
  }
}

export async function forgetExpired(db: Db, now: Timestamp): Promise<void> {
  await db.deleteFrom("key_value").where("expires", "<=", now).execute();
}
