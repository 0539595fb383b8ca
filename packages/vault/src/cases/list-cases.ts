import { startOfDay } from "@commonhall/domain";
import type { Core } from "../core.ts";
import type { CaseStatus, DataSchema } from "../database/schema.ts";
import type { Actor } from "../desk/actor.ts";
import type { Data } from "../database/vault-files.ts";
import { type CaseId, isCaseId } from "../ids.ts";
import { isWeek } from "../weeks.ts";
import { type Card, cardOf, openCard } from "./card.ts";
import { openCaseKey } from "./case-key.ts";
import { changedAmong } from "./case-word.ts";
import { openCase } from "./opened-case.ts";
import { CASES_A_PAGE, type CaseLine, type Cases } from "./ports.ts";
import { putRight } from "./put-right.ts";

type Row = DataSchema["sealed_case"] & {
  readonly entries: number;
  readonly version: number | null;
  readonly standing: string | null;
};

/** Newest week first, fifty a page; those and no others are opened. */
export const listCases =
  (core: Core, actor: Actor): Cases["list"] =>
  async ({ status, after }) => {
    if (!actor.roles.includes("caseworker")) return { items: [], changed: 0 };
    const rows = await rightPageOf(core, actor, status, after);
    // Together, because each waits for other threads several times.
    const lines = await Promise.all(rows.slice(0, CASES_A_PAGE).map((row) => lineOf(core, actor, row)));
    const items = lines.filter((line) => line !== undefined && line !== "changed");
    const changed = lines.filter((line) => line === "changed").length;
    const last = rows.length > CASES_A_PAGE ? rows[CASES_A_PAGE - 1] : undefined;
    return { items, changed, ...(last === undefined ? {} : { next: `${last.week}.${last.id}` }) };
  };

/** Where somebody changed how a case stands, it is put right before anybody sees it, and the page may be another one then. */
async function rightPageOf(...asked: Parameters<typeof pageOf>): ReturnType<typeof pageOf> {
  const [core] = asked;
  const rows = await pageOf(...asked);
  const changed = await changedAmong(core, rows);
  for (const id of changed) await putRight(core, id);
  return changed.length === 0 ? rows : pageOf(...asked);
}

async function pageOf(
  core: Core,
  actor: Actor,
  status: CaseStatus | undefined,
  after: string | undefined,
): Promise<readonly Row[]> {
  const { db } = core.files.data;
  const ids = await idsOf(db, actor, status, after);
  const rows = await db
    .selectFrom("sealed_case")
    .leftJoin("case_word", "case_word.case_id", "sealed_case.id")
    .selectAll("sealed_case")
    .select(["version", "standing"])
    .select((query) =>
      query
        .selectFrom("entry")
        .select((inside) => inside.fn.countAll<number>().as("count"))
        .whereRef("entry.case_id", "=", "sealed_case.id")
        .as("entries"),
    )
    .where("sealed_case.id", "in", ids)
    .orderBy("week", "desc")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({ ...row, entries: row.entries ?? 0 }));
}

/** Read off the index alone, in its order: rows are long, and those of the other pages are left where they are. */
async function idsOf(
  db: Data,
  actor: Actor,
  status: CaseStatus | undefined,
  after: string | undefined,
): Promise<readonly CaseId[]> {
  const [week = "", id = ""] = after?.split(".") ?? [];
  let query = db
    .selectFrom("sealed_case")
    .select("id")
    .where((at) =>
      at.exists(
        at
          .selectFrom("case_reader")
          .select("reader")
          .whereRef("case_id", "=", "sealed_case.id")
          .where("reader", "=", actor.id),
      ),
    );
  if (status !== undefined) query = query.where("status", "=", status);
  if (isWeek(week) && isCaseId(id)) {
    query = query
      .where("week", "<=", week)
      .where((either) => either.or([either("week", "<", week), either("id", ">", id)]));
  }
  const rows = await query
    .orderBy("week", "desc")
    .orderBy("id")
    .limit(CASES_A_PAGE + 1)
    .execute();
  return rows.map((row) => row.id);
}

async function lineOf(core: Core, actor: Actor, row: Row): Promise<CaseLine | "changed" | undefined> {
  const key = await openCaseKey(core, row, actor.reader);
  if (key === undefined || key === "changed") return key;
  const card = (await openCard(core, row.id, key.pair, row.card)) ?? (await cardAnew(core, actor, row));
  return card === undefined ? undefined : caseLine(core, row, card, row.entries);
}

/** Whoever changes a card in the file hides no case by it: what it should say is read off the case itself. */
async function cardAnew(core: Core, actor: Actor, { id }: Row): Promise<Card | undefined> {
  const opened = await openCase(core, actor, id);
  return opened.ok ? cardOf(opened.value.state, opened.value.rows.length) : undefined;
}

export const caseLine = (core: Core, row: DataSchema["sealed_case"], card: Card, entries: number): CaseLine => ({
  id: row.id,
  status: row.status,
  week: row.week,
  channel: card.channel,
  language: card.language,
  happened: card.happened,
  ...(card.title === undefined ? {} : { title: card.title }),
  added: card.seen > 0 && entries > card.seen,
  eraseAfter: row.erase_after,
  held: card.heldUntil !== undefined && core.clock() < startOfDay(card.heldUntil),
});
