import { err, ok, type Result } from "@commonhall/domain";
import type { Core } from "../core.ts";
import type { DataSchema } from "../database/schema.ts";
import type { Actor } from "../desk/actor.ts";
import type { CaseId } from "../ids.ts";
import type { KeyPair } from "../keys/curves.ts";
import { openCaseKey } from "./case-key.ts";
import { type CaseState, stateOf } from "./case-state.ts";
import { type Entry, inOrder, openEntry } from "./entries.ts";
import type { CaseRefused } from "./ports.ts";

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
}

/** Whoever is no reader learns nothing, not even that there is one: the same answer as for a case that never was. */
export async function openCase(core: Core, actor: Actor, id: CaseId): Promise<Result<OpenedCase, CaseRefused>> {
  const { db } = core.files.data;
  const { row, rows } = await db.transaction().execute(async (inside) => ({
    row: await inside.selectFrom("sealed_case").selectAll().where("id", "=", id).executeTakeFirst(),
    rows: await inside.selectFrom("entry").selectAll().where("case_id", "=", id).execute(),
  }));
  const key = row === undefined ? undefined : await openCaseKey(core, row, actor.reader);
  if (row === undefined || key === undefined || !actor.roles.includes("caseworker")) return err({ type: "not found" });
  const entries: Entry[] = [];
  for (const each of rows) {
    const entry = await openEntry(core, actor, each, key.pair);
    if (entry !== undefined) entries.push(entry);
  }
  const broken = Math.max(rows.length - entries.length, missing(entries));
  if (broken > 0) core.alarm("row changed");
  return ok({ row, ...key, rows, state: stateOf(inOrder(entries)), broken });
}

/** Each entry knows how many there were before it; what was taken off the end, no later one misses. */
const missing = (entries: readonly Entry[]): number =>
  entries.reduce((most, { n }) => Math.max(most, n - entries.filter((other) => other.n < n).length), 0);
