import { DAY, type Timestamp } from "@commonhall/domain";
import { z } from "zod";
import { replyLabel, WORKER } from "../cases/labels.ts";
import type { Core } from "../core.ts";
import type { DataSchema } from "../database/schema.ts";
import { type CaseId, newId } from "../ids.ts";
import { boxKey, type KeyPair } from "../keys/curves.ts";
import { dropRowKeys, openRowOr, sealDecoy, sealRow } from "../keys/row-keys.ts";
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

/**
 * Replies that are over and still lie there, as whoever came with their code has found: ids of rows, in memory, and when
 * they were found. They are erased with the next sweep and not before the answer, or a clock would tell a code that once
 * had a reply from one that is none. Where the program ends in between they are found again: it is their time that says
 * that they are over.
 */
export type OverReplies = Map<string, Timestamp>;

/** So many are opened for every code, at least, whatever lies there. A box of more is opened in steps of as many. */
const ROOM = 8;

/** Shows what is there and remembers that it was read: before anybody sees it, so that no crash makes it unread again. */
export async function readReplies(
  core: Core,
  lookup: string,
  pair: KeyPair,
  over: OverReplies,
): Promise<readonly ReplyToRead[]> {
  const { db } = core.files.data;
  const rows = await db.selectFrom("reply").selectAll().where("lookup", "=", lookup).execute();
  const now = core.clock();
  const shown: (Reply & { readonly week: string })[] = [];
  for (const { row, reply } of await openAll(core, rows, pair)) {
    if (isOver(reply, now)) {
      over.set(row.id, now);
      continue;
    }
    shown.push({ ...reply, week: row.week });
    if (reply.read === null) {
      const sealed = await sealReply(core, row.case_id, row.id, pair.public, { ...reply, read: now });
      const change = { sealed, first_read: weekOf(now) };
      await db.updateTable("reply").set(change).where("lookup", "=", lookup).where("id", "=", row.id).execute();
    }
  }
  return shown.sort((a, b) => a.sent - b.sent).map(({ text, week }) => ({ text, week }));
}

/** What opens of them. The same work for a box with none, with some, and with some that nobody may see any more. */
async function openAll(
  core: Core,
  rows: readonly Row[],
  pair: KeyPair,
): Promise<readonly { readonly row: Row; readonly reply: Reply }[]> {
  const reader = { id: WORKER, key: pair.private };
  const decoy = await sealDecoy({ id: WORKER, key: boxKey(pair.public) }, NO_REPLY);
  const found: { readonly row: Row; readonly reply: Reply }[] = [];
  for (let at = 0; at < Math.max(1, Math.ceil(rows.length / ROOM)) * ROOM; at++) {
    const row = rows[at];
    const named =
      row === undefined ? undefined : { name: row.id, label: replyLabel(row.case_id, row.id), sealed: row.sealed };
    const opened = replySchema.safeParse(await openRowOr(core, decoy, named, reader));
    if (row !== undefined && opened.success) found.push({ row, reply: opened.data });
  }
  return found;
}

const NO_REPLY: Reply = { text: "", sent: 0, read: null };

const isOver = (reply: Reply, now: number): boolean =>
  reply.read === null ? now - reply.sent >= UNREAD_FOR : now - reply.read >= READ_FOR;

/**
 * Without anybody's key, by weeks: read ones when seven days must have passed, unread ones before sixty have. What the
 * week leaves open, `readReplies` decides to the minute, and what it found is erased here.
 */
export async function sweepReplies(core: Core, found: OverReplies): Promise<void> {
  const { db } = core.files.data;
  const now = core.clock();
  const known = [...found.keys()];
  const rows = await db.selectFrom("reply").select(["lookup", "id", "week", "first_read"]).execute();
  const over = rows.filter(
    ({ id, week, first_read: read }) =>
      // Not where the clock was ahead when it was found, and has come back.
      now >= (found.get(id) ?? Number.POSITIVE_INFINITY) ||
      (read === null ? now >= startOfWeek(week) + UNREAD_FOR : now >= endOfWeek(read) + READ_FOR),
  );
  await dropRowKeys(
    core,
    over.map(({ id }) => id),
  );
  for (const { lookup, id } of over) {
    await db.deleteFrom("reply").where("lookup", "=", lookup).where("id", "=", id).execute();
  }
  for (const id of known) found.delete(id);
}
