import { createHash, createPrivateKey, randomUUID } from "node:crypto";
import {
  dateOf,
  trusted,
  type BulletinLine,
  type ObjectId,
  type OutgoingActivity,
  type Region,
  type SignedRelease,
} from "@commonhall/domain";
import { signRequest } from "@commonhall/federation";
import { officers, RELEASE_DAY, saysBulletin, type Officers } from "@commonhall/testkit";
import { network, type Network, type NetworkOptions, type TestNode } from "@commonhall/testkit/network";
import { announceActivity, PUBLIC, undoActivity, type JsonObject } from "@commonhall/wire";

/** Nodes on whose release days the same officers sign. */
export async function releaseNetwork<const Names extends readonly string[]>(
  names: Names,
  options: Pick<NetworkOptions, "staff"> = {},
) {
  const who: Officers = officers();
  const net = await network(names, { ...options, approvals: who.approvals });
  return { net, who, ...net, [Symbol.asyncDispose]: () => net[Symbol.asyncDispose]() };
}

export async function areAllies(net: Network, one: TestNode, ...others: readonly TestNode[]): Promise<void> {
  for (const other of others) await one.offersAlliance(other);
  await net.settle();
  for (const other of others) await other.acceptsAlliance(one);
  await net.settle();
}

/** It is the release day of February 2027, and these are let out. Nothing is sent yet. */
export async function letsOut(
  { net, who }: { readonly net: Network; readonly who: Officers },
  node: TestNode,
  ...said: readonly SignedRelease[]
): Promise<readonly ObjectId[]> {
  if (net.clock() < RELEASE_DAY) net.clock.set(RELEASE_DAY);
  const published = await node.running.federation.bulletins.publishReleases(said.map((one) => who.releasable(one)));
  if (!published.ok) throw new Error(`refused: ${JSON.stringify(published.error)}`);
  return said.map(({ id }) => `${node.origin}/bulletins/${id}` as ObjectId);
}

export async function takesBack(
  { who }: { readonly who: Officers },
  node: TestNode,
  { id }: Pick<SignedRelease, "id">,
): Promise<void> {
  const withdrawn = await node.running.federation.bulletins.withdraw(who.withdrawal(id));
  if (!withdrawn.ok) throw new Error(`refused: ${JSON.stringify(withdrawn.error)}`);
}

/** As a feed does: to everybody who follows it. */
export async function passesOn(net: Network, node: TestNode, object: ObjectId): Promise<JsonObject> {
  const about = { id: activityOf(node), actor: node.id, published: net.clock(), to: [PUBLIC] };
  const activity = announceActivity({ ...about, object, cc: [`${node.id}/followers`] });
  await saysToFollowers(net, node, { id: about.id, type: "Announce", object, activity });
  return activity;
}

/** It takes that back. */
export async function undoes(net: Network, node: TestNode, announce: JsonObject): Promise<void> {
  const id = activityOf(node);
  const object = trusted.object(typeof announce["object"] === "string" ? announce["object"] : "");
  const activity = undoActivity({ id, actor: node.id, activity: announce, to: [PUBLIC] });
  await saysToFollowers(net, node, { id, type: "Undo", object, activity });
}

const activityOf = ({ origin }: TestNode) => trusted.activity(`${origin}/activities/${randomUUID()}`);

function saysToFollowers(
  net: Network,
  { id: actor, running }: TestNode,
  { activity, ...told }: Pick<OutgoingActivity, "id" | "type" | "object"> & { readonly activity: JsonObject },
): Promise<void> {
  const outgoing = { ...told, actor, document: JSON.stringify(activity), published: net.clock(), listed: false };
  return running.store.direct.outbox.append(outgoing, [{ type: "followers", of: actor }]);
}

export const bulletinsAt = (node: TestNode): Promise<readonly BulletinLine[]> =>
  node.running.store.bulletinViews.list({});

/** As many bulletins of one quarter, each of another province. */
export const manyBulletins = (count: number): readonly SignedRelease[] =>
  Array.from({ length: count }, (_, at) =>
    saysBulletin({ place: `LB-${"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[at] ?? "A"}` as Region, released: dateOf(RELEASE_DAY) }),
  );

/** A document as the centre of a node asks for it, or as its node does. */
export async function asks(
  net: Network,
  node: TestNode,
  url: string,
  as: "centre" | "node" = "centre",
): Promise<Answer> {
  const id = as === "centre" ? node.id : (`${node.origin}/actor` as typeof node.id);
  const actor = await node.running.store.direct.localActors.get(id);
  if (actor === undefined) throw new Error(`${node.name} has no ${as}`);
  const key = { keyId: `${id}#main-key`, privateKey: createPrivateKey(actor.keys.rsaPrivate) };
  const signed = await signRequest({ method: "GET", url: new URL(url), at: net.clock() }, key, "cavage");
  return answerOf(await fetch(url, { headers: { ...signed, accept: "application/activity+json" } }));
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** All that can be seen of an answer, without the hour. */
export async function answerOf(response: Response): Promise<Answer> {
  const { date: _, ...headers } = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: await response.text() };
}

export const nobodyAsks = async (url: string, accept = "application/activity+json"): Promise<Answer> =>
  answerOf(await fetch(url, { headers: { accept } }));

/** Everything that a node keeps of others, in one word: whatever changes, changes it. */
export async function stateOf({ running: { store } }: TestNode): Promise<string> {
  const { bulletinViews, objectViews, allyViews, followViews } = store;
  const state = [
    await bulletinViews.list({}),
    await bulletinViews.tables({}),
    (await objectViews.timeline({ limit: 1000 })).items,
    (await allyViews.list()).map(({ peer, state: stands }) => [peer, stands]),
    await followViews.followers(),
  ];
  return createHash("sha256").update(JSON.stringify(state)).digest("hex");
}
