import {
  asObject,
  type ActivityId,
  type ActorId,
  type OfferedPledge,
  type OutgoingActivity,
  type Pledge,
  type Rooms,
  type Timestamp,
} from "@commonhall/domain";
import {
  acceptDocument,
  confirmationDocument,
  offerDocument,
  rejectDocument,
  undoOfferDocument,
  type JsonObject,
} from "@commonhall/wire";

type Telling = Pick<Rooms, "outbox">;

/** Each to the other side's own inbox; what is about one pledge leaves in order. */
export function tellOffer(rooms: Telling, pledge: OfferedPledge): Promise<void> {
  const { id, pledger: actor, offered: published } = pledge;
  return tell(rooms, pledge, { id, type: "Offer", actor, published, document: offerDocument(pledge) }, pledge.caller);
}

export function tellWithdrawal(rooms: Telling, pledge: OfferedPledge, id: ActivityId, at: Timestamp): Promise<void> {
  const document = undoOfferDocument(id, pledge, at);
  return tell(rooms, pledge, { id, type: "Undo", actor: pledge.pledger, published: at, document }, pledge.caller);
}

/** The caller's last word. */
export async function tellAnswer(rooms: Telling, pledge: Pledge): Promise<void> {
  const { answer, caller: actor } = pledge;
  const document = answerDocument(pledge);
  if (answer === undefined || document === undefined) return;
  const told = { id: answer.activity, type: TYPES[answer.type], actor, published: answer.at, document };
  await tell(rooms, pledge, told, pledge.pledger);
}

const TYPES = { accepted: "Accept", declined: "Reject", fulfilled: "Create" } as const;

export function answerDocument(pledge: Pledge): JsonObject | undefined {
  const { answer } = pledge;
  switch (answer?.type) {
    case undefined:
      return undefined;
    case "declined":
      return rejectDocument(pledge, answer);
    case "accepted":
      return acceptDocument(pledge, answer);
    case "fulfilled":
      return confirmationDocument(pledge, answer);
  }
}

interface Told extends Pick<OutgoingActivity, "id" | "type" | "actor" | "published"> {
  readonly document: JsonObject;
}

function tell({ outbox }: Telling, pledge: OfferedPledge, told: Told, to: ActorId): Promise<void> {
  const document = JSON.stringify(told.document);
  const object = asObject(pledge.id);
  return outbox.append({ ...told, object, document, listed: false }, [{ type: "actors", actors: [to] }]);
}
