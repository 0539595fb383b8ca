import { err, ok, type Result } from "@commonhall/domain";
import { type Core, sameMac } from "../core.ts";
import type { Data, Keyring } from "../database/vault-files.ts";
import { checkRoster, type Roster, type RosterProblem, type SignedRoster } from "./roster.ts";

/** Every roster that ever was, checked from the first to the last each time that it is asked for. */
export interface Rosters {
  /** Undefined until the vault is founded. */
  readonly current: SignedRoster | undefined;
  readonly all: readonly SignedRoster[];
}

/**
 * Whoever can write the data file could put a whole chain of their own there, signed by themselves. So the last hash
 * stands beside it under a MAC whose key is not in the file, and a second time in the keyring, so that an old copy of the
 * data file is noticed too. An old copy of both is noticed by each member, whose own keys remember what they saw last.
 */
export async function readRosters(core: Core): Promise<Result<Rosters, RosterProblem>> {
  // The keyring first: it is never ahead of the other, whoever writes meanwhile.
  const inKeyring = await anchorIn(core.files.keyring.db);
  const reading = core.files.data.db.transaction().setAccessMode("read only");
  const { rows, inData } = await reading.execute(async (db) => ({
    rows: await db.selectFrom("roster").selectAll().orderBy("version").execute(),
    inData: (await db.selectFrom("vault").select("value").where("name", "=", ANCHOR).executeTakeFirst())?.value,
  }));
  const all: SignedRoster[] = [];
  for (const { document } of rows) {
    const checked = await checkRoster(document, all.at(-1));
    if (!checked.ok) return changed(core);
    all.push(checked.value);
  }
  const anchored = await isAnchored(core, all, inData, inKeyring);
  return anchored ? ok({ current: all.at(-1), all }) : changed(core);
}

/** In the same commit as what else changes with it. Write the keyring's anchor with `anchorInKeyring` afterwards. */
export async function appendRoster(core: Core, db: Data, next: SignedRoster): Promise<void> {
  await db.insertInto("roster").values({ version: next.roster.version, document: next.document }).execute();
  await db.deleteFrom("roster_candidate").execute();
  const value = anchorOf(core, next);
  await db
    .insertInto("vault")
    .values({ name: ANCHOR, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
}

export async function anchorInKeyring(core: Core, roster: SignedRoster): Promise<void> {
  const value = anchorOf(core, roster);
  await core.files.keyring.db
    .insertInto("anchor")
    .values({ name: ANCHOR, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
}

const ANCHOR = "roster";

const anchorOf = (core: Core, { roster, hash }: SignedRoster): string =>
  `${roster.version}.${hash}.${core.mac("roster", String(roster.version), hash)}`;

const anchorIn = async (db: Keyring): Promise<string | undefined> =>
  (await db.selectFrom("anchor").select("value").where("name", "=", ANCHOR).executeTakeFirst())?.value;

async function isAnchored(
  core: Core,
  all: readonly SignedRoster[],
  inData: string | undefined,
  inKeyring: string | undefined,
): Promise<boolean> {
  const current = all.at(-1);
  if (current === undefined) return inData === undefined && inKeyring === undefined && !(await wasFounded(core));
  if (inData === undefined || !sameMac(inData, anchorOf(core, current))) return false;
  if (inKeyring !== undefined && !all.some((one) => sameMac(inKeyring, anchorOf(core, one)))) return false;
  return true;
}

/** The program may have ended between the two files; the keyring then knows the roster before, and hears of this one here. */
export async function catchUpAnchor(core: Core): Promise<void> {
  const rosters = await readRosters(core);
  const current = rosters.ok ? rosters.value.current : undefined;
  if (current === undefined) return;
  if ((await anchorIn(core.files.keyring.db)) !== anchorOf(core, current)) await anchorInKeyring(core, current);
}

/** Keys of members and sealed cases come after the first roster: without one, somebody took it away to found another. */
async function wasFounded({ files }: Core): Promise<boolean> {
  const { db } = files.data;
  const member = await db.selectFrom("staff_key").select("id").limit(1).executeTakeFirst();
  const sealed = await db.selectFrom("sealed_case").select("id").limit(1).executeTakeFirst();
  return member !== undefined || sealed !== undefined;
}

function changed(core: Core): Result<never, RosterProblem> {
  core.alarm("roster changed");
  return err({ type: "changed behind the program's back" });
}

/** For those who only want to know whom to seal to. Throws where the rosters cannot be trusted: nothing may be sealed then. */
export async function currentRoster(core: Core): Promise<Roster | undefined> {
  const rosters = await readRosters(core);
  if (!rosters.ok) throw new Error(`The roster was ${rosters.error.type}`);
  return rosters.value.current?.roster;
}
