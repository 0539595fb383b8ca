import { err, ok, type Result } from "@commonhall/domain";
import { type Audited, writeAudit } from "../audit/audit.ts";
import type { Core } from "../core.ts";
import type { CaseStatus, DataSchema } from "../database/schema.ts";
import type { Data } from "../database/vault-files.ts";
import type { Actor } from "../desk/actor.ts";
import { scrub } from "../erasure/scrub.ts";
import type { CaseId } from "../ids.ts";
import { boxReader } from "../keys/boxes.ts";
import { dropItem, waitingOf } from "../release/drop-item.ts";
import { touchRegister } from "../register/register-rows.ts";
import type { Week } from "../weeks.ts";
import { cardOf, sealCard, seenStill } from "./card.ts";
import { type Copy, giveNextWord, keepCopies } from "./case-word.ts";
import { after, type CaseState, filesOf } from "./case-state.ts";
import { codedOf } from "./coded-record.ts";
import { forgetCoded, sealCoded } from "./coded-rows.ts";
import { isReleased } from "./released.ts";
import { sealDeed } from "./entries.ts";
import { openCase, type OpenedCase } from "./opened-case.ts";
import type { CaseRefused } from "./ports.ts";
import { chunkEnd } from "./retention.ts";
import type { StaffDeed } from "./staff-entry.ts";

/** What is to be done with a case, decided on what it is now. */
export interface Change {
  readonly deed: StaffDeed;
  readonly audited: Audited;
  readonly with?: string;
  readonly status?: CaseStatus;
  readonly eraseAfter?: (next: CaseState) => Week;
  /** In the same commit. */
  readonly alongside?: (db: Data, entry: string) => Promise<void>;
}

type Decide = (open: OpenedCase) => Promise<Result<Change, CaseRefused>> | Result<Change, CaseRefused>;

/**
 * Opens, decides, seals, commits. Where somebody else, or the worker, added something meanwhile, all of it is done anew on
 * what is there then: a withdrawal that comes in between is never overlooked.
 */
export async function changeCase(
  core: Core,
  actor: Actor,
  id: CaseId,
  decide: Decide,
): Promise<Result<CaseState, CaseRefused>> {
  for (;;) {
    const opened = await openCase(core, actor, id);
    if (!opened.ok) return opened;
    const change = await decide(opened.value);
    if (!change.ok) return change;
    const next = await prepare(core, actor, opened.value, change.value);
    if (next.coded === undefined) await forgetCoded(core, [id]);
    if (next.released) await dropOfPersons(core, actor, next.state.persons);
    const copies = await core.files.data.db.transaction().execute(async (db) => {
      if (!(await isUnchanged(db, opened.value)) || next.released !== (await isReleased(core, db, id)))
        return undefined;
      const given = await commit(core, db, opened.value, next, change.value);
      const deed = {
        what: change.value.audited,
        case: id,
        ...(change.value.with === undefined ? {} : { with: change.value.with }),
      };
      await writeAudit(core, db, actor.roster.roster, actor.signer, deed);
      return given;
    });
    if (copies === undefined) continue;
    await keepCopies(core.files.keyring.db, copies);
    // Once more: something may have been formed of them in between.
    if (next.released) await dropOfPersons(core, actor, next.state.persons);
    if (next.coded === undefined) await scrub(core);
    return ok(next.state);
  }
}

/** A case that is in a bulletin is said to be of somebody of whom another group was formed: nobody is in two. */
async function dropOfPersons(core: Core, actor: Actor, persons: CaseState["persons"]): Promise<void> {
  const by = { roster: actor.roster.roster, signer: actor.signer };
  for (const item of await waitingOf(core, persons)) await dropItem(core, by, item, "a member has gone");
}

interface Prepared {
  readonly state: CaseState;
  readonly row: Pick<DataSchema["sealed_case"], "status" | "erase_after" | "card">;
  readonly entry: DataSchema["entry"];
  readonly coded: DataSchema["coded"] | undefined;
  /** It is in a bulletin. */
  readonly released: boolean;
}

