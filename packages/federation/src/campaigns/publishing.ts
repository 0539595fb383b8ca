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
  addressesOf,
  announceActivity,
  bytesOf,
  campaignObject,
  createActivity,
  deleteActivity,
  describeWireError,
  DOCUMENT_LIMIT,
  parseActor,
  parseObject,
  PUBLIC,
  toStoredObject,
  updateActivity,
  withProof,
  type Addresses,
  type InboundFields,
  type JsonObject,
} from "@commonhall/wire";
import type { LocalKeys, LocalSigner } from "../keys/local-keys.ts";
import type { FederationPorts } from "../ports.ts";

export type PublishingPorts = Pick<
  FederationPorts,
  "site" | "software" | "clock" | "newId" | "work" | "direct" | "campaigns"
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

/** An object as it will be kept and served: proof-signed, in bytes, with what lists need read off it. */
export interface SealedObject {
  readonly json: JsonObject;
  readonly stored: StoredObject;
}

export function seal(document: JsonObject, signer: LocalSigner, at: Timestamp): SealedObject {
  const json = withProof(document, signer.proof, at);
  const read = parseObject(json);
  if (!read.ok) throw unreadable(describeWireError(read.error));
  return { json, stored: own(read.value.stored, json, at) };
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
  /** Whose followers it is addressed to, on the envelope. */
  readonly cc: readonly string[];
  readonly audience?: ActorId;
}

/** Keeps the object and tells of it. Answers the id of the activity. */
export async function sayCreate(rooms: Rooms, publishing: Publishing, saying: Saying): Promise<ActivityId> {
  await rooms.objects.put(saying.object.stored);
  return say(rooms, publishing, "Create", saying);
}

/** Replaces the object and tells everybody who ever got it, and those who may have fetched it since. */
export async function sayUpdate(rooms: Rooms, publishing: Publishing, saying: Saying): Promise<ActivityId> {
  await rooms.objects.put(saying.object.stored);
  const everyone: Recipients = { type: "everyone who got", object: saying.object.stored.id };
  return say(rooms, publishing, "Update", { ...saying, recipients: [...saying.recipients, everyone] });
}

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
  const activity = build({
    id,
    actor,
    object: saying.object.json,
    published: at,
    to: [PUBLIC],
    cc: saying.cc,
    ...(saying.audience === undefined ? {} : { audience: saying.audience }),
  });
  const object = saying.object.stored.id;
  await rooms.outbox.append(
    outgoing(publishing, saying.signer, { id, type, object, activity, listed: true }),
    saying.recipients,
  );
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
  const id = addresses.activity(newId());
  const cc = [addresses.followers(campaign.actor)];
  const activity = announceActivity({ id, actor: campaign.actor, object, published: at, to: [PUBLIC], cc });
  const told: Recipients = { type: "followers", of: campaign.actor };
  await rooms.outbox.append(outgoing(publishing, campaign, { id, type: "Announce", object, activity, listed: true }), [
    told,
  ]);
  return id;
}

/** Takes an object of ours back from everybody who ever got it. */
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
  const { addresses, at, newId } = publishing;
  const { signer, object, formerType, followersOf } = taken;
  const id = addresses.activity(newId());
  const cc = followersOf.map((actor) => addresses.followers(actor));
  const activity = deleteActivity({ id, actor: signer.actor, object, formerType, to: [PUBLIC], cc });
  const recipients: Recipients[] = [
    { type: "everyone who got", object },
    ...followersOf.map((of): Recipients => ({ type: "followers", of })),
  ];
  await rooms.outbox.append(
    outgoing(publishing, signer, { id, type: "Delete", object, activity, listed: false }),
    recipients,
  );
  await rooms.objects.delete(object, at);
  return id;
}

/** An activity as `outgoing` takes it. */
interface Built {
  readonly id: ActivityId;
  readonly type: string;
  readonly object: ObjectId;
  readonly activity: JsonObject;
  readonly listed: boolean;
}

/** Signed as the bytes that are kept, served and sent. */
export function outgoing(publishing: Publishing, signer: LocalSigner, built: Built): OutgoingActivity {
  const { id, type, object, activity, listed } = built;
  const document = JSON.stringify(withProof(activity, signer.proof, publishing.at));
  return { id, type, actor: signer.actor, object, document, published: publishing.at, listed };
}

/** Ids that somebody typed are looked up, never trusted: this only gives them their type. */
export const named = { campaign: trusted.actor, publication: trusted.object };
