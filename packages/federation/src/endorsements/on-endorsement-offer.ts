import { asObject, offerAgainst, type ActivityId, type ActorId, type Endorsement } from "@commonhall/domain";
import type { EndorsementOffer } from "@commonhall/wire";
import { lookUp } from "../discovery/look-up.ts";
import { ignored, processed, refused, type Handling, type Outcome } from "../inbox/handling.ts";
import { whereTo } from "../moderation/standing.ts";

interface Offered {
  readonly id: ActivityId;
  readonly actor: ActorId;
  readonly offer: EndorsementOffer;
}

/** Somebody offers to stand by a campaign of ours. Nobody is listed before a person at the desk has said so. */
export async function onEndorsementOffer(handling: Handling, { id, actor, offer }: Offered): Promise<Outcome> {
  const { rooms, now } = handling;
  const campaign = await rooms.campaigns.get(offer.object);
  if (campaign === undefined) return ignored("no campaign of this node is endorsed");
  const current = await rooms.endorsements.between(actor, campaign.id);
  const against = offerAgainst(current, id);
  if (against === "older") return ignored("it is older than another");
  if (current !== undefined && against === "same") return again(handling, current);
  if (campaign.status === "closed") return ignored("the campaign is closed");
  const place = await whereTo(handling, actor);
  if (place === "nowhere") return refused("so many of its server wait already");
  await lookUp(handling, actor);
  await rooms.endorsements.put({
    ...rowOf({ id, actor, offer }),
    state: "offered",
    since: now,
    apart: place === "apart",
  });
  return processed;
}

/** Who asks again has not heard our answer. */
async function again({ rooms }: Handling, { answer, state }: Endorsement): Promise<Outcome> {
  if (state === "withdrawn") return ignored("it was taken back");
  if (answer === undefined) return ignored("it is known");
  await rooms.outbox.repeat(answer);
  return processed;
}

/** An offer that is taken back before it has come is remembered, so that it does not stand when it comes. */
export async function rememberWithdrawn({ rooms, now }: Handling, offered: Offered): Promise<Outcome> {
  const { actor, offer, id } = offered;
  if ((await rooms.campaigns.get(offer.object)) === undefined) return ignored("nothing of this kind is known");
  const current = await rooms.endorsements.between(actor, offer.object);
  if (offerAgainst(current, id) === "older") return ignored("it is older than another");
  await rooms.endorsements.put({ ...rowOf(offered), state: "withdrawn", since: now, apart: false });
  return processed;
}

const rowOf = ({ id, actor, offer }: Offered): Omit<Endorsement, "state" | "since" | "apart"> => ({
  offer: id,
  // Who gives the pair no id of its own is known by that of the offer.
  endorsement: offer.id ?? asObject(id),
  endorser: actor,
  campaign: offer.object,
  unnamed: offer.unnamed,
  hidden: false,
});
