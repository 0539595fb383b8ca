import { randomBytes } from "node:crypto";
import { DAY, err, ok } from "@commonhall/domain";
import { z } from "zod";
import { writeAudit } from "../audit/audit.ts";
import type { Core } from "../core.ts";
import type { DataSchema } from "../database/schema.ts";
import type { Actor } from "../desk/actor.ts";
import { REGISTER_KINDS, type Register, type RegisterDraft, type RegisterEntry } from "../desk/ports.ts";
import { scrub } from "../erasure/scrub.ts";
import { type CaseId, isRegisterId, newId, newRegisterId, type RegisterId } from "../ids.ts";
import { boxReader, openBox } from "../keys/boxes.ts";
import { openSealed, openUnder, type Reader, sealTo, sealUnder } from "../seal/sealing.ts";
import { weekIn } from "../weeks.ts";
import { isNear } from "./near-match.ts";

/** An entry that no coding names goes after this. */
const UNUSED_FOR = 30 * DAY;

/** Each entry is sealed to all caseworkers, and that under an erase key of its own: its end reaches backups, too. */
export const register = (core: Core, actor: Actor): Register => ({
  list: async (kind) => (await readRegister(core, actor)).filter((entry) => entry.kind === kind),
  add: async (draft, answer) => {
    const name = draft.name.trim();
    if (name === "") return err({ type: "empty text" });
    const all = await readRegister(core, actor);
    const entries = all.filter((entry) => entry.kind === draft.kind && isNear(entry, draft));
    if (entries.length > 0 && answer !== "other") return err({ type: "near", entries });
    return ok(await addEntry(core, actor, { ...draft, name }));
  },
});

const schema = z.object({
  kind: z.enum(REGISTER_KINDS),
  name: z.string(),
  details: z.string().exactOptional(),
  cases: z.array(z.string()).exactOptional(),
});

const labelOf = (id: string) => `register:${id}:entry` as const;

async function readRegister(core: Core, actor: Actor): Promise<readonly RegisterEntry[]> {
  const box = await openBox(core, actor, "register");
  if (box === undefined) return [];
  const rows = await core.files.data.db.selectFrom("register_entry").selectAll().execute();
  const found: RegisterEntry[] = [];
  for (const row of rows) {
    const inner = await openOuter(core, row);
    const parsed = schema.safeParse(inner === undefined ? undefined : await openSealed(inner, labelOf(row.id), box));
    if (!parsed.success || !isRegisterId(row.id)) continue;
    const { cases: _cases, ...entry } = parsed.data;
    found.push({ id: row.id, ...entry });
  }
  return found.sort((a, b) => a.name.localeCompare(b.name));
}

async function openOuter(core: Core, row: DataSchema["register_entry"]): Promise<string | undefined> {
  const { db } = core.files.keyring;
  const key = await db.selectFrom("erase_key").select("key").where("id", "=", row.erase_key).executeTakeFirst();
  if (key === undefined) return undefined;
  const inner = await openUnder(Buffer.from(key.key, "base64url"), labelOf(row.id), row.sealed);
  return typeof inner === "string" ? inner : undefined;
}

async function addEntry(core: Core, actor: Actor, draft: RegisterDraft): Promise<RegisterEntry> {
  const box = await boxReader(core, actor, "register");
  if (box === undefined) throw new Error("The register has no key yet");
  const id = newRegisterId();
  const { row, eraseKey } = await sealEntry(id, box, draft);
  await core.files.keyring.db.insertInto("erase_key").values(eraseKey).execute();
  await core.files.data.db.transaction().execute(async (db) => {
    await db
      .insertInto("register_entry")
      .values({ ...row, erase_after: weekIn(core.clock(), UNUSED_FOR) })
      .execute();
    await writeAudit(core, db, actor.roster.roster, actor.signer, { what: "wrote the register" });
  });
  return { id, ...draft };
}

async function sealEntry(id: string, box: Reader, value: unknown) {
  const key = randomBytes(32);
  const eraseKey = { id: newId(), key: key.toString("base64url") };
  const sealed = await sealUnder(key, labelOf(id), await sealTo([box], labelOf(id), value));
  return { row: { id, erase_key: eraseKey.id, sealed }, eraseKey };
}

/** Seals an entry to another key of the register; its erase key stays. */
export async function resealEntry(
  core: Core,
  row: DataSchema["register_entry"],
  from: Reader,
  to: Reader,
): Promise<string | undefined> {
  const { db } = core.files.keyring;
  const key = await db.selectFrom("erase_key").select("key").where("id", "=", row.erase_key).executeTakeFirst();
  const inner = await openOuter(core, row);
  const value = inner === undefined ? undefined : await openSealed(inner, labelOf(row.id), from);
  if (key === undefined || value === undefined) return undefined;
  return sealUnder(Buffer.from(key.key, "base64url"), labelOf(row.id), await sealTo([to], labelOf(row.id), value));
}

/** Remembers, sealed, that a case names a person. */
export const namePerson = (core: Core, actor: Actor, person: RegisterId, id: CaseId): Promise<void> =>
  changePerson(core, actor, person, (cases) => [...new Set([...cases, id])]);

/** A case that named a person is gone: with the last one they go, too, key first. */
export async function forgetPerson(core: Core, actor: Actor, person: RegisterId, id: CaseId): Promise<void> {
  await changePerson(core, actor, person, (cases) => cases.filter((one) => one !== id));
  await scrub(core);
}

async function changePerson(
  core: Core,
  actor: Actor,
  person: RegisterId,
  change: (cases: readonly string[]) => readonly string[],
): Promise<void> {
  const box = await openBox(core, actor, "register");
  const to = await boxReader(core, actor, "register");
  if (box === undefined || to === undefined) return;
  const old = await core.files.data.db.transaction().execute(async (db): Promise<string | undefined> => {
    const row = await db.selectFrom("register_entry").selectAll().where("id", "=", person).executeTakeFirst();
    const inner = row === undefined ? undefined : await openOuter(core, row);
    const parsed = schema.safeParse(inner === undefined ? undefined : await openSealed(inner, labelOf(person), box));
    if (row === undefined || !parsed.success || parsed.data.kind !== "person") return undefined;
    const cases = change(parsed.data.cases ?? []);
    if (cases.length === 0) {
      await core.files.keyring.db.deleteFrom("erase_key").where("id", "=", row.erase_key).execute();
      await db.deleteFrom("register_entry").where("id", "=", person).execute();
      return undefined;
    }
    const { row: next, eraseKey } = await sealEntry(person, to, { ...parsed.data, cases });
    await core.files.keyring.db.insertInto("erase_key").values(eraseKey).execute();
    await db.updateTable("register_entry").set(next).where("id", "=", person).execute();
    return row.erase_key;
  });
  if (old !== undefined) await core.files.keyring.db.deleteFrom("erase_key").where("id", "=", old).execute();
}
