import { type ActorId, type Campaign, type ObjectId } from "@commonhall/domain";
import { PUBLIC, readTally, type InboundObject, type ReadActivity } from "@commonhall/wire";
import { ignored, processed, refused, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";

/** The campaign of ours that an object belongs to, where its author organises that with us and it still runs. */
export async function organisedWith(
  { rooms }: Pick<Handling, "rooms">,
  { stored }: InboundObject,
): Promise<Campaign | undefined> {
  const campaign = stored.campaign === undefined ? undefined : await rooms.campaigns.get(stored.campaign);
  if (campaign === undefined || campaign.status === "closed") return undefined;
  const organiser = await rooms.organisers.between(campaign.id, stored.attributedTo);
  return organiser?.state === "accepted" ? campaign : undefined;
}

/**
 * What another organiser writes is passed on once to those who follow the campaign (wire.md 2): what it has begun itself
 * and says to everybody, no replies.
 */
export async function passOnLater(handling: Handling, object: InboundObject, campaign: Campaign): Promise<void> {
  const { stored, to, cc } = object;
  if (stored.inReplyTo !== undefined || ![...to, ...cc].includes(PUBLIC)) return;
  const task = { type: "pass on", campaign: campaign.id, object: stored.id } as const;
  await handling.rooms.tasks.add(task, { key: `pass on ${stored.id} ${campaign.id}` });
}

/**
 * What an organiser changes or takes back is told to those who have it from the campaign alone: the same bytes, which
 * prove their author by themselves (ActivityPub 7.1.2). It is announced no second time.
 */
export async function forward(
  { rooms, now }: Handling,
  activity: ReadActivity,
  { object, campaign }: { readonly object: ObjectId; readonly campaign: ActorId | undefined },
): Promise<void> {
  if (campaign === undefined || activity.raw["proof"] === undefined) return;
  if ((await rooms.campaigns.get(campaign)) === undefined) return;
  if (!(await rooms.organisers.hasAnnounced(campaign, object))) return;
  if ((await rooms.outbox.get(activity.id)) !== undefined) return;
  const { id, type, raw } = activity;
  const document = JSON.stringify(raw);
  await rooms.outbox.append({ id, type, actor: campaign, object, document, published: now, listed: false }, [
    { type: "followers", of: campaign },
    { type: "everyone who got", object },
  ]);
}

/** How many took part in what an organiser of a campaign of ours called to; undefined for whatever is no such number. */
export async function onTally(
  handling: Handling,
  activity: Inbound<"Create" | "Update">,
): Promise<Outcome | undefined> {
  const { rooms, received } = handling;
  const { raw } = activity;
  const tally = readTally(raw["object"], raw["@context"]);
  if (tally === undefined) return undefined;
  const { campaign, centre, at = received } = tally;
  if (centre !== activity.actor) return refused("a number in the name of somebody else");
  const ours = await rooms.campaigns.get(campaign);
  const organiser = ours === undefined ? undefined : await rooms.organisers.between(campaign, centre);
  if (organiser?.state !== "accepted") return ignored("it is by no organiser of a campaign of ours");
  const known = await rooms.organisers.tally(campaign, centre);
  if (known !== undefined && known.at > at) return ignored("it is older than what is known");
  await rooms.organisers.putTally({ ...tally, at: Math.min(at, received) });
  return processed;
}
