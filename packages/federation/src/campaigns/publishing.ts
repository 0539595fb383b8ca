import {
  trusted,
  type ActivityId,
  type ActorId,
  type Centre,
  type ObjectId,
  type OutgoingActivity,
  type Recipients,
  type Rooms,
  type StoredObject,
  type Timestamp,
} from "@commonhall/domain";
import {
  addressedTo,
  addressesOf,
  announceActivity,
  bytesOf,
  campaignObject,
  createActivity,
  deleteActivity,
  describeWireError,
  DOCUMENT_LIMIT,
  formerIds,
  isJsonObject,
  parseActor,
  parseObject,
  PUBLIC,
  toStoredObject,
  updateActivity,
  withFormerIds,
  withProof,
  type Addresses,
  type InboundFields,
  type JsonObject,
  type Site,
} from "@commonhall/wire";
import { enterFeeds } from "../feeds/enter-feeds.ts";
import { takeBackFromFeeds } from "../feeds/take-back-from-feeds.ts";
import { inNameOf, type LocalKeys, type LocalSigner } from "../keys/local-keys.ts";
import type { FederationPorts } from "../ports.ts";

export type PublishingPorts = Pick<
  FederationPorts,
  "site" | "software" | "clock" | "newId" | "work" | "direct" | "calls" | "campaigns"
>;

/**
 * What one act of publishing needs, fetched before its commit begins: who speaks, with which keys, and the moment that
 * everything in it is dated. The functions below write into that commit: an object as its proof-signed bytes, the
 * activity that tells of it, and its deliveries.
 */
export interface Publishing {
  readonly site: FederationPorts["site"];
  readonly addresses: Addresses;
  readonly newId: () => string;
  readonly centre: Centre;
  readonly signer: LocalSigner;
  readonly at: Timestamp;
  readonly by: string;
}

/** Undefined where no centre has been set up yet. */
export async function beginPublishing(
  ports: PublishingPorts,
  keys: LocalKeys,
  by: string,
): Promise<Publishing | undefined> {
  const centre = await ports.direct.centres.get();
  if (centre === undefined) return undefined;
  const signer = await keys.signerFor(centre.id);
  if (signer === undefined) throw new Error("The centre has no keys");
  const { site, newId } = ports;
  return { site, addresses: addressesOf(site), newId, centre, signer, at: ports.clock(), by };
}

/** The keys of a campaign of ours, which announces with them and speaks for its own document. */
export async function campaignSigner(keys: LocalKeys, campaign: ActorId): Promise<LocalSigner> {
  const signer = await keys.signerFor(campaign);
  if (signer === undefined) throw new Error(`The campaign ${campaign} has no keys`);
  return signer;
}

/** An object as it will be kept and served: in bytes, proof-signed where it is public, with what lists need read off it. */
export interface SealedObject {
  readonly json: JsonObject;
  readonly stored: StoredObject;
}

/** With `site` it says which ids it had before the node moved. */
export function seal(document: JsonObject, signer: LocalSigner, at: Timestamp, site?: Site): SealedObject {
  const json = proven(site === undefined ? document : withFormerIds(site, document), signer, at);
  const read = parseObject(json);
  if (!read.ok) throw unreadable(describeWireError(read.error));
  return { json, stored: own(read.value.stored, json, at) };
}

/**
 * Nothing that is not for everybody is ever signed as a document: it could be proven genuine when it leaks (FEP-8b32). The
 * document itself says for whom it is, so nobody can forget it here.
 */
function proven(document: JsonObject, signer: LocalSigner, at: Timestamp): JsonObject {
  const isPublic = [document["to"], document["cc"]].flat().includes(PUBLIC);
  return isPublic ? withProof(document, signer.proof, at) : document;
}

/** The Group of a campaign, which is signed by the campaign itself. */
export function sealGroup(document: JsonObject, centre: ActorId, signer: LocalSigner, at: Timestamp): SealedObject {
  const json = withProof(document, signer.proof, at);
  const read = parseActor(json);
  if (!read.ok) throw unreadable(describeWireError(read.error));
  const fields = campaignObject(read.value, centre);
  if (fields === undefined) throw unreadable("it is no campaign");
  return { json, stored: own(fields, json, at) };
}

