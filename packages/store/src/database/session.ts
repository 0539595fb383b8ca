import type { Change } from "@commonhall/domain";
import type { Kysely } from "kysely";
import type { Schema } from "./schema.ts";

export type Db = Kysely<Schema>;

/**
 * What a room works on. By itself, a room reads from the reading connection and each of its writes is a commit; inside
 * a unit of work both go to the open transaction.
 */
export interface Session {
  readonly read: Db;
  /** `change` is what the commit is about, for whoever waits for changes; inside a unit of work the unit says it. */
  write<T>(work: (db: Db) => Promise<T>, change?: Change): Promise<T>;
}

export const insideCommit = (db: Db): Session => ({ read: db, write: (work) => work(db) });
