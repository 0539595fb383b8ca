import { err, ok, type Result } from "@commonhall/domain";
import { writeAudit } from "../audit/audit.ts";
import type { Core } from "../core.ts";
import { cosign, type Signer } from "../seal/signing.ts";
import { SUITE } from "../seal/sealing.ts";
import { type Enrolment, type EnrolRefused, memberOf, vaultRoles } from "./enrolment.ts";
import { anchorInKeyring, appendRoster, readRosters } from "./roster-shelf.ts";
import { checkRoster, type Roster, type RosterMember, ROSTER_USE, signatories } from "./roster.ts";
import { lockFor, newStaffKeys, putStaffKeys, type StaffKeys, type StaffLock } from "./staff-keys.ts";

export type FoundRefused =
  | { readonly type: "founded already" }
  | { readonly type: "nobody may sign" }
  | { readonly type: "same person twice"; readonly id: string }
  | { readonly type: "person"; readonly id: string; readonly why: EnrolRefused };

/**
 * The first roster: everybody who is there when the centre is set up, signed by all of them who may sign. Its
 * fingerprint goes on paper. Refused whole or done whole.
 */
export async function found(
  core: Core,
  people: readonly Enrolment[],
): Promise<Result<{ readonly fingerprint: string }, FoundRefused>> {
  const rosters = await readRosters(core);
  if (!rosters.ok || rosters.value.current !== undefined) return err({ type: "founded already" });
  const seen = new Set<string>();
  const prepared: { readonly keys: StaffKeys; readonly lock: StaffLock; readonly member: RosterMember }[] = [];
  for (const person of people) {
    const roles = vaultRoles(person);
    if (!roles.ok) return err({ type: "person", id: person.id, why: roles.error });
    if (seen.has(person.id)) return err({ type: "same person twice", id: person.id });
    seen.add(person.id);
    const keys = newStaffKeys(person.id);
    prepared.push({ keys, lock: await lockFor(core, person.passphrase), member: memberOf(keys, roles.value) });
  }
  const members = prepared.map(({ member }) => member);
  const roster: Roster = { suite: SUITE, vault: core.vaultId, version: 1, previous: null, members, recovery: null };
  const may = new Set(signatories(roster).map(({ id }) => id));
  const signers = prepared
    .filter(({ keys }) => may.has(keys.id))
    .map(({ keys }): Signer => ({ id: keys.id, key: keys.sign.private }));
  const [first] = signers;
  if (first === undefined) return err({ type: "nobody may sign" });
  const document = JSON.stringify(await cosign(JSON.stringify(roster), ROSTER_USE, signers));
  const signed = await checkRoster(document, undefined);
  if (!signed.ok) throw new Error(`The first roster was refused: ${signed.error.type}`);
  await core.files.data.db.transaction().execute(async (db) => {
    await appendRoster(core, db, signed.value);
    for (const { keys, lock } of prepared) await putStaffKeys(db, lock, { ...keys, rosterSeen: signed.value.document });
    await writeAudit(core, db, roster, first, { what: "signed a roster" });
  });
  await anchorInKeyring(core, signed.value);
  return ok({ fingerprint: signed.value.fingerprint });
}
