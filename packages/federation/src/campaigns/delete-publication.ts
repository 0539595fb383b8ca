import {
  asActor,
  asObject,
  err,
  ok,
  type Action,
  type ActivityId,
  type Campaign,
  type ObjectId,
  type Post,
  type Published,
  type PublishRefused,
  type Result,
  type Rooms,
} from "@commonhall/domain";
import { takeCallBack } from "../calls/delete-call.ts";
import type { LocalKeys, LocalSigner } from "../keys/local-keys.ts";
import { beginPublishing, campaignSigner, sayDelete, type Publishing, type PublishingPorts } from "./publishing.ts";

type Answer = Result<Published, PublishRefused>;

/** More than any campaign has; a list must end somewhere. */
const ALL = 100_000;

/**
 * Takes back a campaign, post, action or call of ours, whichever the id names. With a campaign goes all that belongs to it.
 * Copies that others made cannot be called back, and the desk says so before.
 */
export async function deletePublication(
  ports: PublishingPorts,
  keys: LocalKeys,
  id: ObjectId,
  by: string,
): Promise<Answer> {
  const publishing = await beginPublishing(ports, keys, by);
  if (publishing === undefined) return err({ type: "no centre yet" });
  const campaign = await ports.direct.campaigns.get(asActor(id));
  if (campaign !== undefined) return deleteCampaign(ports, keys, publishing, campaign);
  return ports.work.run(async (rooms): Promise<Answer> => {
    const post = await rooms.campaigns.getPost(id);
    if (post !== undefined) return ok(await takeBackPost(rooms, publishing, post));
    const action = await rooms.campaigns.getAction(id);
    if (action !== undefined) return ok(await takeBackAction(rooms, publishing, action));
    const call = await rooms.calls.get(id);
    if (call !== undefined) return ok(await takeCallBack(rooms, publishing, call));
    return err({ type: "not found", id });
  });
}

async function deleteCampaign(
  ports: PublishingPorts,
  keys: LocalKeys,
  publishing: Publishing,
  campaign: Campaign,
): Promise<Answer> {
  const signer = await campaignSigner(keys, campaign.id);
  const posts = await ports.campaigns.posts(campaign.id, ALL);
  const actions = await ports.campaigns.actions(campaign.id, ALL);
  const calls = await ports.calls.list({ campaign: campaign.id, limit: ALL });
  return ports.work.run(async (rooms): Promise<Answer> => {
    if ((await rooms.campaigns.get(campaign.id)) === undefined) return err({ type: "not found", id: campaign.id });
    for (const post of posts) await takeBackPost(rooms, publishing, post);
    for (const action of actions) await takeBackAction(rooms, publishing, action);
    for (const call of calls) await takeCallBack(rooms, publishing, call);
    const activity = await takeBackCampaign(rooms, publishing, campaign, signer);
    return ok({ id: asObject(campaign.id), url: campaign.id, kind: "campaign", activity });
  });
}

async function takeBackCampaign(
  rooms: Rooms,
  publishing: Publishing,
  campaign: Campaign,
  signer: LocalSigner,
): Promise<ActivityId> {
  const { at, centre } = publishing;
  const followersOf = [centre.id, campaign.id];
  await sayDelete(rooms, publishing, {
    signer: publishing.signer,
    object: campaign.openingPost,
    formerType: "Note",
    followersOf,
  });
  const activity = await sayDelete(rooms, publishing, {
    signer,
    object: asObject(campaign.id),
    formerType: "Group",
    followersOf,
  });
  await rooms.campaigns.delete(campaign.id, at);
  await rooms.localActors.markDeleted(campaign.id, at);
  return activity;
}

async function takeBackPost(rooms: Rooms, publishing: Publishing, post: Post): Promise<Published> {
  const activity = await takeBack(rooms, publishing, post, post.id, "Note");
  await rooms.campaigns.deletePublication(post.id);
  return { id: post.id, url: post.id, kind: "post", activity };
}

async function takeBackAction(rooms: Rooms, publishing: Publishing, action: Action): Promise<Published> {
  const hasEvent = action.announcement !== action.id;
  if (hasEvent) await takeBack(rooms, publishing, action, action.announcement, "Note");
  const activity = await takeBack(rooms, publishing, action, action.id, hasEvent ? "Event" : "Note");
  await rooms.campaigns.deletePublication(action.id);
  return { id: action.id, url: action.id, kind: "action", activity };
}

function takeBack(
  rooms: Rooms,
  publishing: Publishing,
  of: Pick<Post, "campaign">,
  object: ObjectId,
  formerType: string,
): Promise<ActivityId> {
  const followersOf = [publishing.centre.id, ...(of.campaign === undefined ? [] : [of.campaign])];
  return sayDelete(rooms, publishing, { signer: publishing.signer, object, formerType, followersOf });
}
