import { DAY } from "@commonhall/domain";
import { z } from "zod";
import { replyLabel, WORKER } from "../cases/labels.ts";
import type { Core } from "../core.ts";
import type { DataSchema } from "../database/schema.ts";
import { type CaseId, newId } from "../ids.ts";
import { boxKey, type KeyPair } from "../keys/curves.ts";
import { dropRowKeys, openRow, sealRow } from "../keys/row-keys.ts";
import { endOfWeek, startOfWeek, weekOf } from "../weeks.ts";
import type { ReplyToRead } from "./ports.ts";

/** anonymity.md 2.3: a code that somebody was made to give away shows little. */
const READ_FOR = 7 * DAY;
const UNREAD_FOR = 60 * DAY;

const replySchema = z.object({
  text: z.string(),
  sent: z.number(),
  /** When it was read first: known to whoever has the code, the row knows the week. */
  read: z.number().nullable(),
});
type Reply = z.infer<typeof replySchema>;
type Row = DataSchema["reply"];

/**
 * Sealed to the worker alone; the key comes out of the sealed report, since one in a row could be anybody's. It is gone from
 * backups when it is gone here: a code that somebody was made to give away opens in no old copy what was read long ago.
 */
export async function prepareReply(
  core: Core,
  caseId: CaseId,
  receipt: { readonly lookup: string; readonly key: string },
  text: string,
): Promise<Row> {
  const id = newId();
  const now = core.clock();
  const sealed = await sealReply(core, caseId, id, receipt.key, { text, sent: now, read: null });
  return { lookup: receipt.lookup, id, case_id: caseId, week: weekOf(now), first_read: null, sealed };
}

/** Its erase key goes by its id. */
const sealReply = (core: Core, caseId: CaseId, id: string, key: string, reply: Reply): Promise<string> =>
  sealRow(core, id, replyLabel(caseId, id), [{ id: WORKER, key: boxKey(key) }], reply);

/** Shows what is there and remembers that it was read. Answers whether something has to be scrubbed away, too. */
export async function readReplies(
  core: Core,
  lookup: string,
  pair: KeyPair,
): Promise<{ readonly replies: readonly ReplyToRead[]; readonly erased: boolean }> {
  const { db } = core.files.data;
  const rows = await db.selectFrom("reply").selectAll().where("lookup", "=", lookup).execute();
  const now = core.clock();
  const shown: (Reply & { readonly week: string })[] = [];
  let erased = false;
  for (const row of rows) {
    const label = replyLabel(row.case_id, row.id);
    const opened = replySchema.safeParse(
      await openRow(core, row.id, label, row.sealed, { id: WORKER, key: pair.private }),
    );
    if (!opened.success) continue;
    const reply = opened.data;
    if (isOver(reply, now)) {
      await dropRowKeys(core, [row.id]);
      await db.deleteFrom("reply").where("lookup", "=", lookup).where("id", "=", row.id).execute();
      erased = true;
      continue;
    }
    shown.push({ ...reply, week: row.week });
    if (reply.read === null) {
      const sealed = await sealReply(core, row.case_id, row.id, pair.public, { ...reply, read: now });
      const change = { sealed, first_read: weekOf(now) };
      await db.updateTable("reply").set(change).where("lookup", "=", lookup).where("id", "=", row.id).execute();
    }
  }
  const inOrder = shown.sort((a, b) => a.sent - b.sent);
  return { replies: inOrder.map(({ text, week }) => ({ text, week })), erased };
}

const isOver = (reply: Reply, now: number): boolean =>
  reply.read === null ? now - reply.sent >= UNREAD_FOR : now - reply.read >= READ_FOR;

/**
 * Without anybody's key, by weeks: read ones when seven days must have passed, unread ones before sixty have. What the
 * week leaves open, `readReplies` decides to the minute.
 */
export async function sweepReplies(core: Core): Promise<boolean> {
  const { db } = core.files.data;
  const now = core.clock();
  const rows = await db.selectFrom("reply").select(["lookup", "id", "week", "first_read"]).execute();
  const over = rows.filter(({ week, first_read: read }) =>
    read === null ? now >= startOfWeek(week) + UNREAD_FOR : now >= endOfWeek(read) + READ_FOR,
  );
  await dropRowKeys(
    core,
    over.map(({ id }) => id),
  );
  for (const { lookup, id } of over) {
    await db.deleteFrom("reply").where("lookup", "=", lookup).where("id", "=", id).execute();
  }
  return over.length > 0;
}