const own = (fields: InboundFields, json: JsonObject, at: Timestamp): StoredObject => ({
  ...toStoredObject(fields, at),
  document: JSON.stringify(json),
  local: true,
});

const unreadable = (why: string): Error => new Error(`A document of our own cannot be read: ${why}`);

export const isTooLarge = (object: SealedObject): boolean => bytesOf(object.json) > DOCUMENT_LIMIT;

interface Saying {
  readonly signer: LocalSigner;
  readonly object: SealedObject;
  readonly recipients: readonly Recipients[];
  /** Whose followers it is addressed to, on the envelope. Of what is limited the envelope says what the object says. */
  readonly cc?: readonly string[];
  readonly audience?: ActorId;
  /** See `OutgoingActivity`. */
  readonly supersedes?: boolean;
}

/** Keeps the object and tells of it. Answers the id of the activity. */
export async function sayCreate(rooms: Rooms, publishing: Publishing, saying: Saying): Promise<ActivityId> {
  await rooms.objects.put(saying.object.stored);
  const told = await say(rooms, publishing, "Create", saying);
  await enterOwn(rooms, publishing, saying.object.stored);
  return told;
}

/**
 * Replaces the object and tells everybody who ever got it, and those who may have fetched it since; of what is limited
 * only the recipients, who may read it now.
 */
export async function sayUpdate(rooms: Rooms, publishing: Publishing, saying: Saying): Promise<ActivityId> {
  const { id: object, reach } = saying.object.stored;
  await rooms.objects.put(saying.object.stored);
  const everyone: readonly Recipients[] = reach === "public" ? [{ type: "everyone who got", object }] : [];
  const told = await say(rooms, publishing, "Update", { ...saying, recipients: [...saying.recipients, ...everyone] });
  if (saying.supersedes === true) {
    const { type: formerType, published: made } = saying.object.stored;
    await takeFormerBack(rooms, publishing, saying.signer, { object, formerType, made });
  }
  await enterOwn(rooms, publishing, saying.object.stored);
  return told;
}

/** What we say ourselves is carried by our feeds. */
export const enterOwn = (
  rooms: Rooms,
  { addresses, newId, at: now }: Publishing,
  stored: StoredObject,
): Promise<void> => enterFeeds({ rooms, addresses, newId, now }, stored, { isQuiet: false });

async function say(
  rooms: Rooms,
  publishing: Publishing,
  type: "Create" | "Update",
  saying: Saying,
): Promise<ActivityId> {
  const { at, addresses, newId } = publishing;
  const id = addresses.activity(newId());
  const actor = saying.signer.actor;
  const build = type === "Create" ? createActivity : updateActivity;
  const { json, stored } = saying.object;
  const listed = stored.reach === "public";
  const activity = build({
    id,
    actor,
    object: json,
    published: at,
    ...(listed ? { to: [PUBLIC], cc: saying.cc ?? [] } : { to: addressedTo(json) }),
    ...(saying.audience === undefined || !listed ? {} : { audience: saying.audience }),
  });
  const built = outgoing(publishing, saying.signer, { id, type, object: stored.id, activity, listed });
  const { recipients, supersedes = false } = saying;
  await rooms.outbox.append(supersedes ? { ...built, supersedes } : built, recipients);
  return id;
}

/** A campaign passes on one of its organisers' posts, once, to those who follow the campaign (FEP-1b12, wire.md 2). */
export async function sayAnnounce(
  rooms: Rooms,
  publishing: Publishing,
  campaign: LocalSigner,
  object: ObjectId,
): Promise<ActivityId> {
  const { addresses, at, newId } = publishing;
  if ((await rooms.objects.get(object))?.reach === "limited") throw new Error("What is limited is not passed on");
  const id = addresses.activity(newId());
  const cc = [addresses.followers(campaign.actor)];
  const activity = announceActivity({ id, actor: campaign.actor, object, published: at, to: [PUBLIC], cc });
  const told: Recipients = { type: "followers", of: campaign.actor };
  await rooms.outbox.append(outgoing(publishing, campaign, { id, type: "Announce", object, activity, listed: true }), [
    told,
  ]);
  return id;
}

