import { sql } from "kysely";
import type { Rooms } from "@commonhall/domain";
import type { Db } from "./session.ts";

/** Savepoints of one transaction, each named after its depth. One at a time: what runs beside it would be undone with it. */
export function nested(db: Db): Rooms["nested"] {
  let depth = 0;
  return async (work) => {
    const name = sql.ref(`nested_${++depth}`);
    await sql`savepoint ${name}`.execute(db);
    try {
      const result = await work();
      await sql`release ${name}`.execute(db);
      return result;
    } catch (error) {
      await sql`rollback to ${name}`.execute(db);
      await sql`release ${name}`.execute(db);
      throw error;
    } finally {
      depth--;
    }
  };
}
