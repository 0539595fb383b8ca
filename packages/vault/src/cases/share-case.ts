import { eachOwnCase } from "./each-own-case.ts";
import { err, ok, type Result } from "@commonhall/domain";
import { type Audited, writeAudit } from "../audit/audit.ts";
import { askForCopy } from "../backup/copy-due.ts";
import type { Core } from "../core.ts";
import type { DataSchema } from "../database/schema.ts";
import type { Data } from "../database/vault-files.ts";
import type { Actor } from "../desk/actor.ts";
import { scrub } from "../erasure/scrub.ts";
import type { CaseId } from "../ids.ts";
import type { KeyPair } from "../keys/curves.ts";
import { readerOf, readersAmong, recoveryAmong, recoveryReader, staffAmong } from "../keys/readers.ts";
import { membersWith } from "../keys/roster.ts";
import type { Reader } from "../seal/sealing.ts";
import { weekOf } from "../weeks.ts";
import { cardOf, sealCard, seenStill } from "./card.ts";
import { dropEraseKeys, keepEraseKeys, newCaseKey, wrapCaseKey, type WrappedKey } from "./case-key.ts";
import { type Copy, giveNextWord, keepCopies } from "./case-word.ts";
import { after } from "./case-state.ts";
import { isUnchanged } from "./change-case.ts";
import { resealEntry, sealDeed } from "./entries.ts";
import { caseMac } from "./new-case.ts";
import { openCase, type OpenedCase } from "./opened-case.ts";
import type { CaseRefused, Cases, Done } from "./ports.ts";
import { remindOf } from "./reminders.ts";
import type { StaffDeed } from "./staff-entry.ts";

/** Who is to read a case from now on, and what is written down about it. */
interface NewReaders {
  readonly readers: readonly Reader[];
  /** Somebody must not open what comes: a new key, and everything sealed to it anew. */
  readonly newKey: boolean;
  readonly deed: StaffDeed | undefined;
  readonly audited: Audited;
  readonly member?: string;
}

type Decide = (open: OpenedCase) => Result<NewReaders | undefined, CaseRefused>;

export const shareCases = (core: Core, actor: Actor): Pick<Cases, "share" | "takeBack" | "shareAll"> => ({
  share: (id, member) => changeReaders(core, actor, id, (open) => share(actor, open, member)),
  takeBack: (id, member) => changeReaders(core, actor, id, (open) => takeBack(actor, open, member)),
  shareAll: (member) => shareAll(core, actor, member),
});

function share(actor: Actor, open: OpenedCase, member: string): ReturnType<Decide> {
  const { roster } = actor.roster;
  if (!membersWith(roster, "caseworker").some(({ id }) => id === member)) return err({ type: "no such reader" });
  const readers = readersAmong(roster, [...staffAmong(open.readers), member]);
  if (readers.every(({ id }) => open.readers.includes(id))) return ok(undefined);
  return ok({ readers, newKey: false, deed: { type: "shared", member }, audited: "shared", member });
}

function takeBack(actor: Actor, open: OpenedCase, member: string): ReturnType<Decide> {
  const staff = staffAmong(open.readers);
  if (!staff.includes(member)) return err({ type: "no such reader" });
  const readers = readersAmong(
    actor.roster.roster,
    staff.filter((id) => id !== member),
  );
  if (staffAmong(readers.map(({ id }) => id)).length === 0) return err({ type: "last reader" });
  return ok({ readers, newKey: true, deed: { type: "taken back", member }, audited: "took back", member });
}

/** Takes out whoever left the roster, lets in a new recovery key. Undefined where all is as it should be. */
export const renewReaders = (core: Core, actor: Actor, id: CaseId): Done =>
  changeReaders(core, actor, id, (open) => {
    const readers = readersAmong(actor.roster.roster, staffAmong(open.readers));
    const left = open.readers.filter((reader) => !readers.some(({ id: known }) => known === reader));
    const isNew =
      open.row.recovery !== recoveryAmong(readers) || readers.some(({ id: known }) => !open.readers.includes(known));
    if (left.length === 0 && !isNew) return ok(undefined);
    return ok({ readers, newKey: left.length > 0, deed: undefined, audited: "renewed keys" });
  });

/** A new key for the same readers, where the case is one that should have it. */
export const renewKey = (core: Core, actor: Actor, id: CaseId, isDue: (row: OpenedCase["row"]) => boolean): Done =>
  changeReaders(core, actor, id, (open) => {
    const readers = readersAmong(actor.roster.roster, staffAmong(open.readers));
    return ok(isDue(open.row) ? { readers, newKey: true, deed: undefined, audited: "renewed keys" } : undefined);
  });

/** How many cases of this person would be lost with the passphrases, because today's recovery key does not open them. */
export async function countWithoutRecovery(core: Core, actor: Actor): Promise<number> {
  const recovery = recoveryAmong(recoveryReader(actor.roster.roster));
  const { count } = await core.files.data.db
    .selectFrom("sealed_case")
    .innerJoin("case_reader", "case_reader.case_id", "sealed_case.id")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("reader", "=", actor.id)
    .where("recovery", "is not", recovery)
    .executeTakeFirstOrThrow();
  return recovery === null ? 0 : count;
}

