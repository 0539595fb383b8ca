import { MINUTE } from "@commonhall/domain";
import { forgetCoded } from "../cases/coded-rows.ts";
import { firstWord, giveNextWord, keepCopies } from "../cases/case-word.ts";
import { keepCase, keepChunks, prepareCase, sealTold, type PreparedCase } from "../cases/new-case.ts";
import { putRight } from "../cases/put-right.ts";
import { releasedAmong } from "../cases/released.ts";
import type { Report, ToldEntry } from "../cases/told.ts";
import type { Core } from "../core.ts";
import type { Data } from "../database/vault-files.ts";
import { isLockedDown } from "../erasure/lock-down.ts";
import { scrub } from "../erasure/scrub.ts";
import type { FileSealer, SealedFile } from "../files/ports.ts";
import type { Gate } from "../gate.ts";
import { type CaseId, newCaseId } from "../ids.ts";
import { boxPair } from "../keys/curves.ts";
import { currentRoster } from "../keys/roster-shelf.ts";
import { weekOf } from "../weeks.ts";
import { codeKeys, type CodeKeys } from "./code-keys.ts";
import type { ReturnChannel, WorkersMessage } from "./ports.ts";
import type { ReceiptCode } from "./receipt-code.ts";
import { keepReceipt, liveReceipt, type LiveReceipt } from "./receipt-rows.ts";
import { type OverReplies, readReplies } from "./reply-box.ts";

export interface ReturnChannelPorts {
  readonly core: Core;
  readonly files: FileSealer;
  readonly turn: Gate;
  /** How many codes may be tried in a minute by everybody together; attacks on timing switch it off. */
  readonly codesPerMinute: number;
  readonly over: OverReplies;
}

/**
 * Nobody is told whether a code exists: no step is left out because of what an earlier one found, and no attempts are
 * counted for a code (anonymity.md 2.3, 2.5).
 */
export function returnChannel(ports: ReturnChannelPorts): ReturnChannel {
  const { core, turn, over } = ports;
  const mayTry = perMinute(ports);
  const withKeys = async <T>(code: ReceiptCode, work: (keys: CodeKeys) => Promise<T>): Promise<T | "busy"> =>
    mayTry() ? turn(async () => work(await codeKeys(core, code))) : "busy";
  return {
    open: (code) =>
      withKeys(code, async ({ lookup, pair }) => ({ replies: await readReplies(core, lookup, pair, over) })),
    add: (code, message) => withKeys(code, (keys) => add(ports, keys, message)),
    withdrawConsent: (code) => withKeys(code, (keys) => withdraw(core, keys)),
  };
}

function perMinute({ core, codesPerMinute }: ReturnChannelPorts): () => boolean {
  let tokens = codesPerMinute;
  let last = core.clock();
  return () => {
    const now = core.clock();
    // A clock that is set back takes nothing away from anybody.
    tokens = Math.min(codesPerMinute, tokens + (Math.max(0, now - last) / MINUTE) * codesPerMinute);
    last = now;
    if (tokens < 1) return false;
    tokens--;
    return true;
  };
}

/** Both ways are prepared each time, a message to a case that is there and a new report, and one of them is kept. */
async function add({ core, files }: ReturnChannelPorts, keys: CodeKeys, message: WorkersMessage): Promise<"kept"> {
  const roster = await currentRoster(core);
  if (roster === undefined || (await isLockedDown(core)))
    throw new Error("There is nobody to whom a message could be sealed");
  const { files: sealed, chunks } = await files.seal(message.files);
  const status = message.quarantined === true ? "quarantined" : "unverified";
  const fresh = await prepareCase(core, roster, status, reportOf(core, keys, message, sealed));
  const kept = await tellCase(core, keys.lookup, fresh, messageOf(core, message, sealed), (db, live) =>
    keepChunks(db, chunks, live.eraseAfter),
  );
  if (!kept) await keepCase(core, fresh, chunks, (db) => keepReceipt(core, db, keys.lookup, fresh.id));
  return "kept";
}

/**
 * The coded records of every case that the code ever had, their keys first; and a word in the living one, so that none is
 * made again. As much is written for a code that is none, or a clock would tell.
 */
