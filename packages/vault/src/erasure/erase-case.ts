import type { Core } from "../core.ts";
import type { Data } from "../database/vault-files.ts";
import type { CaseId } from "../ids.ts";
import { dropRowKeys } from "../keys/row-keys.ts";
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
  const replies = await data.db.selectFrom("reply").select("id").where("case_id", "=", id).execute();
  await keyring.db.transaction().execute(async (db) => {
    await db
      .insertInto("erasing")
      .values({ case_id: id, keep_coded_until: limit })
      .onConflict((at) => at.doNothing())
      .execute();
    const keys = [row.erase_key, ...replies.map((reply) => reply.id), ...(limit === null ? [id] : [])];
    await db.deleteFrom("erase_key").where("id", "in", keys).execute();
    await db.deleteFrom("case_standing").where("case_id", "=", id).execute();
  });
  const left = await data.db.transaction().execute(async (db) => {
    const keys = await eraseRows(db, id, limit);
    await alongside(db);
    return keys;
  });
  await end(core, id, left);
}

/** Another key, or another reply, may have come since those above were read. */
async function end(core: Core, id: CaseId, keys: readonly string[]): Promise<void> {
  await dropRowKeys(core, keys);
  await core.files.keyring.db.deleteFrom("case_standing").where("case_id", "=", id).execute();
  if (await scrub(core)) await core.files.keyring.db.deleteFrom("erasing").where("case_id", "=", id).execute();
}

/** What a program that ended in the middle of it left behind. */
export async function finishErasing(core: Core): Promise<void> {
  const waiting = await core.files.keyring.db.selectFrom("erasing").selectAll().execute();
  for (const { case_id: id, keep_coded_until: limit } of waiting) {
    await end(core, id, await core.files.data.db.transaction().execute((db) => eraseRows(db, id, limit)));
  }
}

/**
 * A coded record that may outlive its case ends later than the case would have; `limit` null keeps none. Answers the
 * erase keys of what went.
 */
async function eraseRows(db: Data, id: CaseId, limit: Week | null): Promise<readonly string[]> {
  const sealed = await db.selectFrom("sealed_case").select("erase_key").where("id", "=", id).execute();
  const replies = await db.selectFrom("reply").select("id").where("case_id", "=", id).execute();
  await db.deleteFrom("sealed_case").where("id", "=", id).execute();
  for (const table of ["case_reader", "case_word", "entry", "reply", "reminder"] as const) {
    await db.deleteFrom(table).where("case_id", "=", id).execute();
  }
  const doomed = db.deleteFrom("coded").where("case_id", "=", id);
  await (limit === null ? doomed : doomed.where("erase_after", "<=", limit)).execute();
  const keys = [...sealed.map((row) => row.erase_key), ...replies.map((reply) => reply.id)];
  const coded = await db.selectFrom("coded").select("case_id").where("case_id", "=", id).executeTakeFirst();
  if (coded !== undefined) return keys;
  // As long as there is one, the code still withdraws the consent to it.
  await db.deleteFrom("receipt").where("case_id", "=", id).execute();
  return [...keys, id];
}
