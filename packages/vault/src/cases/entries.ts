import type { Timestamp } from "@commonhall/domain";
import { z } from "zod";
import type { Core } from "../core.ts";
import type { DataSchema } from "../database/schema.ts";
import type { Actor } from "../desk/actor.ts";
import { type CaseId, isRandomId, newId, type RandomId } from "../ids.ts";
import { boxKey, type KeyPair } from "../keys/curves.ts";
import { openSealed, sealTo } from "../seal/sealing.ts";
import { sign, verify } from "../seal/signing.ts";
import { openVouched, sealVouched } from "../seal/vouching.ts";
import { CASE, entryLabel } from "./labels.ts";
import { deedSchema, type StaffDeed } from "./staff-entry.ts";
import { type ToldEntry, toldSchema } from "./told.ts";

interface Place {
  readonly id: RandomId;
  /** How many entries there were before it. */
  readonly n: number;
  readonly at: Timestamp;
}

/**
 * One thing that was told or done, checked: all are vouched for by the program, the staff's are signed, too. A signature
 * alone is not enough: that of an auditor, or of somebody who has left, counts for no case, and only the program knows
 * who was what when it was made.
 */
export type Entry =
  | (Place & { readonly by: null; readonly told: ToldEntry })
  | (Place & { readonly by: string; readonly deed: StaffDeed });

const USE = "entry";

const payloadSchema = z.union([
  z.strictObject({ n: z.number(), told: toldSchema }),
  z.strictObject({ signed: z.string() }),
]);
const signedSchema = z.object({ case: z.string(), entry: z.string(), n: z.number(), at: z.number(), deed: deedSchema });

/** Seals what somebody did, signed, with where and what it is inside of what is signed. */
export async function sealDeed(
  core: Core,
  actor: Actor,
  caseId: CaseId,
  casePublic: string,
  place: { readonly n: number; readonly at: Timestamp },
  deed: StaffDeed,
): Promise<{ readonly entry: Entry; readonly row: DataSchema["entry"] }> {
  const id = newId();
  const signed = await sign(actor.signer, USE, { case: caseId, entry: id, ...place, deed });
  const reader = { id: CASE, key: boxKey(casePublic) };
  const sealed = await sealVouched(core, [reader], entryLabel(caseId, id), { signed });
  return { entry: { id, ...place, by: actor.id, deed }, row: { case_id: caseId, id, sealed } };
}

/** Undefined where it is none of this case, or nobody vouches for it. */
export async function openEntry(
  core: Core,
  actor: Actor,
  row: DataSchema["entry"],
  pair: KeyPair,
): Promise<Entry | undefined> {
  const reader = { id: CASE, key: pair.private };
  const payload = payloadSchema.safeParse(await openVouched(core, row.sealed, entryLabel(row.case_id, row.id), reader));
  if (!payload.success || !isRandomId(row.id)) return undefined;
  if ("signed" in payload.data) return doneBy(actor, row.case_id, row.id, payload.data.signed);
  const { n, told } = payload.data;
  return { id: row.id, n, at: told.at, by: null, told };
}

async function doneBy(actor: Actor, caseId: CaseId, id: RandomId, jws: string): Promise<Entry | undefined> {
  const verified = await verify(jws, USE, actor.keysOf);
  const parsed = signedSchema.safeParse(verified?.value);
  if (verified === undefined || !parsed.success) return undefined;
  const { n, at, deed } = parsed.data;
  return parsed.data.case === caseId && parsed.data.entry === id ? { id, n, at, by: verified.by, deed } : undefined;
}

/** The same entry for another key of the case. */
export async function resealEntry(
  row: DataSchema["entry"],
  from: KeyPair,
  toPublic: string,
): Promise<DataSchema["entry"] | undefined> {
  const label = entryLabel(row.case_id, row.id);
  const opened = await openSealed(row.sealed, label, { id: CASE, key: from.private });
  if (opened === undefined) return undefined;
  return { ...row, sealed: await sealTo([{ id: CASE, key: boxKey(toPublic) }], label, opened) };
}

/**
 * In the order in which they were written. Of two that were written at the same moment, what the worker told comes
 * last, so that a withdrawal undoes a consent and never the other way round.
 */
export const inOrder = (entries: readonly Entry[]): readonly Entry[] =>
  [...entries].sort((a, b) => a.n - b.n || Number(a.by === null) - Number(b.by === null) || (a.id < b.id ? -1 : 1));
