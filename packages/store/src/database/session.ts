import type { Change } from "@commonhall/domain";
import type { Kysely } from "kysely";
import type { Schema } from "./schema.ts";

export type Db = Kysely<Schema>;

/** `change` is what the commit is about, for whoever waits for changes; inside a unit of work the unit says it. */
type Commit = <T>(work: (db: Db) => Promise<T>, change?: Change) => Promise<T>;

/**
 * What a room works on. By itself, a room reads from the reading connection and each of its writes is a commit; inside
 * a unit of work both go to the open transaction.
 */
export interface Session {
  readonly read: Db;
  /** Nothing else decides meanwhile, in this process or another: what was read stays true until the commit. */
  readonly write: Commit;
  /**
   * A commit that puts something into a queue or takes it out, and rests on nothing but the rows that it holds. Where the
   * database can, several run at once, and beside a `write`.
   */
  readonly beside: Commit;
}

export const insideCommit = (db: Db): Session => {
  const part: Commit = (work) => work(db);
  return { read: db, write: part, beside: part };
};
