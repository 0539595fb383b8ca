import type { ReadActivity } from "@commonhall/wire";
import { onStatementOffer } from "../alliances/on-statement-offer.ts";
import { onAllyAnswer } from "../allies/on-ally-answer.ts";
import { onAllyOffer } from "../allies/on-ally-offer.ts";
import { onUndoAlly } from "../allies/on-undo-ally.ts";
import { onAttestationOffer } from "../attestations/on-attestation-offer.ts";
import { onEndorsementOffer } from "../endorsements/on-endorsement-offer.ts";
import { onFollowAnswer } from "../following/on-answer.ts";
import { onMove } from "../moving/on-move.ts";
import { onFlag } from "../moderation/on-flag.ts";
import { onFollow } from "../following/on-follow.ts";
import { onUndoFollow } from "../following/on-undo-follow.ts";
import { onOfferAnswer } from "../handshakes/on-offer-answer.ts";
import { onUndoOffer } from "../handshakes/on-undo-offer.ts";
import { onAnnounce } from "../objects/on-announce.ts";
import { onCreateOrUpdate } from "../objects/on-create.ts";
import { onDelete } from "../objects/on-delete.ts";
import { onUndoAnnounce } from "../objects/on-undo-announce.ts";
import { onChangedOrganisers } from "../organisers/on-changed-organisers.ts";
import { onInvite } from "../organisers/on-invite.ts";
import { firstThatKnows, type Knowing } from "./first-that-knows.ts";
import { onPledge } from "../pledges/on-pledge.ts";
import { onConfirmation, onPledgeAnswer } from "../pledges/on-pledge-answer.ts";
import { onRead } from "../pledges/on-read.ts";
import { onUndoPledge } from "../pledges/on-undo-pledge.ts";
import { ignored, isRefused, type Handling, type Outcome } from "./handling.ts";
import type { Inbound } from "./inbound.ts";

/** What a proven activity changes here. A new kind of activity gets its line in this table and a file in its room. */
export async function handleActivity(handling: Handling, activity: ReadActivity): Promise<Outcome> {
  // The domain may have been refused since the door let it in.
  if (isRefused(handling, activity.actor)) return ignored("the domain is refused");
  switch (activity.type) {
    case "Follow":
      return onFollow(handling, activity);
    case "Accept":
    case "Reject":
      return firstThatKnows(ANSWERED, handling, activity);
    case "Undo":
      return onUndo(handling, activity);
    case "Create":
    case "Update":
      return (await onConfirmation(handling, activity)) ?? onCreateOrUpdate(handling, activity);
    case "Delete":
      return onDelete(handling, activity);
    case "Announce":
      return onAnnounce(handling, activity);
    case "Flag":
      return onFlag(handling, activity);
    case "Offer":
      return onOffer(handling, activity);
    case "Invite":
      return onInvite(handling, activity);
    case "Add":
    case "Remove":
      return onChangedOrganisers(handling, activity);
    case "Move":
      return onMove(handling, activity);
    case "Read":
      return onRead(handling, activity);
    case "other":
      return ignored("nothing here depends on activities of this type");
  }
}

/** What is offered says in which room it belongs. */
function onOffer(handling: Handling, { id, actor, offer }: Inbound<"Offer">): Promise<Outcome> | Outcome {
  switch (offer?.type) {
    case "endorsement":
      return onEndorsementOffer(handling, { id, actor, offer });
    case "attestation":
      return onAttestationOffer(handling, { id, actor, offer });
    case "pledge":
      return onPledge(handling, { id, actor, offer });
    case "ally":
      return onAllyOffer(handling, { actor, offer });
    case "statement":
      return onStatementOffer(handling, { id, actor, offer });
    case undefined:
      return ignored("nothing here depends on what is offered");
  }
}

/** What somebody here has asked for, and is answered. */
const ANSWERED: readonly Knowing<Inbound<"Accept" | "Reject">>[] = [
  onAllyAnswer,
  onPledgeAnswer,
  onOfferAnswer,
  onFollowAnswer,
];

/** A bare id does not say of what kind it is: then everybody who knows some is asked. */
async function onUndo(handling: Handling, activity: Inbound<"Undo">): Promise<Outcome> {
  switch (activity.object.type) {
    case "Announce":
      return onUndoAnnounce(handling, activity);
    case "Follow":
      return firstThatKnows([onUndoFollow], handling, activity);
    case "Offer":
      return firstThatKnows(OFFERS, handling, activity);
    case "Accept":
      return firstThatKnows(ANSWERS, handling, activity);
    case undefined:
      return firstThatKnows([...OFFERS, ...ANSWERS, onUndoFollow], handling, activity);
    default:
      return ignored("nothing here depends on what is taken back");
  }
}

/** What others offered to us. */
const OFFERS: readonly Knowing<Inbound<"Undo">>[] = [onUndoAlly, onUndoPledge, onUndoOffer];
/** What others answered us, and can take back. */
const ANSWERS: readonly Knowing<Inbound<"Undo">>[] = [onUndoAlly];
