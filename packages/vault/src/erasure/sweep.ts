import { writeAudit } from "../audit/audit.ts";
import { forgetCoded } from "../cases/coded-rows.ts";
import { readWord } from "../cases/case-word.ts";
import { checkStandings } from "../cases/put-right.ts";
import { releasedAmong } from "../cases/released.ts";
import { isOver } from "../cases/retention.ts";
import type { Core } from "../core.ts";
import { programSigner } from "../desk/actor.ts";
import { catchUpAnchor, readRosters } from "../keys/roster-shelf.ts";
import { type OverReplies, sweepReplies } from "../receipts/reply-box.ts";
import { type Week, weekOf } from "../weeks.ts";
import { isClockKept } from "./clock-watch.ts";
import { eraseCase, finishErasing } from "./erase-case.ts";
import { isLockedDown } from "./lock-down.ts";
import { scrub } from "./scrub.ts";

/**
 * What has come to its end goes, without anybody's key: cases, coded records, replies, chunks, entries of the register.
 * To be called once a day or oftener. In a lock-down nothing is touched: whoever comes back wants to find it. While nobody
 * knows whether the clock is right, only what was begun is ended.
 */
export async function sweep(core: Core, replies: OverReplies): Promise<void> {
  if (await isLockedDown(core)) return;
  await catchUpAnchor(core);
  await finishErasing(core);
  await checkStandings(core);
  if (await isClockKept(core)) await eraseWhatIsOver(core, replies);
  await vacuumWeekly(core);
  await scrub(core);
}

async function eraseWhatIsOver(core: Core, replies: OverReplies): Promise<void> {
  await eraseCases(core);
  await sweepReplies(core, replies);
  await eraseRegister(core);
  const over = lastWeekOver(core);
  const { db } = core.files.data;
  const ended = await db.selectFrom("coded").select("case_id").where("erase_after", "<", over).execute();
  const ids = ended.map((row) => row.case_id);
  // That somebody is in a bulletin is known as long as there is a case of theirs.
  const marked = await releasedAmong(core, db, ids);
  const coded = ids.filter((id) => !marked.has(id));
  await forgetCoded(core, coded);
  for (const id of coded) await db.deleteFrom("coded").where("case_id", "=", id).execute();
  await db.deleteFrom("chunk").where("erase_after", "<", over).execute();
  await dropReceipts(core);
}

/** Weeks before this one are over. */
const lastWeekOver = (core: Core): Week => weekOf(core.clock());

async function eraseCases(core: Core): Promise<void> {
  const { db } = core.files.data;
  const ended = await db.selectFrom("sealed_case").select("id").where("erase_after", "<", lastWeekOver(core)).execute();
  if (ended.length === 0) return;
  const rosters = await readRosters(core);
  const roster = rosters.ok ? rosters.value.current?.roster : undefined;
  for (const { id } of ended) {
    const word = await readWord(core, db, id);
    if (word?.stands !== true || !isOver(word.standing.erase_after, core.clock())) continue;
    await eraseCase(core, id, "coded record that was agreed to", async (inside) => {
      if (roster !== undefined)
        await writeAudit(core, inside, roster, programSigner(core), { what: "erased", case: id });
    });
  }
}

/** The keys first: with them go the copies in backups. */
async function eraseRegister(core: Core): Promise<void> {
  const { data, keyring } = core.files;
  const ended = await data.db
    .selectFrom("register_entry")
    .select(["id", "erase_key"])
    .where("erase_after", "<", lastWeekOver(core))
    .execute();
  for (const { id, erase_key: key } of ended) {
    await keyring.db.deleteFrom("erase_key").where("id", "=", key).execute();
    await data.db.deleteFrom("register_entry").where("id", "=", id).execute();
  }
}

/** A code whose case and coded record are both gone has nothing left to withdraw. */
async function dropReceipts(core: Core): Promise<void> {
  const { db } = core.files.data;
  await db
    .deleteFrom("receipt")
    .where("case_id", "not in", db.selectFrom("sealed_case").select("id"))
    .where("case_id", "not in", db.selectFrom("coded").select("case_id"))
    .execute();
}

const VACUUMED = "vacuumed in week";

async function vacuumWeekly(core: Core): Promise<void> {
  const { data, keyring } = core.files;
  const value = weekOf(core.clock());
  const last = await data.db.selectFrom("vault").select("value").where("name", "=", VACUUMED).executeTakeFirst();
  if (last?.value === value) return;
  await data.vacuum();
  await keyring.vacuum();
  await data.db
    .insertInto("vault")
    .values({ name: VACUUMED, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
}
