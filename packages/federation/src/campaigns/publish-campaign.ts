import {
  asObject,
  checkCampaign,
  err,
  ok,
  type ActorId,
  type ActorKeys,
  type Campaign,
  type CampaignDraft,
  type Published,
  type PublishRefused,
  type Recipients,
  type Result,
  type Rooms,
} from "@commonhall/domain";
import { bytesOf, campaignDocument, DOCUMENT_LIMIT, openingPostDocument, type OrganiserName } from "@commonhall/wire";
import { generateActorKeys, importSigner, type LocalKeys, type LocalSigner } from "../keys/local-keys.ts";
import {
  beginPublishing,
  campaignSigner,
  enterOwn,
  isTooLarge,
  named,
  sayAnnounce,
  sayCreate,
  sayUpdate,
  seal,
  sealGroup,
  type Publishing,
  type PublishingPorts,
  type SealedObject,
} from "./publishing.ts";

type Answer = Result<Published, PublishRefused>;

/** Makes the campaign an actor that can be followed, and tells the centre's followers by a Note that opens it. */
export async function publishCampaign(
  ports: PublishingPorts,
  keys: LocalKeys,
  draft: CampaignDraft,
  by: string,
  goesOnFrom?: ActorId,
): Promise<Answer> {
  const publishing = await beginPublishing(ports, keys, by);
  if (publishing === undefined) return err({ type: "no centre yet" });
  const dates = checkCampaign(draft, publishing.at);
  if (!dates.ok) return dates;
  const actorKeys = await generateActorKeys();
  return ports.work.run(async (rooms): Promise<Answer> => {
    if (await rooms.handles.isTaken(draft.handle)) return err({ type: "handle taken", handle: draft.handle });
    const { addresses, at, centre, newId } = publishing;
    const campaign: Campaign = {
      ...draft,
      ...dates.value,
      id: addresses.campaign(draft.handle),
      centre: centre.id,
      openingPost: addresses.post(newId()),
      status: "running",
      published: at,
      log: [{ at, by, what: "published" }],
      ...(goesOnFrom === undefined ? {} : { goesOnFrom }),
    };
    const signer = importSigner(publishing.site, { id: campaign.id, keys: actorKeys });
    const group = sealedGroup(publishing, campaign, { signer, keys: actorKeys, organisers: [] });
    const note = seal(openingPostDocument({ site: publishing.site, campaign, centre }), publishing.signer, at);
    const tooLarge = [group, note].find(isTooLarge);
    if (tooLarge !== undefined) return err(tooLargeError(tooLarge));
    await rooms.localActors.put({
      id: campaign.id,
      kind: "campaign",
      handle: campaign.handle,
      document: group.stored.document,
      keys: actorKeys,
      created: at,
    });
    await rooms.campaigns.put(campaign);
    await rooms.objects.put(group.stored);
    await enterOwn(rooms, publishing, group.stored);
    const activity = await sayCreate(rooms, publishing, {
      signer: publishing.signer,
      object: note,
      cc: [addresses.followers(centre.id)],
      recipients: [{ type: "followers", of: centre.id }],
    });
    await sayAnnounce(rooms, publishing, signer, campaign.openingPost);
    return ok({ id: asObject(campaign.id), url: campaign.id, kind: "campaign", activity });
  });
}

/** Its texts, dates, demands and targets anew. Its handle is its address and stays. */
export async function updateCampaign(
  ports: PublishingPorts,
  keys: LocalKeys,
  id: ActorId,
  draft: CampaignDraft,
  by: string,
): Promise<Answer> {
  return changeCampaign(ports, keys, id, by, (campaign, at) => {
    if (draft.handle !== campaign.handle) return err({ type: "handle cannot change", handle: campaign.handle });
    if (campaign.status === "closed") return err({ type: "closed already" });
    const kept = { starts: draft.starts ?? campaign.starts, ends: draft.ends ?? campaign.ends };
    const dates = checkCampaign({ ...draft, ...kept }, at);
    if (!dates.ok) return dates;
    const log = [...campaign.log, { at, by, what: "changed" as const }];
    return ok({ ...campaign, ...draft, ...dates.value, updated: at, log });
  });
}

