import type { KeyObject } from "node:crypto";
import { z } from "zod";
import { type Core, sameMac } from "../core.ts";
import type { Data } from "../database/vault-files.ts";
import type { Actor } from "../desk/actor.ts";
import { openSealed, type Reader, readersOf, sealTo } from "../seal/sealing.ts";
import { sign, verify } from "../seal/signing.ts";
import { boxKey, boxPair, type KeyPair } from "./curves.ts";
import { readerOf, recoveryReader } from "./readers.ts";
import { membersWith, type Roster, type VaultRole } from "./roster.ts";

/**
 * Keys that a whole role has: what every caseworker reads (the register), what the release officers read (coded
 * records). Public half and wrap are signed together by a member and stand under a MAC, so that neither whoever can write
 * the file nor a member past the program can put another key there.
 */
export type BoxName = "register" | "coding";

const HOLDERS: Readonly<Record<BoxName, readonly VaultRole[]>> = {
  register: ["caseworker"],
  coding: ["proposer", "approver"],
};

const USE = "box";
const schema = z.strictObject({
  name: z.string(),
  version: z.int().min(1),
  public: z.string().length(43),
  wrap: z.string(),
});

interface Box {
  readonly version: number;
  readonly public: string;
  readonly wrap: string;
}

const wrapLabel = (name: BoxName, publicKey: string) => `box:${name}:${publicKey}` as const;

const holders = (roster: Roster, name: BoxName): readonly Reader[] => [
  ...membersWith(roster, ...HOLDERS[name]).map(readerOf),
  ...recoveryReader(roster),
];

/** The public half, to seal to; undefined while nobody could open it, and where the row is not a member's. */
export async function boxReader(core: Core, actor: Pick<Actor, "keysOf">, name: BoxName): Promise<Reader | undefined> {
  const box = await readBox(core, actor, name);
  return box === undefined ? undefined : { id: name, key: boxKey(box.public) };
}

/** The private half; undefined for whoever does not hold it. */
export async function openBox(core: Core, actor: Actor, name: BoxName): Promise<Reader | undefined> {
  const pair = await openPair(actor, name, await readBox(core, actor, name));
  return pair === undefined ? undefined : { id: name, key: pair.private };
}

async function openPair(
  actor: Pick<Actor, "reader">,
  name: BoxName,
  box: Box | undefined,
): Promise<KeyPair | undefined> {
  if (box === undefined) return undefined;
  const seed = z.base64url().safeParse(await openSealed(box.wrap, wrapLabel(name, box.public), actor.reader));
  if (!seed.success) return undefined;
  const pair = boxPair(Buffer.from(seed.data, "base64url"));
  return pair.public === box.public ? pair : undefined;
}

async function readBox(core: Core, actor: Pick<Actor, "keysOf">, name: BoxName): Promise<Box | undefined> {
  const row = await core.files.data.db
    .selectFrom("box")
    .select(["document", "mac"])
    .where("name", "=", name)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const verified = await verify(row.document, USE, actor.keysOf);
  const box = schema.safeParse(verified?.value);
  const whole = box.success && box.data.name === name && sameMac(row.mac, core.mac("box", row.document));
  if (whole) return box.data;
  core.alarm("row changed");
  return undefined;
}

/** Seals again what was sealed to the old key of a box; inside the commit that brings the new one. */
export type Reseal = (db: Data, name: BoxName, from: KeyObject, to: Reader) => Promise<void>;

/**
 * Makes a box that is missing; lets in whoever joined; and where somebody left makes a new key and seals everything anew,
 * since they know the old one. For whoever can: others leave it to the next one who unlocks.
 */
export async function renewBoxes(core: Core, actor: Actor, reseal: Reseal): Promise<void> {
  for (const name of ["register", "coding"] as const) await renewBox(core, actor, name, reseal);
}

async function renewBox(core: Core, actor: Actor, name: BoxName, reseal: Reseal): Promise<void> {
  const wanted = holders(actor.roster.roster, name);
  if (wanted.length === 0) return;
  const box = await readBox(core, actor, name);
  if (box === undefined) {
    if (await isMissing(core, name)) await writeBox(core, actor, name, 1, boxPair(), wanted, async () => {});
    return;
  }
  const has = readersOf(box.wrap);
  const left = has.filter((id) => !wanted.some((reader) => reader.id === id));
  const joined = wanted.filter(({ id }) => !has.includes(id));
  if (left.length === 0 && joined.length === 0) return;
  const pair = await openPair(actor, name, box);
  if (pair === undefined) return;
  const next = left.length === 0 ? pair : boxPair();
  const to = { id: name, key: boxKey(next.public) };
  await writeBox(core, actor, name, box.version + 1, next, wanted, async (db) => {
    if (left.length > 0) await reseal(db, name, pair.private, to);
  });
}

async function isMissing(core: Core, name: BoxName): Promise<boolean> {
  const row = await core.files.data.db.selectFrom("box").select("name").where("name", "=", name).executeTakeFirst();
  return row === undefined;
}

async function writeBox(
  core: Core,
  actor: Actor,
  name: BoxName,
  version: number,
  pair: KeyPair,
  readers: readonly Reader[],
  alongside: (db: Data) => Promise<void>,
): Promise<void> {
  const wrap = await sealTo(readers, wrapLabel(name, pair.public), Buffer.from(pair.seed).toString("base64url"));
  const document = await sign(actor.signer, USE, { name, version, public: pair.public, wrap });
  const row = { document, mac: core.mac("box", document) };
  await core.files.data.db.transaction().execute(async (db) => {
    await db
      .insertInto("box")
      .values({ name, ...row })
      .onConflict((conflict) => conflict.column("name").doUpdateSet(row))
      .execute();
    await alongside(db);
  });
}
