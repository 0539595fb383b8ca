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
import {
  checkRoster,
  membersWith,
  RECOVERY,
  type Recovery,
  type RosterMember,
  ROSTER_USE,
  type SignedRoster,
} from "./roster.ts";
import { settleKeys } from "./settle-keys.ts";

export type AdmitRefused =
  | PapersRefused
  | { readonly type: "roster changed" }
  /** No keys were made for this person, or none that open cases. */
  | { readonly type: "not enrolled" };

/** How many cases somebody can open now, and why the others stay closed. */
export interface Admitted {
  readonly cases: number;
  readonly closed: {
    /** They were sealed before there was a recovery key, and never renewed. */
    readonly noRecovery: number;
    /** They are sealed to the recovery key of before: to other papers. */
    readonly olderRecovery: number;
    /** The keyring lacks their keys: an older or a newer copy of it has them. */
    readonly noKey: number;
    /** Somebody changed them in the file. */
    readonly changed: number;
  };
}

/**
 * The recovery ceremony: where nobody is left who can let a colleague in, the custodians do, with their papers, and hand
 * over every case that opens; somebody whom colleagues have let in already is handed them alone. The key exists for as
 * long as this runs.
 */
export async function admitByRecovery(
  core: Core,
  reseal: Reseal,
  papers: readonly string[],
  member: string,
): Promise<Result<Admitted, AdmitRefused>> {
  const rosters = await readRosters(core);
  if (!rosters.ok) return err({ type: "roster changed" });
  const { current } = rosters.value;
  const opened = await openRecovery(current?.roster.recovery ?? null, papers);
  if (!opened.ok) return opened;
  const recovery = current?.roster.recovery;
  if (current === undefined || recovery === undefined || recovery === null) return err({ type: "no recovery key" });
  const joining = (await enrolled(core)).find((one) => one.member.id === member)?.member;
  const isReader = membersWith(current.roster, "caseworker").some(({ id }) => id === member);
  if (joining === undefined && !isReader) return err({ type: "not enrolled" });
  const next = joining === undefined ? current : await letIn(core, current, joining, opened.value);
  const all = next === current ? rosters.value.all : [...rosters.value.all, next];
  const actor = custodians(core, { current: next, all }, next, recovery, opened.value);
  await renewBoxes(core, actor, reseal);
  return ok(await handOver(core, actor, member));
}

/** Whoever has lost a passphrase comes back under the same name with new keys. */
function letIn(core: Core, current: SignedRoster, joining: RosterMember, keys: RecoveryKeys): Promise<SignedRoster> {
  const members = [...current.roster.members.filter(({ id }) => id !== joining.id), joining];
  return appendSigned(core, current, { ...current.roster, members }, keys);
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
  isHere: () => true,
});

async function handOver(core: Core, actor: Actor, member: string): Promise<Admitted> {
  const rows = await core.files.data.db.selectFrom("sealed_case").select(["id", "recovery", "erase_key"]).execute();
  const keys = await core.files.keyring.db.selectFrom("erase_key").select("id").execute();
  const there = new Set(keys.map(({ id }) => id));
  const closed = { noRecovery: 0, olderRecovery: 0, noKey: 0, changed: 0 };
  let cases = 0;
  if (!membersWith(actor.roster.roster, "caseworker").some(({ id }) => id === member)) return { cases, closed };
  for (const { id, recovery, erase_key: key } of rows) {
    const shared = await shareCases(core, actor).share(id, member);
    if (shared.ok) cases++;
    else if (!there.has(key)) closed.noKey++;
    else if (recovery === null) closed.noRecovery++;
    else if (recovery !== actor.reader.id) closed.olderRecovery++;
    else closed.changed++;
  }
  return { cases, closed };
}
