import {
  actorId,
  err,
  multikey,
  ok,
  SHARED_KINDS,
  type ActorId,
  type AllianceMember,
  type AllianceRefused,
  type AllianceTerms,
  type CharterDraft,
  type CharterTerms,
  type KindTerms,
  type Multikey,
  type RemoteActor,
  type Result,
  type SharedKind,
} from "@commonhall/domain";
import { multikeyOf, parseActor, parseDocument } from "@commonhall/wire";
import { findByAddress, findKnown, type AddressUse } from "../discovery/find-by-address.ts";
import type { FederationPorts } from "../ports.ts";

type Ports = Pick<FederationPorts, "site" | "direct">;
type Refusal = AllianceRefused;

interface Resolving {
  readonly us: AllianceMember;
  /** Members of the version in force: whoever stays is not looked up, and need not be there just now. */
  readonly members: readonly AllianceMember[];
}

/** A draft with everybody's actor and key in the place of their address. */
export async function resolveDraft(
  ports: Ports,
  use: AddressUse,
  draft: CharterDraft,
  known: Resolving,
): Promise<Result<CharterTerms, Refusal>> {
  const byAddress = new Map<string, AllianceMember>();
  for (const address of draft.members) {
    const member = await resolve(ports, use, address, known);
    if (!member.ok) return member;
    byAddress.set(address.trim(), member.value);
  }
  const terms = resolveTerms(draft, (address) => byAddress.get(address.trim())?.id ?? actorId(address.trim()));
  const members = [...new Map([...byAddress.values()].map((member) => [member.id, member])).values()];
  return terms.ok ? ok({ ...draft, terms: terms.value, members }) : terms;
}

async function resolve(
  ports: Ports,
  use: AddressUse,
  address: string,
  { us, members }: Resolving,
): Promise<Result<AllianceMember, Refusal>> {
  if (address.trim() === us.id) return ok(us);
  const named = (await findKnown(ports.direct, address))?.id;
  const present = members.find(({ id }) => id === named);
  if (present !== undefined && (await ports.direct.alliances.showsKey(present)) !== false) return ok(present);
  const found = await findByAddress(ports, use, address);
  if (!found.ok) return found.error.type === "ourselves" ? ok(us) : err(refusalOf(found.error, address));
  const keys = keysShownBy(found.value);
  const { id } = found.value;
  const had = members.find((member) => member.id === id);
  const key = had !== undefined && keys.includes(had.key) ? had.key : keys[0];
  return key === undefined ? err({ type: "member without key", address }) : ok({ id, key });
}

function refusalOf(
  why: { readonly type: string; readonly host?: string; readonly detail?: string },
  address: string,
): Refusal {
  if (why.type === "refused domain") return { type: "refused domain", host: why.host ?? "" };
  return { type: "member not found", address, detail: why.detail ?? why.type };
}

/** The Ed25519 keys that an actor shows. */
export function keysShownBy({ document }: Pick<RemoteActor, "document">): readonly Multikey[] {
  const json = parseDocument(document);
  const actor = json.ok ? parseActor(json.value) : json;
  const keys = actor.ok ? actor.value.keys.filter(({ algorithm }) => algorithm === "Ed25519") : [];
  return keys.flatMap(({ publicKey }) => multikey(multikeyOf(publicKey)) ?? []);
}

function resolveTerms(
  { terms }: CharterDraft,
  idOf: (address: string) => ActorId | undefined,
): Result<AllianceTerms, Refusal> {
  const kinds: Partial<Record<SharedKind, KindTerms>> = {};
  for (const kind of SHARED_KINDS) {
    const { from, passOn = false } = terms.kinds[kind] ?? {};
    if (from === undefined) continue;
    const ids = from === "all" ? from : from.map(idOf);
    if (ids !== "all" && ids.includes(undefined)) {
      return err({ type: "member not found", address: (from === "all" ? [] : from).join(", "), detail: "no member" });
    }
    const senders = ids === "all" ? ids : [...new Set(ids.filter((id) => id !== undefined))].sort();
    if (senders.length > 0) kinds[kind] = { from: senders, passOn };
  }
  return ok({ kinds, ...(terms.retention === undefined ? {} : { retention: terms.retention }) });
}
