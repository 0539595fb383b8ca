import { randomBytes } from "node:crypto";
import { DAY, err, ok } from "@commonhall/domain";
import { z } from "zod";
import { writeAudit } from "../audit/audit.ts";
import type { Core } from "../core.ts";
import type { DataSchema } from "../database/schema.ts";
import type { Actor } from "../desk/actor.ts";
import { REGISTER_KINDS, type Register, type RegisterDraft, type RegisterEntry } from "../desk/ports.ts";
import { isRegisterId, newId, newRegisterId } from "../ids.ts";
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

const schema = z.object({ kind: z.enum(REGISTER_KINDS), name: z.string(), details: z.string().exactOptional() });

const labelOf = (id: string) => `register:${id}:entry` as const;

async function readRegister(core: Core, actor: Actor): Promise<readonly RegisterEntry[]> {
  const box = await openBox(core, actor, "register");
  if (box === undefined) return [];
  const rows = await core.files.data.db.selectFrom("register_entry").selectAll().execute();
  const found: RegisterEntry[] = [];
  for (const row of rows) {
    const inner = await openOuter(core, row);
    const parsed = schema.safeParse(inner === undefined ? undefined : await openSealed(inner, labelOf(row.id), box));
    if (parsed.success && isRegisterId(row.id)) found.push({ id: row.id, ...parsed.data });
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