/** How many cases of this person are still sealed to somebody who has left, or who has other keys or another part now. */
export async function countSealedToFormer(core: Core, actor: Actor): Promise<number> {
  const now = membersWith(actor.roster.roster, "caseworker").map(({ id }) => id);
  const { db } = core.files.data;
  const { count } = await db
    .selectFrom("case_reader")
    .select(({ fn }) => fn.count<number>("case_id").distinct().as("count"))
    .where("reader", "not in", now)
    .where("case_id", "in", db.selectFrom("case_reader").select("case_id").where("reader", "=", actor.id))
    .executeTakeFirstOrThrow();
  return count;
}

const shareAll = (core: Core, actor: Actor, member: string): ReturnType<Cases["shareAll"]> =>
  eachOwnCase(core, actor, (id) => changeReaders(core, actor, id, (open) => share(actor, open, member)));

/** The new erase key is kept before the case names it, and the old one goes after: at no moment is a case without its key. */
async function changeReaders(core: Core, actor: Actor, id: CaseId, decide: Decide): Done {
  const { db: keyring } = core.files.keyring;
  for (;;) {
    const opened = await openCase(core, actor, id);
    if (!opened.ok) return opened;
    const wanted = decide(opened.value);
    if (!wanted.ok) return wanted;
    if (wanted.value === undefined) return ok();
    const next = await prepare(core, actor, opened.value, wanted.value);
    await keepEraseKeys(keyring, [next.wrapped.eraseKey]);
    const copies = await core.files.data.db
      .transaction()
      .execute((db) => commit(core, actor, db, opened.value, wanted.value, next));
    await keepCopies(keyring, copies ?? []);
    await dropEraseKeys(core, [copies === undefined ? next.wrapped.eraseKey.id : opened.value.row.erase_key]);
    if (copies !== undefined) {
      await scrub(core);
      return ok();
    }
  }
}

interface Prepared {
  readonly pair: KeyPair;
  readonly wrapped: WrappedKey;
  readonly card: string;
  readonly entries: readonly DataSchema["entry"][];
}

async function prepare(core: Core, actor: Actor, open: OpenedCase, wanted: NewReaders): Promise<Prepared> {
  const { row, rows } = open;
  const pair = wanted.newKey ? newCaseKey() : open.pair;
  const place = { n: rows.length, at: core.clock() };
  const added =
    wanted.deed === undefined ? undefined : await sealDeed(core, actor, row.id, pair.public, place, wanted.deed);
  const state = added === undefined ? open.state : after(open.state, added.entry);
  const entries: DataSchema["entry"][] = added === undefined ? [] : [added.row];
  // What nobody can open, or nobody vouches for, is dropped: it could not be opened with the new key either.
  for (const each of wanted.newKey ? rows : []) {
    const resealed = await resealEntry(each, open.pair, pair.public);
    if (resealed !== undefined) entries.push(resealed);
  }
  const count = wanted.newKey ? entries.length : rows.length + entries.length;
  return {
    pair,
    wrapped: await wrapCaseKey(row.id, pair, wanted.readers),
    card: await sealCard(core, row.id, pair, cardOf(state, await seenStill(core, open, count))),
    entries,
  };
}

async function commit(
  core: Core,
  actor: Actor,
  db: Data,
  open: OpenedCase,
  wanted: NewReaders | undefined,
  next: Prepared,
): Promise<readonly Copy[] | undefined> {
  if (wanted === undefined || !(await isUnchanged(db, open))) return undefined;
  const { id } = open.row;
  const publicKey = next.pair.public;
  const change = {
    public_key: publicKey,
    mac: caseMac(core, id, publicKey),
    erase_key: next.wrapped.eraseKey.id,
    ...(wanted.newKey ? { key_week: weekOf(core.clock()) } : {}),
  };
  const added = next.entries.map((entry) => entry.id).filter((entry) => !open.rows.some((row) => row.id === entry));
  const copies = await giveNextWord(core, db, { ...open.row, erase_key: change.erase_key }, added);
  await db
    .updateTable("sealed_case")
    .set({ ...change, wrap: next.wrapped.wrap, card: next.card, recovery: recoveryAmong(wanted.readers) })
    .where("id", "=", id)
    .execute();
  if (wanted.newKey) await db.deleteFrom("entry").where("case_id", "=", id).execute();
  if (next.entries.length > 0)
    await db
      .insertInto("entry")
      .values([...next.entries])
      .execute();
  await writeReaders(core, actor, db, open, wanted);
  // The case lies under another erase key now, which no older copy of the keyring has.
  await askForCopy(db, "keys renewed");
  const deed = { what: wanted.audited, case: id, ...(wanted.member === undefined ? {} : { with: wanted.member }) };
  await writeAudit(core, db, actor.roster.roster, actor.signer, deed);
  return copies;
}

async function writeReaders(
  core: Core,
  actor: Actor,
  db: Data,
  open: OpenedCase,
  { readers }: NewReaders,
): Promise<void> {
  const { id } = open.row;
  const staff = [...staffAmong(readers.map((reader) => reader.id))];
  await db.deleteFrom("case_reader").where("case_id", "=", id).execute();
  await db
    .insertInto("case_reader")
    .values(staff.map((reader) => ({ reader, case_id: id })))
    .execute();
  await db.deleteFrom("reminder").where("case_id", "=", id).where("staff", "not in", staff).execute();
  const joined = membersWith(actor.roster.roster, "caseworker").filter(
    (member) => staff.includes(member.id) && !open.readers.includes(readerOf(member).id),
  );
  for (const member of joined) await remindOf(core, db, member, open);
}
