import {
  allianceLine,
  charterChanges,
  checkCharter,
  endOf,
  err,
  firstCharter,
  maySign,
  nextCharter,
  objectId,
  ok,
  type Alliance,
  type AllianceCommands,
  type AllianceRefused,
  type Charter,
  type CharterDraft,
  type CharterHash,
  type KnownCharters,
  type ObjectId,
  type Result,
} from "@commonhall/domain";
import {
  charterPayload,
  hashOfPayload,
  leavePayload,
  PAYLOAD_LIMIT,
  signStatement,
  versionFromCharter,
} from "@commonhall/wire";
import type { AddressUse } from "../discovery/find-by-address.ts";
import { beginHandling } from "../inbox/handling.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import type { FederationPorts } from "../ports.ts";
import { keptVersion } from "./examine-statement.ts";
import { keepStatements } from "./keep-statements.ts";
import { offerStatement } from "./offer-statement.ts";
import { ourSide, type OurSide } from "./our-side.ts";
import { resolveDraft } from "./resolve-members.ts";
import { checkKeys, sayCharter, type Said } from "./say-charter.ts";

type Ports = Pick<FederationPorts, "site" | "clock" | "newId" | "work" | "direct">;
type Use = AddressUse & { readonly keys: LocalKeys };

/** Alliances of many: founding one, signing and changing its charter, leaving it (wire.md 6). */
export const allianceCommands = (ports: Ports, use: Use): AllianceCommands => ({
  found: (draft) => withSide(ports, use, (side) => found(ports, use, side, draft)),
  propose: (id, draft) =>
    withAlliance(ports, use, id, (side, alliance) => propose(ports, use, { side, alliance }, draft)),
  sign: (id, version) =>
    withAlliance(ports, use, id, (side, alliance) => sign(ports, use, { side, alliance }, version)),
  leave: (id) => withAlliance(ports, use, id, (side, alliance) => leave(ports, side, alliance)),
});

interface Place {
  readonly side: OurSide;
  readonly alliance: Alliance;
}

async function withSide(ports: Ports, { keys }: Use, work: (side: OurSide) => Promise<Said>): Promise<Said> {
  const side = await ourSide(ports, keys);
  return side === undefined ? err({ type: "no centre yet" }) : work(side);
}

const withAlliance = (
  ports: Ports,
  use: Use,
  id: ObjectId,
  work: (side: OurSide, alliance: Alliance) => Promise<Said>,
): Promise<Said> =>
  withSide(ports, use, async (side) => {
    const named = objectId(id);
    const alliance = named === undefined ? undefined : await ports.direct.alliances.get(named);
    return alliance === undefined ? err({ type: "not found", id }) : work(side, alliance);
  });

/** Whoever founds an alliance is in it, named or not. */
async function found(ports: Ports, use: Use, side: OurSide, draft: CharterDraft): Promise<Said> {
  const members = draft.members.includes(side.us.id) ? draft.members : [...draft.members, side.us.id];
  const terms = await resolveDraft(ports, use, { ...draft, members }, { us: side.us, members: [side.us] });
  if (!terms.ok) return terms;
  if (terms.value.members.length < 2) return err({ type: "alone" });
  const fit = checkDraft(firstCharter(terms.value, ports.site.origin), ports.clock());
  return fit.ok ? sayCharter(ports, side, keptVersion(versionFromCharter(fit.value), charterPayload(fit.value))) : fit;
}

