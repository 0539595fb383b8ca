import {
  charterHash,
  sameOrigin,
  trusted,
  type ActorId,
  type Alliance,
  type CharterHash,
  type CharterVersion,
  type KnownCharters,
} from "@commonhall/domain";
import { addressesOf, replicaAddress, replicaDocument, statementDocument, type ReplicaEntry } from "@commonhall/wire";
import { isOneOf } from "../audiences/readers-of-documents.ts";
import { limited, type Served } from "../documents/respond.ts";
import type { AskReader } from "../documents/stored-documents.ts";
import type { FederationPorts } from "../ports.ts";
import { namedIn } from "./keep-statements.ts";
import { shownStatement } from "./offer-statement.ts";

type Ports = Pick<FederationPorts, "site" | "direct">;

const REPLICA = /^(\/centres\/[a-z0-9_-]+)\/alliances\/([0-9a-f]{64})(?:\/([0-9a-f]{64}))?$/;

export const isReplica = (path: string): boolean => REPLICA.test(path);

/**
 * What we know of an alliance, for other members who sign for it, and one statement of it. Who was thrown out still sees
 * the versions up to the one that did it, so that nobody wonders where they stand. For anybody else there is nothing, as
 * where there is no such alliance, after the same work.
 */
export async function serveReplica(ports: Ports, path: string, ask: AskReader): Promise<Served | undefined> {
  const [, centre = "", first = "", named] = REPLICA.exec(path) ?? [];
  const reader = await ask();
  const alliance = await ports.direct.alliances.byFirst(charterHash(first) ?? trusted.charter(""));
  const isOurs = alliance?.us.id === `${ports.site.origin}${centre}`;
  const parties = alliance?.parties ?? [];
  const who = reader === undefined ? undefined : await partyOf(ports, reader, parties);
  if (alliance === undefined || !isOurs || who === undefined) return undefined;
  const known = await ports.direct.alliances.known(alliance.id);
  const shown = shownTo(known, alliance, who);
  if (named === undefined) return limited(JSON.stringify(replicaOf(ports, alliance, known, shown)));
  const hash = charterHash(named);
  const isShown = shown.versions.some((one) => one.hash === hash) || shown.leaves.some((one) => one.hash === hash);
  if (hash === undefined || !isShown) return undefined;
  const rooms = { alliances: ports.direct.alliances };
  const statement = await shownStatement({ rooms, addresses: addressesOf(ports.site) }, alliance, hash);
  return statement === undefined ? undefined : limited(JSON.stringify(statementDocument(statement)));
}

/** The centre that asks, itself or by its node. */
async function partyOf({ direct }: Ports, reader: ActorId, parties: readonly ActorId[]): Promise<ActorId | undefined> {
  for (const party of parties.filter((one) => sameOrigin(one, reader))) {
    if (await isOneOf(direct, reader, [party])) return party;
  }
  return undefined;
}

type Shown = Pick<KnownCharters, "versions" | "leaves">;

function shownTo(known: KnownCharters, alliance: Alliance, who: ActorId): Shown {
  if (namedIn(alliance).has(who)) return known;
  const byHash = new Map(known.versions.map((version) => [version.hash, version]));
  const names = (version: CharterVersion | undefined): boolean =>
    version?.charter.members.some(({ id }) => id === who) === true;
  const before = ({ charter }: CharterVersion) =>
    charter.before === undefined ? undefined : byHash.get(charter.before);
  return {
    versions: known.versions.filter((version) => names(version) || names(before(version))),
    leaves: known.leaves.filter(({ member }) => member === who),
  };
}

/** Each version after the one before it: so whoever reads from the top can check each. */
function replicaOf(ports: Ports, alliance: Alliance, known: KnownCharters, { versions, leaves }: Shown) {
  const { id, us, standing } = alliance;
  const [first = standing.current.hash] = standing.chain;
  const signers = Map.groupBy(known.signatures, ({ version }) => version);
  const inOrder = versions.toSorted((a, b) => a.charter.version - b.charter.version || (a.hash < b.hash ? -1 : 1));
  const entries: readonly ReplicaEntry[] = [
    ...inOrder.map(({ hash }) => ({ hash, signers: (signers.get(hash) ?? []).map(({ key }) => key) })),
    ...leaves.map(({ hash }): { hash: CharterHash; signers: undefined } => ({ hash, signers: undefined })),
  ];
  const address = replicaAddress(addressesOf(ports.site).alliances(us.id), first);
  return replicaDocument({ id: address, by: us.id, alliance: id, entries });
}
