import {
  asObject,
  endedNow,
  err,
  ok,
  originOf,
  trusted,
  type ActorId,
  type LocalActor,
  type Result,
  type Rooms,
} from "@commonhall/domain";
import { addressesOf, feedDocument, moveActivity, withProof, type JsonObject, type Site } from "@commonhall/wire";
import { moveAlly } from "../allies/move-ally.ts";
import { sendUndo } from "../allies/send-ally.ts";
import { nodeText, sealedCentre } from "../centres/actor-documents.ts";
import { feedAt } from "../feeds/feed-addresses.ts";
import { sendFollow, sendUndoFollow } from "../following/send-follow.ts";
import { beginHandling, type Handling } from "../inbox/handling.ts";
import { importSigner, inNameOf, type LocalSigner } from "../keys/local-keys.ts";
import type { FederationPorts } from "../ports.ts";
import { formerHouse, type FormerHouse } from "./former-house.ts";
import { moved, movedActivity, movedGroup, movedObject, type NewHome } from "./rewrite-documents.ts";

export type MoveNodePorts = Pick<
  FederationPorts,
  "site" | "software" | "clock" | "newId" | "work" | "direct" | "follows"
>;

export interface NodeMove {
  readonly to: Site;
  /** Nobody answers at the former origin any more: the later actors tell of the move, signed by the former ones' keys. */
  readonly isFormerGone: boolean;
  /** Facts about the node that change in the same commit. */
  readonly settings: Readonly<Record<string, string>>;
}

export type MoveRefused =
  | { readonly type: "no centre yet" }
  | { readonly type: "not elsewhere"; readonly origin: string };

/**
 * The node goes to another origin, in one commit: everything of ours has its id there from then on, whoever follows is
 * told, whom we follow we follow from there. What others agreed with us (alliances, attestations, endorsements, campaigns
 * that are run together) ends or stays behind: it is offered anew by people. Answers what the former origin needs to show.
 */
export async function moveNode(ports: MoveNodePorts, move: NodeMove): Promise<Result<FormerHouse, MoveRefused>> {
  const { site, clock, direct } = ports;
  const { to } = move;
  if ((await direct.centres.get()) === undefined) return err({ type: "no centre yet" });
  const again = site.former?.[0];
  // Once more for the file alone, where it was lost.
  if (to.origin === site.origin && again !== undefined)
    return ok(formerHouse({ from: again, to: site, actors: await direct.localActors.all() }));
  const known = [site, ...(site.former ?? [])].map(({ origin }) => origin);
  if (known.includes(to.origin)) return err({ type: "not elsewhere", origin: to.origin });
  const at = clock();
  const ours = (await direct.localActors.all()).filter(({ id }) => originOf(id) === site.origin);
  const signers = signersOf(site, ours);
  const home: NewHome = { from: site, to, at, keys: keysIn(to, signers, site) };
  return ports.work.run(async (rooms) => {
    const before = await beginHandling(ports, rooms, new Set());
    const after = await beginHandling({ ...ports, site: to }, rooms, new Set());
    await endAlliances(before);
    await rooms.moves.renameOurs({
      from: site.origin,
      to: to.origin,
      object: (document) => movedObject(home, document),
      activity: (document) => movedActivity(home, document),
      settings: move.settings,
    });
    const left: LocalActor[] = [];
    for (const actor of ours) left.push(await moveActor({ ...ports, site: to }, rooms, home, actor, ours, signers));
    await followFromThere(ports, before, after);
    for (const actor of left.filter(({ deleted }) => deleted === undefined))
      await tell(before, home, actor, signers, move.isFormerGone);
    for (const actor of left) await rooms.localActors.put({ ...actor, deleted: actor.deleted ?? at });
    return ok(formerHouse({ from: to.former?.[0] ?? { origin: site.origin, left: at }, to, actors: left }));
  });
}

type Signers = ReadonlyMap<ActorId, LocalSigner>;

/** All feeds sign with the keys of the node. */
function signersOf(site: Site, actors: readonly LocalActor[]): Signers {
  const shared = importSigner(site, nodeAmong(actors));
  return new Map(
    actors.map((actor) => [
      actor.id,
      actor.kind === "feed" ? inNameOf(site, actor.id, shared) : importSigner(site, actor),
    ]),
  );
}

function nodeAmong(actors: readonly LocalActor[]): LocalActor {
  const node = actors.find(({ kind }) => kind === "node");
  if (node === undefined) throw new Error("The node has no actor");
  return node;
}

