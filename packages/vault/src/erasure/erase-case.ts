import { forgetCoded } from "../cases/coded-rows.ts";
import type { Core } from "../core.ts";
import type { Data } from "../database/vault-files.ts";
import type { CaseId } from "../ids.ts";
import type { Week } from "../weeks.ts";
import { scrub } from "./scrub.ts";

/** What stays of an erased case: its coded record under C2 until it is released, as anonymity.md 3.6 has it. */
export type Keep = "coded record that was agreed to" | "nothing";

/**
 * The key first: from then on no copy of the file opens, however old. Then every row. The keyring remembers what is
 * being erased until the rows are gone, so a program that ends in between goes on when it starts again.
 */
export async function eraseCase(
  core: Core,
  id: CaseId,
  keep: Keep,
  alongside: (db: Data) => Promise<void>,
): Promise<void> {
  const { data, keyring } = core.files;
  const row = await data.db
    .selectFrom("sealed_case")
    .select(["erase_key", "erase_after"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined) return;
  const limit = keep === "nothing" ? null : row.erase_after;
  await keyring.db.transaction().execute(async (db) => {
    await db
      .insertInto("erasing")
      .values({ case_id: id, keep_coded_until: limit })
      .onConflict((at) => at.doNothing())
      .execute();
    const keys = limit === null ? [row.erase_key, id] : [row.erase_key];
    await db.deleteFrom("erase_key").where("id", "in", keys).execute();
  });
  const last = await data.db.transaction().execute(async (db) => {
    const there = await db.selectFrom("sealed_case").select("erase_key").where("id", "=", id).executeTakeFirst();
    const keepsCoded = await eraseRows(db, id, limit);
    await alongside(db);
    return { key: there?.erase_key, keepsCoded };
  });
  // It may have been given another key since it was read.
  if (last.key !== undefined) await keyring.db.deleteFrom("erase_key").where("id", "=", last.key).execute();
  if (!last.keepsCoded) await forgetCoded(core, [id]);
  if (await scrub(core)) await keyring.db.deleteFrom("erasing").where("case_id", "=", id).execute();
}

/** What a program that ended in the middle of it left behind. */
export async function finishErasing(core: Core): Promise<void> {
  const waiting = await core.files.keyring.db.selectFrom("erasing").selectAll().execute();
  for (const { case_id: id, keep_coded_until: limit } of waiting) {
    const keepsCoded = await core.files.data.db.transaction().execute((db) => eraseRows(db, id, limit));
    if (!keepsCoded) await forgetCoded(core, [id]);
    if (await scrub(core)) await core.files.keyring.db.deleteFrom("erasing").where("case_id", "=", id).execute();
  }
}

/**
 * A coded record that may outlive its case ends later than the case would have; `limit` null keeps none. Answers whether
 * one was kept.
 */
async function eraseRows(db: Data, id: CaseId, limit: Week | null): Promise<boolean> {
  await db.deleteFrom("sealed_case").where("id", "=", id).execute();
  for (const table of ["case_reader", "entry", "reply", "reminder"] as const) {
    await db.deleteFrom(table).where("case_id", "=", id).execute();
  }
  const doomed = db.deleteFrom("coded").where("case_id", "=", id);
  await (limit === null ? doomed : doomed.where("erase_after", "<=", limit)).execute();
  const coded = await db.selectFrom("coded").select("case_id").where("case_id", "=", id).executeTakeFirst();
  // The code still withdraws the consent to what is left.
  if (coded === undefined) await db.deleteFrom("receipt").where("case_id", "=", id).execute();
  return coded !== undefined;
}
