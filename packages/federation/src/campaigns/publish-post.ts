import {
  err,
  ok,
  type Campaign,
  type Post,
  type PostDraft,
  type ObjectId,
  type Published,
  type PublishRefused,
  type Recipients,
  type Result,
  type Rooms,
} from "@commonhall/domain";
import { postDocument } from "@commonhall/wire";
import type { LocalKeys, LocalSigner } from "../keys/local-keys.ts";
import { tooLargeError } from "./publish-campaign.ts";
import {
  beginPublishing,
  campaignSigner,
  isTooLarge,
  sayAnnounce,
  sayCreate,
  sayUpdate,
  seal,
  type Publishing,
  type PublishingPorts,
} from "./publishing.ts";

type Answer = Result<Published, PublishRefused>;

/** To the centre's followers; and where it belongs to a campaign, passed on once to those who follow that. */
export async function publishPost(
  ports: PublishingPorts,
  keys: LocalKeys,
  draft: PostDraft,
  by: string,
): Promise<Answer> {
  const publishing = await beginPublishing(ports, keys, by);
  if (publishing === undefined) return err({ type: "no centre yet" });
  const announcer = await signerOf(ports, keys, draft);
  return ports.work.run(async (rooms): Promise<Answer> => {
    const found = await openCampaign(rooms, draft);
    if (!found.ok) return found;
    const { addresses, at, centre, newId } = publishing;
    const post: Post = { ...draft, id: addresses.post(newId()), centre: centre.id, published: at };
    const object = sealPost(publishing, post, found.value);
    if (isTooLarge(object)) return err(tooLargeError(object));
    await rooms.campaigns.putPost(post);
    const activity = await sayCreate(rooms, publishing, {
      signer: publishing.signer,
      object,
      recipients: [{ type: "followers", of: centre.id }],
      ...envelope(publishing, found.value),
    });
    if (announcer !== undefined) await sayAnnounce(rooms, publishing, announcer, post.id);
    return ok({ id: post.id, url: post.id, kind: "post", activity });
  });
}

/** New words in the same place. The campaign does not announce it again. */
export async function updatePost(
  ports: PublishingPorts,
  keys: LocalKeys,
  id: ObjectId,
  draft: PostDraft,
  by: string,
): Promise<Answer> {
  const publishing = await beginPublishing(ports, keys, by);
  if (publishing === undefined) return err({ type: "no centre yet" });
  return ports.work.run(async (rooms): Promise<Answer> => {
    const before = await rooms.campaigns.getPost(id);
    if (before === undefined) return err({ type: "not found", id });
    const campaign = before.campaign === undefined ? undefined : await rooms.campaigns.get(before.campaign);
    const { campaign: _asked, ...words } = draft;
    const post: Post = { ...before, ...words, updated: publishing.at };
    const object = sealPost(publishing, post, campaign);
    if (isTooLarge(object)) return err(tooLargeError(object));
    await rooms.campaigns.putPost(post);
    const activity = await sayUpdate(rooms, publishing, {
      signer: publishing.signer,
      object,
      recipients: audience(publishing, campaign),
      ...envelope(publishing, campaign),
    });
    return ok({ id, url: id, kind: "post", activity });
  });
}

const sealPost = (publishing: Publishing, post: Post, campaign: Campaign | undefined) =>
  seal(
    postDocument({
      site: publishing.site,
      post,
      centre: publishing.centre,
      ...(campaign === undefined ? {} : { campaign }),
    }),
    publishing.signer,
    publishing.at,
  );

/** Whom it is addressed to, on the envelope. */
export function envelope(publishing: Publishing, campaign: Campaign | undefined) {
  const { addresses, centre } = publishing;
  const followers = addresses.followers(centre.id);
  return campaign === undefined ? { cc: [followers] } : { cc: [followers, campaign.id], audience: campaign.id };
}

/** Everybody who may have it by now, in whichever way it came to them. */
export function audience(publishing: Publishing, campaign: Campaign | undefined): Recipients[] {
  const centre: Recipients = { type: "followers", of: publishing.centre.id };
  return campaign === undefined ? [centre] : [centre, { type: "followers", of: campaign.id }];
}

/** The campaign that a draft names, as long as it takes new posts. */
export async function openCampaign(
  rooms: Pick<Rooms, "campaigns">,
  draft: Pick<PostDraft, "campaign">,
): Promise<Result<Campaign | undefined, PublishRefused>> {
  if (draft.campaign === undefined) return ok(undefined);
  const campaign = await rooms.campaigns.get(draft.campaign);
  if (campaign === undefined) return err({ type: "unknown campaign", name: draft.campaign });
  return campaign.status === "closed" ? err({ type: "campaign closed", name: campaign.handle }) : ok(campaign);
}

/** The campaign's keys, fetched before the commit begins. Undefined where there is no such campaign: the commit refuses then. */
export async function signerOf(
  ports: PublishingPorts,
  keys: LocalKeys,
  draft: Pick<PostDraft, "campaign">,
): Promise<LocalSigner | undefined> {
  if (draft.campaign === undefined) return undefined;
  const campaign = await ports.direct.campaigns.get(draft.campaign);
  return campaign === undefined ? undefined : campaignSigner(keys, campaign.id);
}
