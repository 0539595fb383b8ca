import type { Host } from "@commonhall/domain";
import type { ExpressionBuilder } from "kysely";
import type { Schema } from "../database/schema.ts";
import type { Db } from "../database/session.ts";
import { padded } from "../database/padded.ts";
import { holdRows } from "../database/row-locks.ts";

/**
 * Writes down again when each of these hosts has something to lease: its earliest delivery that is first in its row,
 * not before its breaker lets something through, and never while its domain is refused. Each commit that changes one
 * of these calls it, so that a lease looks at nothing but hosts that are due.
 */
export async function refreshDue(db: Db, hosts: readonly Host[]): Promise<void> {
  if (hosts.length === 0) return;
  const listed = padded(hosts);
  await holdRows(db, db.selectFrom("remote_host").select("host").where("host", "in", listed).orderBy("host"));
  await db
    .updateTable("remote_host")
    .set((row) => ({ due: dueOf(row) }))
    .where("host", "in", listed)
    .execute();
}

/** The same for the hosts that an activity, just planned, goes to. */
export async function refreshDueAfter(db: Db, activity: number): Promise<void> {
  const hosts = db.selectFrom("delivery").select("host").where("activity", "=", activity);
  await holdRows(db, db.selectFrom("remote_host").select("host").where("host", "in", hosts).orderBy("host"));
  await db
    .updateTable("remote_host")
    .set((row) => ({ due: dueOf(row) }))
    .where("host", "in", hosts)
    .execute();
}

function dueOf(row: ExpressionBuilder<Schema, "remote_host">) {
  const earliest = row
    .selectFrom("delivery as first")
    .whereRef("first.host", "=", "remote_host.host")
    .where("first.head", "=", row.lit(1))
    .orderBy("first.due")
    .limit(row.lit(1))
    .select((first) =>
      first
        .case()
        .when("first.due", ">", first.fn.coalesce("remote_host.open_until", first.lit(0)))
        .then(first.ref("first.due"))
        .else(first.ref("remote_host.open_until"))
        .end()
        .as("due"),
    );
  return row.case().when("remote_host.level", "=", "refuse").then(null).else(earliest).end();
}
