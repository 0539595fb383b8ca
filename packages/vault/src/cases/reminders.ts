import { DAY, plainDate, startOfDay } from "@commonhall/domain";
import { z } from "zod";
import type { Core } from "../core.ts";
import type { Data } from "../database/vault-files.ts";
import type { Actor } from "../desk/actor.ts";
import { readerOf, staffAmong } from "../keys/readers.ts";
import { membersWith, type RosterMember } from "../keys/roster.ts";
import { openVouched, sealVouched } from "../seal/vouching.ts";
import { weekIn } from "../weeks.ts";
import { openCard } from "./card.ts";
import { openCaseKey } from "./case-key.ts";
import type { OpenedCase } from "./opened-case.ts";
import { type Reminder, type Reminders, TASK_KINDS, type TaskDraft } from "./ports.ts";
import { WARNED_BEFORE } from "./retention.ts";

const AHEAD = 14 * DAY;

const schema = z.object({ due: z.string(), kind: z.string(), text: z.string() });

const labelOf = (staff: string, id: string) => `reminder:${staff}:${id}` as const;

/**
 * A deadline is sealed to each reader by itself, so that whoever unlocks sees what is due without opening every case. It
 * goes with the task, with the case, and with the right to read it. Nothing about it is ever sent.
 */
export function keepReminders(
  core: Core,
  actor: Actor,
  open: OpenedCase,
  task: TaskDraft,
): (db: Data, entry: string) => Promise<void> {
  const { due } = task;
  if (due === undefined) return async () => {};
  const readers = readersOf(actor, open.readers);
  return async (db, entry) => {
    for (const reader of readers) await insertReminder(core, db, reader, open.row.id, entry, { ...task, due });
  };
}

/** For a colleague who comes to a case that has deadlines already. */
export async function remindOf(core: Core, db: Data, reader: RosterMember, { row, state }: OpenedCase): Promise<void> {
  for (const task of state.tasks) {
    if (!task.done && task.due !== undefined)
      await insertReminder(core, db, reader, row.id, task.id, { ...task, due: task.due });
  }
}

async function insertReminder(
  core: Core,
  db: Data,
  reader: RosterMember,
  caseId: OpenedCase["row"]["id"],
  id: string,
  { due, kind, text }: TaskDraft & { readonly due: string },
): Promise<void> {
  const sealed = await sealVouched(core, [readerOf(reader)], labelOf(reader.id, id), { due, kind, text });
  await db
    .insertInto("reminder")
    .values({ staff: reader.id, id, case_id: caseId, sealed })
    .onConflict((conflict) => conflict.columns(["staff", "id"]).doUpdateSet({ sealed }))
    .execute();
}

const readersOf = (actor: Actor, names: readonly string[]): readonly RosterMember[] =>
  membersWith(actor.roster.roster, "caseworker").filter(({ id }) => staffAmong(names).includes(id));

export const reminders =
  (core: Core, actor: Actor): Reminders =>
  async () => [...(await tasksDue(core, actor)), ...(await casesEnding(core, actor))];

async function tasksDue(core: Core, actor: Actor): Promise<readonly Reminder[]> {
  const rows = await core.files.data.db.selectFrom("reminder").selectAll().where("staff", "=", actor.id).execute();
  const latest = core.clock() + AHEAD;
  const due: Reminder[] = [];
  for (const { id, case_id: caseId, sealed } of rows) {
    const parsed = schema.safeParse(await openVouched(core, sealed, labelOf(actor.id, id), actor.reader));
    if (!parsed.success) core.alarm("row changed");
    const day = parsed.success ? plainDate(parsed.data.due) : undefined;
    if (!parsed.success || day === undefined || startOfDay(day) > latest) continue;
    const kind = TASK_KINDS.find((known) => known === parsed.data.kind) ?? "other";
    due.push({ caseId, kind, text: parsed.data.text, due: day, ...(await titleOf(core, actor, caseId)) });
  }
  return due.sort((a, b) => (a.due ?? "").localeCompare(b.due ?? ""));
}

/** Found by their weeks, which stand in the clear; only these are opened. */
async function casesEnding(core: Core, actor: Actor): Promise<readonly Reminder[]> {
  const rows = await core.files.data.db
    .selectFrom("sealed_case")
    .select(["id", "status"])
    .where((at) =>
      at.exists(
        at
          .selectFrom("case_reader")
          .select("reader")
          .whereRef("case_id", "=", "sealed_case.id")
          .where("reader", "=", actor.id),
      ),
    )
    .where("status", "!=", "quarantined")
    .where("erase_after", "<=", weekIn(core.clock(), WARNED_BEFORE))
    .orderBy("erase_after")
    .execute();
  const ending: Reminder[] = [];
  for (const { id, status } of rows) {
    const kind = status === "open" ? "confirm" : "erased soon";
    ending.push({ caseId: id, kind, text: "", ...(await titleOf(core, actor, id)) });
  }
  return ending;
}

async function titleOf(core: Core, actor: Actor, id: OpenedCase["row"]["id"]): Promise<{ readonly title?: string }> {
  const row = await core.files.data.db.selectFrom("sealed_case").selectAll().where("id", "=", id).executeTakeFirst();
  const key = row === undefined ? undefined : await openCaseKey(core, row, actor.reader);
  const card =
    row === undefined || key === undefined || key === "changed"
      ? undefined
      : await openCard(core, id, key.pair, row.card);
  return card?.title === undefined ? {} : { title: card.title };
}
