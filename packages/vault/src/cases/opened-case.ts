import { err, ok, type Result } from "@commonhall/domain";
import type { Core } from "../core.ts";
import type { DataSchema } from "../database/schema.ts";
import type { Actor } from "../desk/actor.ts";
import type { CaseId } from "../ids.ts";
import type { KeyPair } from "../keys/curves.ts";
import { openCaseKey } from "./case-key.ts";
import { readWord, type Word } from "./case-word.ts";
import { type CaseState, stateOf } from "./case-state.ts";
import { type Entry, inOrder, openEntry } from "./entries.ts";
import type { CaseRefused } from "./ports.ts";
import { putRight } from "./put-right.ts";

/** A case whose key somebody holds for the length of one action. */
export interface OpenedCase {
  readonly row: DataSchema["sealed_case"];
  readonly pair: KeyPair;
  /** Ids of who can open it, `recovery` among them. */
  readonly readers: readonly string[];
  readonly rows: readonly DataSchema["entry"][];
  readonly state: CaseState;
  /** Entries that do not open, that nobody vouches for, or that were taken away. */
  readonly broken: number;
  /** Some of them were taken away, or somebody changed the list of them. */
  readonly cut: boolean;
  /** Its status or its end had been changed in the file, and was put right just now. */
  readonly putRight: boolean;
}

/** Whoever is no reader learns nothing, not even that there is one: the same answer as for a case that never was. */
export async function openCase(core: Core, actor: Actor, id: CaseId): Promise<Result<OpenedCase, CaseRefused>> {
  const read = await readCase(core, id);
  const key = read === undefined ? undefined : await openCaseKey(core, read.row, actor.reader);
  if (read === undefined || key === undefined || !actor.roles.includes("caseworker")) return err({ type: "not found" });
  if (key === "changed") return err({ type: (await isNamedAsReader(core, actor, id)) ? "changed" : "not found" });
  const { row, rows, log, putRight: isPutRight } = read;
  const entries: Entry[] = [];
  for (const each of rows) {
    const entry = await openEntry(core, actor, each, key.pair);
    if (entry !== undefined) entries.push(entry);
  }
  const gone = log?.filter((entry) => !rows.some((one) => one.id === entry)).length ?? 0;
  const broken = Math.max(rows.length - entries.length, missing(entries), gone);
  const cut = log === undefined || gone > 0;
  if (broken > 0 || cut) core.alarm("row changed");
  return ok({ row, ...key, rows, state: stateOf(inOrder(entries)), broken, cut, putRight: isPutRight });
}

/** By a row that nobody vouches for: enough to say that something is wrong, and nothing else is said. */
async function isNamedAsReader(core: Core, actor: Actor, id: CaseId): Promise<boolean> {
  const row = await core.files.data.db
    .selectFrom("case_reader")
    .select("reader")
    .where("reader", "=", actor.id)
    .where("case_id", "=", id)
    .executeTakeFirst();
  return row !== undefined;
}

interface Read {
  readonly row: DataSchema["sealed_case"];
  readonly rows: readonly DataSchema["entry"][];
  readonly log: Word["log"];
  readonly putRight: boolean;
}

async function readCase(core: Core, id: CaseId, isPutRight = false): Promise<Read | undefined> {
  const { row, rows, word } = await core.files.data.db
    .transaction()
    .setAccessMode("read only")
    .execute(async (db) => ({
      row: await db.selectFrom("sealed_case").selectAll().where("id", "=", id).executeTakeFirst(),
      rows: await db.selectFrom("entry").selectAll().where("case_id", "=", id).execute(),
      word: await readWord(core, db, id),
    }));
  if (row === undefined || word === undefined) return undefined;
  if (!word.stands && (await putRight(core, id))) return readCase(core, id, true);
  return { row, rows, log: word.log, putRight: isPutRight };
}

/** Each entry knows how many there were before it; what was taken off the end, the list of them misses. */
const missing = (entries: readonly Entry[]): number =>
  entries.reduce((most, { n }) => Math.max(most, n - entries.filter((other) => other.n < n).length), 0);