/** Takes an object of ours back from everybody who ever got it; and tells nobody else of one that was limited. */
export async function sayDelete(
  rooms: Rooms,
  publishing: Publishing,
  taken: {
    readonly signer: LocalSigner;
    readonly object: ObjectId;
    readonly formerType: string;
    readonly followersOf: readonly ActorId[];
  },
): Promise<ActivityId> {
  const { addresses, at } = publishing;
  const { signer, object, formerType, followersOf } = taken;
  const known = await rooms.objects.get(object);
  const limited = known?.reach === "limited" ? jsonIn(known.document) : undefined;
  const followers = limited === undefined ? followersOf : [];
  const id = await tellDeleted(rooms, publishing, signer, {
    object,
    formerType,
    to: limited === undefined ? [PUBLIC] : addressedTo(limited),
    cc: followers.map((actor) => addresses.followers(actor)),
    recipients: [
      { type: "everyone who got", object },
      ...followers.map((of): Recipients => ({ type: "followers", of })),
    ],
  });
  await takeFormerBack(rooms, publishing, signer, { object, formerType, made: known?.published });
  await rooms.objects.delete(object, at);
  await takeBackFromFeeds({ rooms, addresses, now: at }, object);
  return id;
}

/**
 * What left before the node moved others have under the id that it had then, and only who had that may take it back: so
 * the former actor deletes it, wherever the node was since it was made. Its followers may have fetched it.
 */
async function takeFormerBack(
  rooms: Rooms,
  publishing: Publishing,
  signer: LocalSigner,
  { object, formerType, made = 0 }: { object: ObjectId; formerType: string; made: Timestamp | undefined },
): Promise<void> {
  const { site, newId, at } = publishing;
  for (const before of formerIds(site, object, made)) {
    const { origin } = new URL(before);
    const actor = trusted.actor(origin + signer.actor.slice(site.origin.length));
    const former = inNameOf(site, actor, signer);
    const id = trusted.activity(`${origin}/activities/${newId()}`);
    const gone = trusted.object(before);
    const activity = deleteActivity({ id, actor, object: gone, formerType, to: [PUBLIC] });
    const about = { id, type: "Delete", object: gone, activity, listed: false };
    await rooms.outbox.append(outgoing({ ...publishing, at }, former, about), [
      { type: "everyone who got", object: gone },
      { type: "followers", of: actor },
    ]);
  }
}

interface Deleted {
  readonly object: ObjectId;
  readonly formerType: string;
  readonly to: readonly string[];
  readonly cc?: readonly string[];
  readonly recipients: readonly Recipients[];
}

/** Nothing is deleted here: whoever calls this does that, or takes it only from those who may not read it any more. */
export async function tellDeleted(
  rooms: Rooms,
  publishing: Publishing,
  signer: LocalSigner,
  { object, formerType, to, cc = [], recipients }: Deleted,
): Promise<ActivityId> {
  const id = publishing.addresses.activity(publishing.newId());
  const activity = deleteActivity({ id, actor: signer.actor, object, formerType, to, cc });
  await rooms.outbox.append(
    outgoing(publishing, signer, { id, type: "Delete", object, activity, listed: false }),
    recipients,
  );
  return id;
}

function jsonIn(document: string): JsonObject {
  const json: unknown = JSON.parse(document);
  if (!isJsonObject(json)) throw unreadable("it is no object");
  return json;
}

/** An activity as `outgoing` takes it. */
interface Built {
  readonly id: ActivityId;
  readonly type: string;
  readonly object: ObjectId;
  readonly activity: JsonObject;
  readonly listed: boolean;
}

/** As the bytes that are kept, served and sent; signed where it is for everybody. */
export function outgoing(publishing: Publishing, signer: LocalSigner, built: Built): OutgoingActivity {
  const { id, type, object, activity, listed } = built;
  const document = JSON.stringify(proven(activity, signer, publishing.at));
  return { id, type, actor: signer.actor, object, document, published: publishing.at, listed };
}

/** Ids that somebody typed are looked up, never trusted: this only gives them their type. */
export const named = { campaign: trusted.actor, publication: trusted.object };