async function prepare(core: Core, actor: Actor, open: OpenedCase, change: Change): Promise<Prepared> {
  const { row, pair, rows } = open;
  const now = core.clock();
  const sealed = await sealDeed(core, actor, row.id, pair.public, { n: rows.length, at: now }, change.deed);
  const state = after(open.state, sealed.entry);
  const eraseAfter = change.eraseAfter?.(state) ?? row.erase_after;
  const released = await isReleased(core, core.files.data.db, row.id);
  return {
    state,
    row: {
      status: change.status ?? row.status,
      erase_after: eraseAfter,
      card: await sealCard(core, row.id, pair, cardOf(state, await seenStill(core, open, rows.length + 1))),
    },
    entry: sealed.row,
    coded: await codedRow(core, actor, row.id, { state, released }, eraseAfter),
    released,
  };
}

/**
 * The coded record follows the case: it is there while the worker agrees to be counted, and says what was coded last. Of a
 * case that is in a bulletin there is none ever again, only whose it is, whatever was agreed to since.
 */
async function codedRow(
  core: Core,
  actor: Actor,
  id: CaseId,
  { state, released }: Pick<Prepared, "state" | "released">,
  caseEraseAfter: Week,
): Promise<DataSchema["coded"] | undefined> {
  const coded = released
    ? { record: { released: [id, ...state.persons] }, eraseAfter: caseEraseAfter }
    : codedOf(id, state, caseEraseAfter, core.clock());
  const box = coded === undefined ? undefined : await boxReader(core, actor, "coding");
  if (coded === undefined || box === undefined) return undefined;
  return sealCoded(core, id, box, coded.record, coded.eraseAfter);
}

/** The same key, and the same entries as those that were read. */
export async function isUnchanged(db: Data, { row, rows }: OpenedCase): Promise<boolean> {
  const there = await db
    .selectFrom("sealed_case")
    .select(["public_key", "erase_key", "status", "erase_after"])
    .where("id", "=", row.id)
    .executeTakeFirst();
  const entries = await db.selectFrom("entry").select("id").where("case_id", "=", row.id).execute();
  const known = new Set(rows.map(({ id }) => id));
  return (
    there?.erase_key === row.erase_key &&
    there.status === row.status &&
    there.erase_after === row.erase_after &&
    entries.length === known.size &&
    entries.every(({ id }) => known.has(id))
  );
}

async function commit(
  core: Core,
  db: Data,
  { row, state }: OpenedCase,
  next: Prepared,
  change: Change,
): Promise<readonly Copy[]> {
  const copies = await giveNextWord(core, db, { ...row, ...next.row }, [next.entry.id]);
  await db.updateTable("sealed_case").set(next.row).where("id", "=", row.id).execute();
  await db.insertInto("entry").values(next.entry).execute();
  await db.deleteFrom("coded").where("case_id", "=", row.id).execute();
  if (next.coded !== undefined) await db.insertInto("coded").values(next.coded).execute();
  if (next.row.erase_after !== row.erase_after) {
    const chunks = filesOf(state).flatMap((file) => file.chunks);
    await moveChunks(db, chunks, next.row.erase_after);
  }
  await touchRegister(db, next.state.coding, next.row.erase_after, next.coded?.erase_after);
  await change.alongside?.(db, next.entry.id);
  return copies;
}

/** Not too many names in one statement. */
async function moveChunks(db: Data, chunks: readonly string[], eraseAfter: Week): Promise<void> {
  for (const id of chunks) {
    await db
      .updateTable("chunk")
      .set({ erase_after: chunkEnd(eraseAfter) })
      .where("id", "=", id)
      .execute();
  }
}

/** For decisions that always go through. */
export const decided = (change: Change): Result<Change, CaseRefused> => ok(change);
export const refuse = (refused: CaseRefused): Result<Change, CaseRefused> => err(refused);
