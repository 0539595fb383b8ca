import { eachOwnCase } from "../cases/each-own-case.ts";
import { err, ok, PASSPHRASE_MINIMUM } from "@commonhall/domain";
import type { GeneralJWS } from "jose";
import { writeAudit } from "../audit/audit.ts";
import { askForCopy } from "../backup/copy-due.ts";
import { countSealedToFormer, countWithoutRecovery, renewReaders } from "../cases/share-case.ts";
import type { Core } from "../core.ts";
import type { Actor } from "../desk/actor.ts";
import type { Candidate, KeyKeeping } from "../desk/ports.ts";
import { cosign, signersOf } from "../seal/signing.ts";
import { signKey } from "./curves.ts";
import { digitsOfMember, enrolled } from "./enrolment.ts";
import { makeRecovery, openRecovery } from "./recovery.ts";
import { anchorInKeyring, appendRoster } from "./roster-shelf.ts";
import {
  checkRoster,
  parseJws,
  readRoster,
  type Roster,
  type RosterMember,
  ROSTER_USE,
  signatories,
  signaturesNeeded,
  type SignedRoster,
  VAULT_ROLES,
} from "./roster.ts";
import { settleKeys } from "./settle-keys.ts";
import { lockFor, openStaffKeys, putStaffKeys } from "./staff-keys.ts";

/** The roster and the recovery key, as one member keeps them. */
export function keyKeeping(core: Core, actor: Actor): KeyKeeping {
  const { roster, fingerprint } = actor.roster;
  return {
    fingerprint,
    members: roster.members.map(({ id, roles }) => ({ id, roles })),
    candidates: async () => Promise.all((await candidates(core, actor)).map((one) => present(actor, one))),
    sign: async (wanted) => {
      const found = (await candidates(core, actor)).find((one) => one.fingerprint === wanted);
      if (found === undefined || !maySign(actor)) return err({ type: "no such roster" });
      return signCandidate(core, actor, found);
    },
    proposeLeave: async (member) => {
      const members = roster.members.filter(({ id }) => id !== member);
      if (members.length === roster.members.length || !maySign(actor)) return err({ type: "no such member" });
      if (signatories({ ...roster, members }).length === 0) return err({ type: "nobody would be left" });
      await propose(core, actor, { ...next(actor.roster), members });
      return ok();
    },
    proposeRoles: async (member, wanted) => {
      const roles = VAULT_ROLES.filter((role) => wanted.includes(role));
      const known = roster.members.find(({ id }) => id === member);
      if (known === undefined || !maySign(actor)) return err({ type: "no such member" });
      if (roles.length === 0 || roles.join() === known.roles.join()) return err({ type: "nothing to change" });
      const members = roster.members.map((one) => (one.id === member ? { ...one, roles } : one));
      if (signatories({ ...roster, members }).length === 0) return err({ type: "nobody would be left" });
      await propose(core, actor, { ...next(actor.roster), members });
      return ok();
    },
    makeRecovery: async (needed, shares) => {
      if (!maySign(actor)) return err({ type: "may not sign" });
      const made = await makeRecovery(needed, shares);
      if (!made.ok) return made;
      await propose(core, actor, { ...next(actor.roster), recovery: made.value.recovery });
      return ok({ papers: made.value.papers });
    },
    drill: async (papers) => {
      const opened = await openRecovery(roster.recovery, papers);
      return opened.ok ? ok() : opened;
    },
    changePassphrase: (old, wanted) => changePassphrase(core, actor, old, wanted),
    withoutRecovery: () => countWithoutRecovery(core, actor),
    sealedToFormer: () => countSealedToFormer(core, actor),
    renewCases: () => renewCases(core, actor),
  };
}

const maySign = ({ id, roster }: Actor): boolean => signatories(roster.roster).some((member) => member.id === id);

const next = ({ roster, hash }: SignedRoster): Roster => ({ ...roster, version: roster.version + 1, previous: hash });

/**
 * Those that a member proposed, who signed them with that, and one for each who enrolled: the same text for everybody, so
 * the same fingerprint. What else lies there was put into the file by somebody who cannot sign, and is never offered.
 */
async function candidates(core: Core, actor: Actor): Promise<readonly SignedRoster[]> {
  const rows = await core.files.data.db.selectFrom("roster_candidate").selectAll().execute();
  const proposed = rows.flatMap(({ document }) => readRoster(document) ?? []);
  const { roster, hash } = actor.roster;
  const valid: SignedRoster[] = [];
  for (const one of proposed) {
    if (one.roster.previous !== hash) continue;
    if ((await signedBy(actor, one)).size > 0) valid.push(one);
    else core.alarm("row changed");
  }
  const fresh = (await enrolled(core)).flatMap(({ member }) => {
    // Whoever lost a passphrase comes back under the same id with other keys.
    const others = roster.members.filter(({ id }) => id !== member.id);
    const text = JSON.stringify({ ...next(actor.roster), members: [...others, member] });
    return readRoster(JSON.stringify(unsigned(text))) ?? [];
  });
  const known = new Set(valid.map((one) => one.hash));
  return [...valid, ...fresh.filter((one) => !known.has(one.hash))];
}

