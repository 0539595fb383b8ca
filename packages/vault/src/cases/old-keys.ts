import { DAY, type Duration, type Timestamp } from "@commonhall/domain";
import type { Core } from "../core.ts";
import type { Actor } from "../desk/actor.ts";
import type { CaseId } from "../ids.ts";
import { type Week, weekOf } from "../weeks.ts";
import type { Done } from "./ports.ts";
import { renewKey } from "./share-case.ts";

const YEAR: Duration = 365 * DAY;

/** Keys of a week before this one are more than a year old. */
const lastOfYear = (now: Timestamp): Week => weekOf(now - YEAR);

/** The oldest first. A key of before its week was kept is as old as its case. */
export async function oldKeys(core: Core, member: string, most: number): Promise<readonly CaseId[]> {
  const rows = await core.files.data.db
    .selectFrom("sealed_case")
    .innerJoin("case_reader", "case_reader.case_id", "sealed_case.id")
    .select(({ fn }) => ["sealed_case.id", fn.coalesce("key_week", "week").as("made")])
    .where("reader", "=", member)
    .where(({ fn }) => fn.coalesce("key_week", "week"), "<", lastOfYear(core.clock()))
    .orderBy("made")
    .limit(most)
    .execute();
  return rows.map(({ id }) => id);
}

/** Looked at once more when it is opened: a colleague may have come at the same time. */
export const renewOldKey = (core: Core, actor: Actor, id: CaseId): Done =>
  renewKey(core, actor, id, ({ key_week: made, week }) => (made ?? week) < lastOfYear(core.clock()));
