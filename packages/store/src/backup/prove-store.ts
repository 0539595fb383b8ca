import Sqlite, { type Database } from "better-sqlite3";
import { migrations } from "../migrations/migrations.ts";
import { migrationsDone, unknownAmong } from "../migrations/upgrade.ts";

/** What a copy of a store is worth. */
export type StoreProof =
  | {
      readonly type: "good";
      readonly staff: number;
      readonly followers: number;
      readonly objects: number;
      readonly waiting: number;
    }
  /** What the database itself says of it. */
  | { readonly type: "broken"; readonly detail: string }
  /** It was written by a later version of this program, which has these migrations. */
  | { readonly type: "newer"; readonly unknown: readonly string[] };

/** Of a file that nobody else has open, or of its bytes, which then touch no disk. Nothing is written. */
export function proveStore(copy: string | Buffer): StoreProof {
  let db: Database | undefined;
  try {
    db = typeof copy === "string" ? new Sqlite(copy, { readonly: true }) : new Sqlite(inMemory(copy));
    const [first] = db.prepare<[], string>("pragma integrity_check(1)").pluck().all();
    if (first !== "ok") return { type: "broken", detail: first ?? "it says nothing" };
    const unknown = unknownAmong(migrationsDone(db), migrations);
    if (unknown.length > 0) return { type: "newer", unknown };
    const count = (sql: string): number => db?.prepare<[], number>(sql).pluck().get() ?? 0;
    return {
      type: "good",
      staff: count("select count(*) from staff"),
      followers: count(
        "select count(*) from follow join local_actor on local_actor.id = follow.followed where follow.state = 'accepted'",
      ),
      objects: count("select count(*) from object"),
      waiting: count("select count(*) from delivery where state = 'waiting'"),
    };
  } catch (error) {
    if (!(error instanceof Sqlite.SqliteError)) throw error;
    return { type: "broken", detail: error.code };
  } finally {
    db?.close();
  }
}

/** Where the header of a file says which journal it has; one in memory has none. */
const JOURNAL_MODES = [18, 19];

function inMemory(copy: Buffer): Buffer {
  for (const at of JOURNAL_MODES) copy[at] = 1;
  return copy;
}