const unsigned = (text: string): GeneralJWS => ({ payload: Buffer.from(text).toString("base64url"), signatures: [] });

async function present(actor: Actor, candidate: SignedRoster): Promise<Candidate> {
  const { roster } = actor.roster;
  const [before, after] = [roster.members, candidate.roster.members];
  const joins = after.filter((member) => !hasKeys(before, member));
  const changes = after.filter((member) => hasKeys(before, member) && !hasPart(before, member));
  return {
    fingerprint: candidate.fingerprint,
    joins: joins.map(({ id }) => id),
    digits: joins.map(digitsOfMember),
    leaves: before.filter((member) => !hasKeys(after, member)).map(({ id }) => id),
    parts: [...joins, ...changes].map(({ id, roles }) => ({ id, roles })),
    newRecovery: hasOtherRecovery(actor, candidate),
    signed: [...(await signedBy(actor, candidate))],
    needed: signaturesNeeded(roster),
  };
}

const hasOtherRecovery = (actor: Actor, { roster }: SignedRoster): boolean =>
  JSON.stringify(roster.recovery) !== JSON.stringify(actor.roster.roster.recovery);

/** Whoever has other keys joins anew, and has to be looked at. */
const hasKeys = (members: Roster["members"], { id, box, sign }: RosterMember): boolean =>
  members.some((member) => member.id === id && member.box === box && member.sign === sign);

const hasPart = (members: Roster["members"], { id, roles }: RosterMember): boolean =>
  members.some((member) => member.id === id && member.roles.join() === roles.join());

async function signedBy(actor: Actor, candidate: SignedRoster): Promise<ReadonlySet<string>> {
  const jws = parseJws(candidate.document);
  const keys = new Map(signatories(actor.roster.roster).map(({ id, sign }) => [id, sign]));
  if (jws === undefined) return new Set();
  return signersOf(jws, ROSTER_USE, (id) => {
    const key = keys.get(id);
    return key === undefined ? undefined : signKey(key);
  });
}

async function propose(core: Core, actor: Actor, roster: Roster): Promise<void> {
  const candidate = readRoster(JSON.stringify(unsigned(JSON.stringify(roster))));
  if (candidate === undefined) throw new Error("Not a roster");
  await signCandidate(core, actor, candidate);
}

/** Adds this member's signature; with the last one that is needed the roster counts. */
async function signCandidate(core: Core, actor: Actor, candidate: SignedRoster): ReturnType<KeyKeeping["sign"]> {
  if ((await signedBy(actor, candidate)).has(actor.id)) return err({ type: "signed already" });
  const text = Buffer.from(parseJws(candidate.document)?.payload ?? "", "base64url").toString("utf8");
  const own = await cosign(text, ROSTER_USE, [actor.signer]);
  const before = parseJws(candidate.document)?.signatures ?? [];
  const document = JSON.stringify({ payload: own.payload, signatures: [...before, ...own.signatures] });
  const checked = await checkRoster(document, actor.roster);
  const { data } = core.files;
  await data.db.transaction().execute(async (db) => {
    if (checked.ok) {
      await appendRoster(core, db, checked.value);
      await settleKeys(db, actor.roster.roster, checked.value.roster);
      if (hasOtherRecovery(actor, checked.value)) await askForCopy(db, "recovery renewed");
    } else {
      await db
        .insertInto("roster_candidate")
        .values({ hash: candidate.hash, document })
        .onConflict((conflict) => conflict.column("hash").doUpdateSet({ document }))
        .execute();
    }
    await writeAudit(core, db, actor.roster.roster, actor.signer, { what: "signed a roster" });
  });
  if (checked.ok) await anchorInKeyring(core, checked.value);
  return ok();
}

async function changePassphrase(
  core: Core,
  actor: Actor,
  old: string,
  wanted: string,
): ReturnType<KeyKeeping["changePassphrase"]> {
  if (Array.from(wanted).length < PASSPHRASE_MINIMUM) return err({ type: "too short" });
  const opened = await openStaffKeys(core, actor.id, old);
  if (opened === undefined) return err({ type: "wrong" });
  const lock = await lockFor(core, wanted);
  await core.files.data.db.transaction().execute((db) => putStaffKeys(db, lock, opened.keys));
  return ok();
}

/** Every case that this member can open: whoever left the roster loses it, and a new recovery key can open it. */
const renewCases = (core: Core, actor: Actor): ReturnType<KeyKeeping["renewCases"]> =>
  eachOwnCase(core, actor, (id) => renewReaders(core, actor, id));