const keysIn = (to: Site, signers: Signers, from: Site): NewHome["keys"] =>
  new Map(
    [...signers.values()].map(({ proof }) => {
      const verificationMethod = moved({ from, to }, proof.verificationMethod);
      return [verificationMethod, { ...proof, verificationMethod }];
    }),
  );

async function endAlliances(handling: Handling): Promise<void> {
  const { rooms, now } = handling;
  const centre = await rooms.centres.get();
  for (const peer of await rooms.allies.takeUnasked(now + 1, now)) {
    const ally = await rooms.allies.with(peer);
    const next = ally === undefined ? undefined : endedNow(ally, now);
    if (centre === undefined || ally === undefined || next === undefined) continue;
    await moveAlly(handling, ally, next);
    if (ally.state !== "received") await sendUndo(handling, centre.id, next);
  }
}

/** The later actor is kept under the name; answers the former one, which says where it went and can still sign. */
async function moveActor(
  ports: MoveNodePorts,
  rooms: Rooms,
  home: NewHome,
  actor: LocalActor,
  ours: readonly LocalActor[],
  signers: Signers,
): Promise<LocalActor> {
  const { handle: _, ...nameless } = actor;
  const id = trusted.actor(moved(home, actor.id));
  const document = actor.deleted === undefined ? farewell(home, actor, id, nodeAmong(ours), signers) : actor.document;
  const former = { ...nameless, document };
  await rooms.localActors.put(former);
  await rooms.localActors.put({ ...actor, id, document: await laterDocument(ports, rooms, home, { ...actor, id }) });
  return former;
}

function farewell(home: NewHome, actor: LocalActor, later: ActorId, node: LocalActor, signers: Signers): string {
  const signer = signers.get(actor.id);
  if (signer === undefined) throw new Error(`${actor.id} has no keys`);
  const { proof: _, ...document } = actor.kind === "feed" ? feed(home, actor.id, node) : JSON.parse(actor.document);
  return JSON.stringify(withProof({ ...document, movedTo: later }, signer.proof, home.at));
}

/** What a feed shows is kept nowhere: it follows from its name. */
function feed(home: NewHome, id: ActorId, node: LocalActor): JsonObject {
  const named = feedAt(home.from, id);
  if (named === undefined) throw new Error(`${id} is no feed`);
  return feedDocument({ site: home.from, filter: named.filter, keys: node.keys });
}

async function laterDocument(ports: MoveNodePorts, rooms: Rooms, home: NewHome, actor: LocalActor): Promise<string> {
  const centre = await rooms.centres.get();
  if (actor.kind === "feed" || centre === undefined) return "";
  if (actor.kind === "node") return nodeText(ports, centre, actor.keys);
  if (actor.kind === "campaign") return JSON.stringify(movedGroup(home, actor.document, actor.id));
  const signer = importSigner(home.to, actor);
  return JSON.stringify(sealedCentre(ports, centre, { keys: actor.keys, signer, at: home.at }));
}

/** Those whom we follow would go on sending to where nobody takes anything any more. */
async function followFromThere(
  { follows }: Pick<MoveNodePorts, "follows">,
  before: Handling,
  after: Handling,
): Promise<void> {
  const { rooms, now } = after;
  const centre = await rooms.centres.get();
  for (const { id, ours } of await follows.following()) {
    const follow = await rooms.follows.between(ours, id);
    const followed = await rooms.remoteActors.get(id);
    if (follow === undefined || followed === undefined || centre === undefined) continue;
    if (follow.state !== "pending" && follow.state !== "accepted") continue;
    await rooms.follows.put({ ...follow, state: "ended", since: now });
    await sendUndoFollow(before, follow, followed);
    await sendFollow(after, centre.id, followed);
  }
}

async function tell(
  { rooms, newId }: Handling,
  home: NewHome,
  former: LocalActor,
  signers: Signers,
  isFormerGone: boolean,
): Promise<void> {
  const signer = signers.get(former.id);
  if (signer === undefined) return;
  const later = trusted.actor(moved(home, former.id));
  const [actor, site] = isFormerGone ? [later, home.to] : [former.id, home.from];
  const id = addressesOf(site).activity(newId());
  const to = [addressesOf(home.from).followers(former.id)];
  const activity = moveActivity({ id, actor, former: former.id, later, to });
  const document = JSON.stringify(withProof(activity, signer.proof, home.at));
  const about = { object: asObject(former.id), published: home.at, listed: false };
  await rooms.outbox.append({ id, type: "Move", actor, document, ...about }, [{ type: "followers", of: former.id }]);
}

export interface MovingCommands {
  /** The node may not be served meanwhile: whoever serves it would go on under its former ids. */
  moveTo(move: NodeMove): Promise<Result<FormerHouse, MoveRefused>>;
}
