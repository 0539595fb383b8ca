import { type ActivityId, type ActorId, type Ally, type OfferedAlliance } from "@commonhall/domain";
import { allyAnswer, allyOffer, allyUndo, type JsonObject } from "@commonhall/wire";
import type { Handling } from "../inbox/handling.ts";

type Sending = Pick<Handling, "rooms" | "addresses" | "newId" | "now">;

/**
 * What is said between two allies goes to the other one's own inbox alone. It carries no proof: the two convince each other
 * by the signatures of their requests, and whoever it leaks to can show it to nobody as genuine.
 */
async function send(
  { rooms, now }: Sending,
  us: ActorId,
  { peer, relationship }: Pick<OfferedAlliance, "peer" | "relationship">,
  said: { readonly id: ActivityId; readonly type: string; readonly document: JsonObject },
): Promise<void> {
  const { id, type } = said;
  const document = JSON.stringify(said.document);
  // About the Relationship: the end of an Offer never overtakes it.
  const about = { actor: us, object: relationship, published: now, listed: false };
  await rooms.outbox.append({ id, type, document, ...about }, [{ type: "actors", actors: [peer] }]);
}

export const sendOffer = (sending: Sending, us: ActorId, made: OfferedAlliance): Promise<void> =>
  send(sending, us, made, { id: made.offer, type: "Offer", document: allyOffer(us, made) });

export const sendAnswer = (
  sending: Sending,
  us: ActorId,
  made: OfferedAlliance,
  { id, type }: { readonly id: ActivityId; readonly type: "Accept" | "Reject" },
): Promise<void> => send(sending, us, made, { id, type, document: allyAnswer(type, { id, us, made }) });

export async function sendUndo(sending: Sending, us: ActorId, ally: Ally): Promise<void> {
  const id = sending.addresses.activity(sending.newId());
  const { answer } = ally;
  const said = { id, us, made: ally, ...(answer === undefined ? {} : { answer }) };
  await send(sending, us, ally, { id, type: "Undo", document: allyUndo(said) });
}
