import { writeAudit } from "../audit/audit.ts";
import type { Core } from "../core.ts";
import { LOCKED } from "../database/migrations.ts";
import type { KeyringSchema } from "../database/schema.ts";
import { programSigner } from "../desk/actor.ts";
import type { Sessions } from "../desk/sessions.ts";
import { readRosters } from "../keys/roster-shelf.ts";
import { scrub } from "./scrub.ts";

const MARK = LOCKED;

/**
 * The panic lock: no session is left, and no erase key. Rows stay, and open again only with the keyring's offline copy
 * (`restoreKeyring`). The keyring is emptied rather than deleted, because another process may have it open.
 */
export async function lockDown(core: Core, sessions: Sessions, by: string): Promise<void> {
  sessions.closeAll();
  const { data, keyring } = core.files;
  await data.db
    .insertInto("vault")
    .values({ name: MARK, value: by })
    .onConflict((at) => at.doNothing())
    .execute();
  await keyring.db.transaction().execute(async (db) => {
    await db
      .insertInto("anchor")
      .values({ name: LOCKED, value: "" })
      .onConflict((at) => at.doNothing())
      .execute();
    await db.deleteFrom("erase_key").execute();
  });
  await keyring.vacuum();
  await scrub(core);
  const rosters = await readRosters(core);
  const roster = rosters.ok ? rosters.value.current?.roster : undefined;
  if (roster === undefined) return;
  const deed = { what: "locked in panic", with: by } as const;
  await data.db.transaction().execute((db) => writeAudit(core, db, roster, programSigner(core), deed));
}

export async function isLockedDown(core: Core): Promise<boolean> {
  const row = await core.files.data.db.selectFrom("vault").select("name").where("name", "=", MARK).executeTakeFirst();
  return row !== undefined;
}

/** With the keys that the keyring had: none can be written into it before. */
export async function endLockDown(core: Core, keys: readonly KeyringSchema["erase_key"][]): Promise<void> {
  await core.files.keyring.db.transaction().execute(async (db) => {
    await db.deleteFrom("anchor").where("name", "=", LOCKED).execute();
    for (const key of keys) {
      await db
        .insertInto("erase_key")
        .values(key)
        .onConflict((at) => at.doNothing())
        .execute();
    }
  });
  await core.files.data.db.deleteFrom("vault").where("name", "=", MARK).execute();
}
