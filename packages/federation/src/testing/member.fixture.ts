import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import {
  firstCharter,
  multikey,
  nextCharter,
  standingOf,
  termsInForce,
  trusted,
  type AllianceMember,
  type CharterTerms,
  type CharterVersion,
  type KnownCharters,
} from "@commonhall/domain";
import { someTerms } from "@commonhall/domain/testing";
import {
  charterPayload,
  hashOfPayload,
  leavePayload,
  multikeyOf,
  replicaAddress,
  signStatement,
  statementAddress,
  statementDocument,
  statementOffer,
  statementText,
  versionFromCharter,
  type JsonObject,
  type ShownStatement,
} from "@commonhall/wire";
import { ourSide } from "../alliances/our-side.ts";
import { localKeys } from "../keys/local-keys.ts";
import type { Hall } from "./hall.fixture.ts";
import { reader } from "./reader.fixture.ts";
import { server, type Server } from "./server.fixture.ts";

/** A member of an alliance on a server of somebody else's, with a key that its actor shows. */
export interface Member extends AsyncDisposable {
  readonly member: AllianceMember;
  readonly privateKey: KeyObject;
  readonly server: Server;
  readonly asks: ReturnType<typeof reader>["asks"];
  readonly known: ReturnType<typeof reader>["known"];
}

let count = 0;

export async function member(): Promise<Member> {
  const there = await server();
  const { privateKey } = generateKeyPairSync("ed25519");
  const pem = createPublicKey(privateKey).export({ format: "pem", type: "spki" }).toString();
  const key = multikey(multikeyOf(pem));
  if (key === undefined) throw new Error("no key");
  const id = `${there.origin}/centres/hall`;
  const method = { id: `${id}#ed25519-key`, type: "Multikey", controller: id, publicKeyMultibase: key };
  const who = reader(there, "/centres/hall", { assertionMethod: [method], alliances: `${id}/alliances` });
  return {
    member: { id: who.id, key },
    privateKey,
    server: there,
    asks: (...question) => who.asks(...question),
    known: who.known,
    [Symbol.asyncDispose]: () => there.close(),
  };
}

/** Our centre as others name it in a charter. */
export async function usIn({ ports }: Hall): Promise<AllianceMember> {
  const side = await ourSide(ports, localKeys(ports));
  if (side === undefined) throw new Error("no centre");
  return side.us;
}

export const termsOf = (members: readonly AllianceMember[], more: Partial<CharterTerms> = {}): CharterTerms =>
  someTerms(
    members.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    more,
  );

export const foundedBy = (
  by: Member,
  members: readonly AllianceMember[],
  more: Partial<CharterTerms> = {},
): CharterVersion => versionFromCharter(firstCharter(termsOf(members, more), by.server.origin));

export function next(known: KnownCharters, change: Partial<CharterTerms>): CharterVersion {
  const standing = standingOf(known);
  if (standing === undefined) throw new Error("nothing is known");
  return versionFromCharter(nextCharter(standing, { ...termsInForce(standing), ...change }));
}

/** A version with the signatures of these, as it travels. */
export async function signedBy(by: readonly Member[], version: CharterVersion, at: number): Promise<ShownStatement> {
  const payload = charterPayload(version.charter);
  const signatures = await Promise.all(
    by.map(({ member: { key }, privateKey }) => signStatement("charter", payload, { key, privateKey, at })),
  );
  return shown(by[0], version, { type: "charter", text: statementText(payload, signatures), hash: version.hash });
}

export async function leaveOf(by: Member, version: CharterVersion, at: number): Promise<ShownStatement> {
  const { key, id } = by.member;
  const payload = leavePayload({ alliance: version.alliance, member: id, at: version.hash });
  const signature = await signStatement("leave", payload, { key, privateKey: by.privateKey, at });
  return shown(by, version, { type: "leave", text: statementText(payload, [signature]), hash: hashOfPayload(payload) });
}

function shown(
  by: Member | undefined,
  { alliance, charter }: CharterVersion,
  what: Pick<ShownStatement, "type" | "text"> & { readonly hash: CharterVersion["hash"] },
): ShownStatement {
  const { id } = by?.member ?? { id: trusted.actor("https://nobody.example/x") };
  const first = trusted.charter(alliance.slice(-64));
  const replica = replicaAddress(`${id}/alliances`, first);
  return { id: statementAddress(replica, what.hash), by: id, alliance, charter, type: what.type, text: what.text };
}

/** Comes to us from one of them. */
export async function offers(here: Hall, from: Member, statement: ShownStatement): Promise<void> {
  count += 1;
  const id = trusted.activity(`${from.server.origin}/activities/${count}`);
  await here.takesIn(statementOffer({ id, actor: from.member.id, to: [here.centre], statement }));
  await here.federation.drain();
}

/** Stands at its address on the member's server, for whoever asks. */
export const shows = (from: Member, statement: ShownStatement): void =>
  from.server.shows(new URL(statement.id).pathname, statementDocument(statement));

export const showsReplica = (from: Member, first: CharterVersion, document: JsonObject): void =>
  from.server.shows(`/centres/hall/alliances/${first.hash}`, document);
