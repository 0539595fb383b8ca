import { randomBytes } from "node:crypto";
import { type PlainDate, plainDate, type Release, type Timestamp } from "@commonhall/domain";
import { z } from "zod";
import { personsOf } from "../cases/coded-record.ts";
import type { Core } from "../core.ts";
import type { Data } from "../database/vault-files.ts";
import { type CaseId, isCaseId, isRandomId, isRegisterId, newId, type RandomId, type RegisterId } from "../ids.ts";
import { derive } from "../keys/stretching.ts";
import { openUnder, sealUnder } from "../seal/sealing.ts";
import { DROPPED_FOR, type DroppedFor } from "./ports.ts";

/** A case that something is said of. `word` is the program's on its coded record; null where any will do. */
export interface Counted {
  readonly case: CaseId;
  readonly word: string | null;
  readonly person: RegisterId | CaseId;
  /** Everybody whom it was ever said to be of. */
  readonly persons: readonly RegisterId[];
}

/**
 * Something for one release day. The program reads it while nobody's keys are open, and nobody else does: it lies under a
 * key of the program and an erase key, in steps so large that its length says nothing of how many there are in it.
 */
export interface ReleaseItem {
  readonly id: RandomId;
  readonly day: PlainDate;
  readonly release: Release;
  readonly payload: string;
  /**
   * Waiting for signatures, or for the day; dropped; leaving: the vault has marked its members, and somebody has to take
   * it; out: it was taken.
   */
  readonly state: "waiting" | "dropped" | "leaving" | "out";
  readonly droppedFor: DroppedFor | null;
  readonly members: readonly Counted[];
  /** Further cases of the same persons: they are spent with them (anonymity.md 5.3, R8). */
  readonly others: readonly Counted[];
  readonly approval: string | null;
  /** Not before `due`. */
  readonly withdrawal: {
    readonly payload: string;
    readonly approval: string;
    readonly due: Timestamp;
    readonly state: "asked" | "out";
  } | null;
}

export interface KeptItem extends ReleaseItem {
  /** Of the row as it was read: whoever changes it says which one they have seen. */
  readonly eraseKey: string;
}

const BUCKET = 64 * 1024;
const KEY_BYTES = 32;

export interface SealedItem {
  readonly row: { readonly id: RandomId; readonly erase_key: string; readonly sealed: string };
  /** To be forgotten when the row has been written. */
  readonly before: string | undefined;
}

/** Each time under a new erase key, which is kept before the row is: a copy of what it was before opens no more. */
export async function sealItem(core: Core, item: ReleaseItem, before?: string): Promise<SealedItem> {
  const { id } = item;
  const key = { id: newId(), key: randomBytes(KEY_BYTES).toString("base64url") };
  await core.files.keyring.db.insertInto("erase_key").values(key).execute();
  const { day, release, payload, state, droppedFor, members, others, approval, withdrawal } = item;
  const text = { id, day, release, payload, state, droppedFor, members, others, approval, withdrawal };
  const sealed = await sealUnder(keyFrom(core, key.key), labelOf(id), text, BUCKET);
  return { row: { id, erase_key: key.id, sealed }, before };
}

/** In a commit. False where somebody else has changed it meanwhile. */
export async function writeItem(db: Data, { row, before }: SealedItem): Promise<boolean> {
  if (before === undefined) {
    await db.insertInto("release_item").values(row).execute();
    return true;
  }
  const { numUpdatedRows } = await db
    .updateTable("release_item")
    .set({ erase_key: row.erase_key, sealed: row.sealed })
    .where("id", "=", row.id)
    .where("erase_key", "=", before)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** After the commit: the key of the row that was before, or where it did not come to that, the new one. */
export async function forgetKeyOf(core: Core, { row, before }: SealedItem, written: boolean): Promise<void> {
  const id = written ? before : row.erase_key;
  if (id !== undefined) await core.files.keyring.db.deleteFrom("erase_key").where("id", "=", id).execute();
}

export async function removeItem(core: Core, { id, eraseKey }: KeptItem): Promise<void> {
  await core.files.keyring.db.deleteFrom("erase_key").where("id", "=", eraseKey).execute();
  await core.files.data.db.deleteFrom("release_item").where("id", "=", id).execute();
}

/** In the order of their random ids. What does not open is none of this program's, or its key is gone. */
export async function readItems(core: Core): Promise<readonly KeptItem[]> {
  const rows = await core.files.data.db.selectFrom("release_item").selectAll().orderBy("id").execute();
  const keys = await core.files.keyring.db
    .selectFrom("erase_key")
    .selectAll()
    .where(
      "id",
      "in",
      rows.map((row) => row.erase_key),
    )
    .execute();
  const known = new Map(keys.map(({ id, key }) => [id, key]));
  const items: KeptItem[] = [];
  for (const { id, erase_key: eraseKey, sealed } of rows) {
    const key = known.get(eraseKey);
    const text = key === undefined ? undefined : await openUnder(keyFrom(core, key), labelOf(id), sealed, BUCKET);
    const parsed = schema.safeParse(text);
    if (parsed.success && parsed.data.id === id) items.push({ ...parsed.data, id, eraseKey });
    else if (key !== undefined) core.alarm("row changed");
  }
  return items;
}

const keyFrom = (core: Core, eraseKey: string): Uint8Array =>
  derive(Buffer.concat([core.ownKey, Buffer.from(eraseKey, "base64url")]), "release item");

const labelOf = (id: string) => `release:${id}:item` as const;

const caseId = z.string().refine(isCaseId);
const token = z.string().refine(isRegisterId);
const counted = z
  .strictObject({
    case: caseId,
    word: z.string().nullable(),
    person: z.union([token, caseId]),
    // One of before knew of none but the person of that day.
    persons: z.array(token).optional(),
  })
  .transform((one): Counted => ({ ...one, persons: one.persons ?? personsOf(one.person, one.case) }));
const schema = z.strictObject({
  id: z.string().refine(isRandomId),
  day: z.string().transform((text, context) => {
    const day = plainDate(text);
    if (day !== undefined) return day;
    context.addIssue("no date");
    return z.NEVER;
  }),
  // Sealed by this program under its own key, and by nobody else: it is what it was.
  release: z.custom<Release>((value) => z.looseObject({ type: z.string() }).safeParse(value).success),
  payload: z.string(),
  state: z.enum(["waiting", "dropped", "leaving", "out"]),
  droppedFor: z.enum(DROPPED_FOR).nullable(),
  members: z.array(counted),
  others: z.array(counted),
  approval: z.string().nullable(),
  withdrawal: z
    .strictObject({ payload: z.string(), approval: z.string(), due: z.number(), state: z.enum(["asked", "out"]) })
    .nullable(),
});