async function withdraw(core: Core, { lookup }: CodeKeys): Promise<"done"> {
  const { db } = core.files.data;
  const nobody = { id: newCaseId(), publicKey: boxPair().public };
  const told = { type: "withdrawal", at: core.clock() } as const;
  const blank = await sealTold(core, nobody.id, nobody.publicKey, 0, told);
  const receipts = await db.selectFrom("receipt").select("case_id").where("lookup", "=", lookup).execute();
  const known = receipts.map((receipt) => receipt.case_id);
  // Of a case that is in a bulletin nothing is left but that it is, so that nobody is in a second one.
  const released = await releasedAmong(core, db, [nobody.id, ...(known.length > 0 ? known : [newCaseId()])]);
  const cases = [nobody.id, ...known].filter((id) => !released.has(id));
  const { db: keyring } = core.files.keyring;
  await keyring.insertInto("erasing").values({ case_id: nobody.id, keep_coded_until: null }).execute();
  await forgetCoded(core, cases);
  const forget = async (inside: Data) => {
    await inside.deleteFrom("coded").where("case_id", "in", cases).execute();
  };
  const kept = await tellCase(core, lookup, nobody, told, forget);
  if (!kept) {
    const word = wordOfNobody(core, nobody.id, blank.id);
    await db.transaction().execute(async (inside) => {
      await forget(inside);
      await inside.insertInto("case_word").values(word.row).execute();
      await inside.insertInto("entry").values(blank).execute();
      for (const table of ["case_word", "entry"] as const) {
        await inside.deleteFrom(table).where("case_id", "=", nobody.id).execute();
      }
    });
    await keepCopies(keyring, [word.copy]);
  }
  // Somebody may have coded the case in between.
  await forgetCoded(core, cases);
  for (const table of ["erasing", "case_standing"] as const) {
    await keyring.deleteFrom(table).where("case_id", "=", nobody.id).execute();
  }
  await scrub(core);
  return "done";
}

const wordOfNobody = (core: Core, id: CaseId, entry: string) =>
  firstWord(core, { id, status: "unverified", erase_after: weekOf(core.clock()), erase_key: newCaseId() }, entry);

/**
 * Seals to the case that the code belongs to, or to nobody where there is none, and keeps it there with what else
 * belongs to it. False where there is none.
 */
async function tellCase(
  core: Core,
  lookup: string,
  otherwise: Pick<PreparedCase, "id" | "publicKey">,
  told: ToldEntry,
  alongside: (db: Data, live: LiveReceipt) => Promise<void>,
): Promise<boolean> {
  for (;;) {
    const live = await liveReceipt(core, lookup);
    const { id, publicKey } = live ?? otherwise;
    const isPutRight = await putRight(core, id);
    if (isPutRight) continue;
    const { n } = await core.files.data.db
      .selectFrom("entry")
      .select((query) => query.fn.countAll<number>().as("n"))
      .where("case_id", "=", id)
      .executeTakeFirstOrThrow();
    const entry = await sealTold(core, id, publicKey, n, told);
    if (live === undefined) return false;
    const copies = await core.files.data.db.transaction().execute(async (db) => {
      const there = await db
        .selectFrom("sealed_case")
        .select(["id", "status", "erase_after", "erase_key", "public_key"])
        .where("id", "=", live.id)
        .executeTakeFirst();
      // Where the key was renewed meanwhile, nobody could open what was sealed to the old one.
      if (there?.public_key !== live.publicKey) return undefined;
      const given = await giveNextWord(core, db, there, [entry.id]);
      await db.insertInto("entry").values(entry).execute();
      await alongside(db, live);
      return given;
    });
    if (copies === undefined) continue;
    await keepCopies(core.files.keyring.db, copies);
    return true;
  }
}

const messageOf = (core: Core, { language, text }: WorkersMessage, files: readonly SealedFile[]): ToldEntry => ({
  type: "message",
  at: core.clock(),
  language,
  text,
  files: mutable(files),
});

const reportOf = (
  core: Core,
  { lookup, pair }: CodeKeys,
  message: WorkersMessage,
  files: readonly SealedFile[],
): Report => ({
  type: "report",
  at: core.clock(),
  channel: "web",
  language: message.language,
  happened: [],
  story: message.text,
  consents: [],
  files: mutable(files),
  receipt: { lookup, key: pair.public },
});

const mutable = (files: readonly SealedFile[]) => files.map((file) => ({ ...file, chunks: [...file.chunks] }));
