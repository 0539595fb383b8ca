import { err, ok, type Result } from "@commonhall/domain";
import { writeAudit } from "../audit/audit.ts";
import { shareCases } from "../cases/share-case.ts";
import type { Core } from "../core.ts";
import { type Actor, everybodysKeys } from "../desk/actor.ts";
import { cosign } from "../seal/signing.ts";
import { type Reseal, renewBoxes } from "./boxes.ts";
import { enrolled } from "./enrolment.ts";
import { recoveryName } from "./readers.ts";
import { openRecovery, type PapersRefused, type RecoveryKeys } from "./recovery.ts";
import { anchorInKeyring, appendRoster, readRosters, type Rosters } from "./roster-shelf.ts";
import { checkRoster, RECOVERY, type Recovery, ROSTER_USE, type SignedRoster } from "./roster.ts";
import { settleKeys } from "./settle-keys.ts";

export type AdmitRefused =
  | PapersRefused
  | { readonly type: "roster changed" }
  /** No keys were made for this person, or the roster has them already. */
  | { readonly type: "not enrolled" };

/**
 * The recovery ceremony: where nobody is left who can let a colleague in, the custodians do, with their papers, and hand
 * over every case. The key exists for as long as this runs.
 */
export async function admitByRecovery(
  core: Core,
  reseal: Reseal,
  papers: readonly string[],
  member: string,
): Promise<Result<{ readonly cases: number }, AdmitRefused>> {
  const rosters = await readRosters(core);
  if (!rosters.ok) return err({ type: "roster changed" });
  const { current } = rosters.value;
  const opened = await openRecovery(current?.roster.recovery ?? null, papers);
  if (!opened.ok) return opened;
  const recovery = current?.roster.recovery;
  if (current === undefined || recovery === undefined || recovery === null) return err({ type: "no recovery key" });
  const joining = (await enrolled(core)).find((one) => one.member.id === member);
  if (joining === undefined) return err({ type: "not enrolled" });
  // Whoever has lost a passphrase comes back under the same name with new keys.
  const members = [...current.roster.members.filter(({ id }) => id !== member), joining.member];
  const next = await appendSigned(core, current, { ...current.roster, members }, opened.value);
  const actor = custodians(core, { current: next, all: [...rosters.value.all, next] }, next, recovery, opened.value);
  await renewBoxes(core, actor, reseal);
  return ok({ cases: await handOver(core, actor, member) });
}

async function appendSigned(
  core: Core,
  current: SignedRoster,
  wanted: SignedRoster["roster"],
  keys: RecoveryKeys,
): Promise<SignedRoster> {
  const roster = { ...wanted, version: current.roster.version + 1, previous: current.hash };
  const signer = { id: RECOVERY, key: keys.sign.private };
  const document = JSON.stringify(await cosign(JSON.stringify(roster), ROSTER_USE, [signer]));
  const checked = await checkRoster(document, current);
  if (!checked.ok) throw new Error(`The custodians' roster was refused: ${checked.error.type}`);
  await core.files.data.db.transaction().execute(async (db) => {
    await appendRoster(core, db, checked.value);
    await settleKeys(db, current.roster, checked.value.roster);
    await writeAudit(core, db, current.roster, signer, { what: "signed a roster" });
  });
  await anchorInKeyring(core, checked.value);
  return checked.value;
}

const custodians = (
  core: Core,
  rosters: Rosters,
  roster: SignedRoster,
  recovery: Recovery,
  keys: RecoveryKeys,
): Actor => ({
  id: RECOVERY,
  roles: ["caseworker"],
  reader: { id: recoveryName(recovery), key: keys.box.private },
  signer: { id: RECOVERY, key: keys.sign.private },
  roster,
  keysOf: everybodysKeys(core, rosters),
});

async function handOver(core: Core, actor: Actor, member: string): Promise<number> {
  const rows = await core.files.data.db.selectFrom("sealed_case").select("id").execute();
  let cases = 0;
  for (const { id } of rows) {
    const shared = await shareCases(core, actor).share(id, member);
    if (shared.ok) cases++;
  }
  return cases;
}
