import {
  err,
  ok,
  checkAudience,
  checkNarrowing,
  PUBLIC_AUDIENCE,
  reachOf,
  type Audience,
  type Post,
  type PostDraft,
  type ObjectId,
  type Published,
  type PublishRefused,
  type Result,
  type SharedKind,
} from "@commonhall/domain";
import { postDocument } from "@commonhall/wire";
import { tellChange, tellNew } from "../audiences/say-to.ts";
import type { LocalKeys, LocalSigner } from "../keys/local-keys.ts";
import { openStage, stageOf, type Stage } from "./stage.ts";
import { tooLargeError } from "./publish-campaign.ts";
import {
  beginPublishing,
  campaignSigner,
  isTooLarge,
  sayAnnounce,
  seal,
  type Publishing,
  type PublishingPorts,
} from "./publishing.ts";

type Answer = Result<Published, PublishRefused>;

/**
 * To the centre's followers; and where it belongs to a campaign, passed on once to those who follow that. What is not for
 * everybody goes to its readers alone, and no campaign passes it on.
 */
export async function publishPost(
  ports: PublishingPorts,
  keys: LocalKeys,
  { audience = PUBLIC_AUDIENCE, ...words }: PostDraft,
  by: string,
): Promise<Answer> {
  const publishing = await beginPublishing(ports, keys, by);
  if (publishing === undefined) return err({ type: "no centre yet" });
  const announcer = reachOf(audience) === "public" ? await signerOf(ports, keys, words) : undefined;
  return ports.work.run(async (rooms): Promise<Answer> => {
    const { addresses, at, centre, newId } = publishing;
    const found = await openStage(rooms, centre, words);
    if (!found.ok) return found;
    const checked = await checkAudience(rooms, audience, KIND);
    if (!checked.ok) return checked;
    const post: Post = { ...words, ...kept(audience), id: addresses.post(newId()), centre: centre.id, published: at };
    const object = sealPost(publishing, post, found.value);
    if (isTooLarge(object)) return err(tooLargeError(object));
    await rooms.campaigns.putPost(post);
    const activity = await tellNew(rooms, publishing, { object, audience, kind: KIND, campaign: found.value });
    if (announcer !== undefined) await sayAnnounce(rooms, publishing, announcer, post.id);
    return ok({ id: post.id, url: post.id, kind: "post", activity });
  });
}

/** Posts belong to campaigns. */
const KIND: SharedKind = "campaigns";

/** What is for everybody says nothing of it. */
const kept = (audience: Audience): Pick<Post, "audience"> => (reachOf(audience) === "public" ? {} : { audience });

/** New words in the same place, for the same readers or for fewer of them. The campaign does not announce it again. */
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
    const known = await rooms.campaigns.getPost(id);
    if (known === undefined) return err({ type: "not found", id });
    const campaign = await stageOf(rooms, known.campaign);
    const { campaign: _asked, audience: wanted, ...words } = draft;
    const before = known.audience ?? PUBLIC_AUDIENCE;
    const audience = wanted ?? before;
    const narrowed = await checkNarrowing(rooms, { before, after: audience, kind: KIND });
    if (!narrowed.ok) return narrowed;
    const post: Post = { ...known, ...words, ...kept(audience), updated: publishing.at };
    const object = sealPost(publishing, post, campaign);
    if (isTooLarge(object)) return err(tooLargeError(object));
    await rooms.campaigns.putPost(post);
    const activity = await tellChange(rooms, publishing, { object, audience, before, kind: KIND, campaign });
    return ok({ id, url: id, kind: "post", activity });
  });
}

const sealPost = (publishing: Publishing, post: Post, campaign: Stage | undefined) =>
  seal(
    postDocument({
      site: publishing.site,
      post,
      centre: publishing.centre,
      ...(campaign === undefined ? {} : { campaign }),
    }),
    publishing.signer,
    publishing.at,
    publishing.site,
  );

/** The keys of a campaign of ours, fetched before the commit begins. Undefined for any other: the commit says what may be done there. */
export async function signerOf(
  ports: PublishingPorts,
  keys: LocalKeys,
  draft: Pick<PostDraft, "campaign">,
): Promise<LocalSigner | undefined> {
  if (draft.campaign === undefined) return undefined;
  const campaign = await ports.direct.campaigns.get(draft.campaign);
  return campaign === undefined ? undefined : campaignSigner(keys, campaign.id);
}
