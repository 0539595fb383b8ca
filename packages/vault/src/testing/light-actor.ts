import { type Actor, actorOf } from "../desk/actor.ts";
import type { Core } from "../core.ts";
import { found } from "../keys/found.ts";
import { renewBoxes } from "../keys/boxes.ts";
import { resealBoxes } from "../keys/reseal-boxes.ts";
import { readRosters } from "../keys/roster-shelf.ts";
import { openStaffKeys } from "../keys/staff-keys.ts";
import { STAFF } from "./light-desk.ts";
import { passphraseOf } from "./light-vault.ts";

/** Founds the vault of a core with everybody, and unlocks for one of them: for what lies below the desk. */
export async function actorIn(core: Core, id: string): Promise<Actor> {
  await found(
    core,
    Object.entries(STAFF).map(([each, roles]) => ({ id: each, roles, passphrase: passphraseOf(each) })),
  );
  const opened = await openStaffKeys(core, id, passphraseOf(id));
  const rosters = await readRosters(core);
  const actor = opened === undefined || !rosters.ok ? undefined : actorOf(core, opened.keys, rosters.value);
  if (actor === undefined) throw new Error("not unlocked");
  await renewBoxes(core, actor, resealBoxes(core));
  return actor;
}
