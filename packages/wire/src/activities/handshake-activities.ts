import { isoInstant, type ActivityId, type ActorId, type ObjectId, type Timestamp } from "@commonhall/domain";
import { contextFor } from "../context.ts";
import { present, type JsonObject } from "../json.ts";
import { ENDORSES, PUBLIC } from "./activities.ts";

interface Said {
  readonly id: ActivityId;
  readonly actor: ActorId;
}

/** That a centre stands by a campaign, as it is offered and listed (wire.md 2). */
export const endorsementRelationship = (pair: {
  readonly id: ObjectId;
  readonly endorser: ActorId;
  readonly campaign: ActorId;
}): JsonObject => ({
  id: pair.id,
  type: "Relationship",
  subject: pair.endorser,
  relationship: ENDORSES,
  object: pair.campaign,
});

/** Asks a campaign to list a centre among those who endorse it. One who does not want to be named tells the campaign alone. */
export const endorsementOffer = (
  offer: Said & {
    readonly endorsement: ObjectId;
    readonly campaign: ActorId;
    readonly unnamed?: boolean;
    readonly published?: Timestamp;
  },
): JsonObject =>
  activity("Offer", offer, {
    to: [offer.campaign],
    cc: offer.unnamed === true ? undefined : [PUBLIC],
    published: offer.published === undefined ? undefined : isoInstant(offer.published),
    object: endorsementRelationship({ id: offer.endorsement, endorser: offer.actor, campaign: offer.campaign }),
  });

/** A campaign asks a centre to organise it as well (wire.md 2). `attributedTo` is the centre that leads. */
export const inviteActivity = (
  invite: Said & { readonly lead: ActorId; readonly centre: ActorId; readonly published: Timestamp },
): JsonObject =>
  activity("Invite", invite, {
    attributedTo: invite.lead,
    to: [invite.centre],
    published: isoInstant(invite.published),
    object: invite.actor,
    target: invite.centre,
  });

/** A campaign tells its organisers who is one of them now, or not any more (FEP-1b12). */
export const organiserActivity = (
  change: Said & {
    readonly type: "Add" | "Remove";
    readonly centre: ActorId;
    /** The collection. */
    readonly organisers: string;
    readonly to: readonly ActorId[];
    readonly published: Timestamp;
  },
): JsonObject =>
  activity(change.type, change, {
    to: change.to,
    published: isoInstant(change.published),
    object: change.centre,
    target: change.organisers,
  });

/** Yes or no to an Offer or an Invite, which whoever asked knows by its id. A no after a yes takes the yes back. */
export const offerAnswer = (
  answer: Said & { readonly type: "Accept" | "Reject"; readonly offer: ActivityId; readonly to: ActorId },
): JsonObject => activity(answer.type, answer, { to: [answer.to], object: answer.offer });

/**
 * Takes an offer back from whom it was made to. The whole of it is repeated, but for its proof: whoever gets this first
 * knows by it what is not to stand when the offer comes.
 */
export const undoOffer = (
  undo: Said & { readonly to: ActorId; readonly unnamed?: boolean; readonly offer: JsonObject },
): JsonObject => {
  const { "@context": _, proof: __, ...offer } = undo.offer;
  return activity("Undo", undo, { to: [undo.to], cc: undo.unnamed === true ? undefined : [PUBLIC], object: offer });
};

function activity(
  type: string,
  { id, actor }: Said,
  fields: Readonly<Record<string, Parameters<typeof present>[0][string]>>,
): JsonObject {
  const document = present({ id, type, actor, ...fields });
  return { "@context": contextFor(document), ...document };
}