/** One change of a campaign, decided on what is stored, written and told in the same commit. */
export async function changeCampaign(
  ports: PublishingPorts,
  keys: LocalKeys,
  id: ActorId,
  by: string,
  decide: (campaign: Campaign, at: number) => Result<Campaign, PublishRefused>,
): Promise<Answer> {
  const publishing = await beginPublishing(ports, keys, by);
  if (publishing === undefined) return err({ type: "no centre yet" });
  const known = await ports.direct.campaigns.get(named.campaign(id));
  if (known === undefined) return err({ type: "not found", id });
  const signer = await campaignSigner(keys, id);
  return ports.work.run(async (rooms): Promise<Answer> => {
    const before = await rooms.campaigns.get(id);
    const actor = await rooms.localActors.get(id);
    if (before === undefined || actor === undefined) return err({ type: "not found", id });
    const decided = decide(before, publishing.at);
    if (!decided.ok) return decided;
    const after = decided.value;
    const organisers = await organisersOf(rooms, id);
    const group = sealedGroup(publishing, after, { signer, keys: actor.keys, organisers });
    if (isTooLarge(group)) return err(tooLargeError(group));
    await rooms.campaigns.put(after);
    await rooms.localActors.put({ ...actor, document: group.stored.document });
    await updateOpeningPost(rooms, publishing, before, after);
    const { addresses, centre } = publishing;
    const activity = await sayUpdate(rooms, publishing, {
      signer,
      object: group,
      cc: [addresses.followers(id), addresses.followers(centre.id)],
      recipients: [
        { type: "followers", of: id },
        { type: "followers", of: centre.id },
        { type: "everyone who got", object: after.openingPost },
      ],
    });
    return ok({ id: asObject(id), url: id, kind: "campaign", activity });
  });
}

/** Only where its words have changed: an edit that changes nothing would still ring on every phone that boosted it. */
async function updateOpeningPost(
  rooms: Rooms,
  publishing: Publishing,
  before: Campaign,
  after: Campaign,
): Promise<void> {
  const { addresses, at, centre, signer, site } = publishing;
  const words = (campaign: Campaign) =>
    JSON.stringify(openingPostDocument({ site, campaign: { ...campaign, updated: at }, centre })["contentMap"]);
  if (words(before) === words(after)) return;
  const note = seal(openingPostDocument({ site, campaign: { ...after, updated: at }, centre }), signer, at, site);
  const followers: Recipients = { type: "followers", of: centre.id };
  await sayUpdate(rooms, publishing, {
    signer,
    object: note,
    cc: [addresses.followers(centre.id)],
    recipients: [followers],
  });
}

interface Sealing {
  readonly signer: LocalSigner;
  readonly keys: ActorKeys;
  readonly organisers: readonly OrganiserName[];
}

function sealedGroup(publishing: Publishing, campaign: Campaign, sealing: Sealing): SealedObject {
  const { at, centre, site } = publishing;
  const { signer, keys, organisers } = sealing;
  return sealGroup(campaignDocument({ site, campaign, centre, keys, organisers }), centre.id, signer, at);
}

async function organisersOf(rooms: Rooms, campaign: ActorId): Promise<readonly OrganiserName[]> {
  const names: OrganiserName[] = [];
  for (const { organiser: id } of await rooms.organisers.of(campaign)) {
    names.push({ id, name: (await rooms.remoteActors.get(id))?.name ?? id });
  }
  return names;
}

export const tooLargeError = (object: SealedObject): PublishRefused => ({
  type: "too large",
  bytes: bytesOf(object.json),
  limit: DOCUMENT_LIMIT,
});