async function propose(ports: Ports, use: Use, { side, alliance }: Place, draft: CharterDraft): Promise<Said> {
  const { standing } = alliance;
  if (!standing.isFounded) return err({ type: "not founded yet" });
  if (standing.members.every(({ id }) => id !== side.us.id)) return err({ type: "not a member" });
  if (ports.clock() >= endOf(standing.current.charter)) return err({ type: "cannot sign", why: "ended" });
  const terms = await resolveDraft(ports, use, draft, { us: side.us, members: standing.current.charter.members });
  if (!terms.ok) return terms;
  const fit = checkDraft(nextCharter(standing, terms.value), ports.clock());
  if (!fit.ok) return fit;
  if (charterChanges(standing.current.charter, fit.value).length === 0) return err({ type: "nothing changed" });
  const version = versionFromCharter(fit.value);
  const keys = await checkKeys(ports, use.find, { us: side.us, version, before: standing.current });
  return keys.ok ? sayCharter(ports, side, keptVersion(version, charterPayload(fit.value))) : keys;
}

function checkDraft(charter: Charter, now: number): Result<Charter, AllianceRefused> {
  const fit = checkCharter(charter);
  if (!fit.ok) return err({ type: "unfit", why: fit.error });
  if (now >= endOf(charter)) return err({ type: "ends in the past" });
  const bytes = Buffer.byteLength(charterPayload(charter));
  return bytes > PAYLOAD_LIMIT ? err({ type: "too large", bytes, limit: PAYLOAD_LIMIT }) : ok(charter);
}

/** What waits for our signature, or what is named. The version in force can be signed afterwards: it stands the firmer. */
async function sign(ports: Ports, use: Use, { side, alliance }: Place, named: CharterHash | undefined): Promise<Said> {
  const known = await ports.direct.alliances.known(alliance.id);
  const chosen = named === undefined ? waitingFor(known, alliance, side, ports.clock()) : ok(named);
  if (!chosen.ok) return chosen;
  const may = maySign(known, alliance.standing, chosen.value, { us: side.us, now: ports.clock() });
  if (!may.ok) return err({ type: "cannot sign", why: may.error.type });
  const before = known.versions.find(({ hash }) => hash === may.value.charter.before);
  const keys = await checkKeys(ports, use.find, { us: side.us, version: may.value, before });
  return keys.ok ? sayCharter(ports, side, keptVersion(may.value, charterPayload(may.value.charter))) : keys;
}

function waitingFor(
  known: KnownCharters,
  { standing }: Alliance,
  { us }: OurSide,
  now: number,
): Result<CharterHash, AllianceRefused> {
  const open = [...standing.proposals.map(({ version }) => version), standing.current]
    .map(({ hash }) => hash)
    .filter((hash, at, all) => all.indexOf(hash) === at && maySign(known, standing, hash, { us, now }).ok);
  const proposed = open.filter((hash) => hash !== standing.current.hash || !standing.isFounded);
  const [first, ...more] = proposed.length > 0 ? proposed : open;
  if (first === undefined) return err({ type: "nothing to sign" });
  return more.length === 0 ? ok(first) : err({ type: "several", versions: [first, ...more] });
}

/** Asks nobody. From this commit on we send nothing for it, and whoever hears of it sends us nothing. */
async function leave(ports: Ports, { us, privateKey }: OurSide, alliance: Alliance): Promise<Said> {
  const { standing, id } = alliance;
  const here = standing.current.charter.members.find(({ id: other, key }) => other === us.id && key === us.key);
  if (here === undefined || standing.members.every((member) => member.id !== us.id))
    return err({ type: "not a member" });
  const at = standing.current.hash;
  const payload = leavePayload({ alliance: id, member: us.id, at });
  const signed = await signStatement("leave", payload, { key: us.key, privateKey, at: ports.clock() });
  const { protected: head, signature } = signed;
  const said = { hash: hashOfPayload(payload), alliance: id, member: us.id, key: us.key, at, payload };
  return ports.work.run(async (rooms): Promise<Said> => {
    const handling = await beginHandling(ports, rooms, new Set());
    const statements = { versions: [], signatures: [], leaves: [{ ...said, protected: head, signature }] };
    const kept = await keepStatements(handling, id, { us, statements });
    if (kept === undefined) return err({ type: "not found", id });
    await offerStatement(handling, kept, said.hash);
    return ok(allianceLine(kept, handling.now));
  });
}
