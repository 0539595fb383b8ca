import { err, ok } from "@commonhall/domain";
import { writeAudit } from "../audit/audit.ts";
import type { Core } from "../core.ts";
import type { Data } from "../database/vault-files.ts";
import type { Actor } from "../desk/actor.ts";
import type { CaseId } from "../ids.ts";
import { eraseCase } from "../erasure/erase-case.ts";
import type { FileOpener } from "../files/ports.ts";
import { forgetPerson } from "../register/register.ts";
import { cardOf, sealCard, seenIn } from "./card.ts";
import { consentsNow, filesOf, isHeld } from "./case-state.ts";
import { isUnchanged } from "./change-case.ts";
import { holdCases } from "./hold-case.ts";
import { listCases } from "./list-cases.ts";
import { afterErasure } from "./coded-rows.ts";
import { openCase } from "./opened-case.ts";
import type { Cases } from "./ports.ts";
import { presentCase, presentFile } from "./present-case.ts";
import { shareCases } from "./share-case.ts";
import { workOnCases } from "./work-on-case.ts";

export const cases = (core: Core, actor: Actor, files: FileOpener): Cases => ({
  list: listCases(core, actor),
  open: open(core, actor),
  file: file(core, actor, files),
  ...workOnCases(core, actor),
  ...holdCases(core, actor),
  ...shareCases(core, actor),
  erase: erase(core, actor),
});

/** Remembers that it was opened, and that what the worker added was seen. */
const open =
  (core: Core, actor: Actor): Cases["open"] =>
  async (id) => {
    const opened = await openCase(core, actor, id);
    if (!opened.ok) {
      if (opened.error.type === "changed") await tellOfKey(core, actor, id);
      return opened;
    }
    const { rows, pair, state } = opened.value;
    const seen = await seenIn(core, opened.value);
    const card = seen < rows.length ? await sealCard(core, id, pair, cardOf(state, rows.length)) : undefined;
    await core.files.data.db.transaction().execute(async (db) => {
      if (card !== undefined && (await isUnchanged(db, opened.value))) {
        await db.updateTable("sealed_case").set({ card }).where("id", "=", id).execute();
      }
      await writeAudit(core, db, actor.roster.roster, actor.signer, { what: "opened", case: id });
      if (opened.value.cut)
        await writeAudit(core, db, actor.roster.roster, actor.signer, { what: "missed entries", case: id });
    });
    return ok(await presentCase(core, opened.value, seen));
  };

const tellOfKey = (core: Core, actor: Actor, id: CaseId): Promise<void> =>
  core.files.data.db
    .transaction()
    .execute((db) => writeAudit(core, db, actor.roster.roster, actor.signer, { what: "missed a key", case: id }));

const file =
  (core: Core, actor: Actor, files: FileOpener): Cases["file"] =>
  async (id, wanted) => {
    const opened = await openCase(core, actor, id);
    if (!opened.ok) return opened;
    const found = filesOf(opened.value.state).find((each) => each.id === wanted);
    const { db } = core.files.data;
    const bytes =
      found === undefined
        ? undefined
        : await files.open(found, async (chunk) => {
            const row = await db.selectFrom("chunk").select("bytes").where("id", "=", chunk).executeTakeFirst();
            return row?.bytes;
          });
    if (found === undefined || bytes === undefined) return err({ type: "not found" });
    await db
      .transaction()
      .execute((inside) =>
        writeAudit(core, inside, actor.roster.roster, actor.signer, { what: "opened a file", case: id }),
      );
    return ok({ file: presentFile(found), bytes });
  };

/** What was to be released of an erased case is not, even where its coded record stays to be counted later. */
async function tellCoded(core: Core, db: Data, id: CaseId): Promise<void> {
  const row = await db.selectFrom("coded").select("word").where("case_id", "=", id).executeTakeFirst();
  if (row === undefined || row.word === null) return;
  const word = afterErasure(core, id, row.word);
  await db.updateTable("coded").set({ word }).where("case_id", "=", id).execute();
}

/** A held case is not erased before somebody ends the hold: two people promised the worker that it stays. */
const erase =
  (core: Core, actor: Actor): Cases["erase"] =>
  async (id) => {
    const opened = await openCase(core, actor, id);
    if (!opened.ok) return opened;
    const { state } = opened.value;
    const now = core.clock();
    if (isHeld(state, now)) return err({ type: "held" });
    const keep = consentsNow(state, now).has("C2") ? "coded record that was agreed to" : "nothing";
    await eraseCase(core, id, keep, async (db) => {
      for (const { chunks } of filesOf(state))
        await db
          .deleteFrom("chunk")
          .where("id", "in", [...chunks])
          .execute();
      await tellCoded(core, db, id);
      await writeAudit(core, db, actor.roster.roster, actor.signer, { what: "erased", case: id });
    });
    if (state.coding.person !== undefined) await forgetPerson(core, actor, state.coding.person, id);
    return ok();
  };
