import { asObject, type ActivityId, type ActorId } from "@commonhall/domain";
import { offerAnswer } from "@commonhall/wire";
import type { Handling } from "../inbox/handling.ts";

interface OfferAnswer {
  /** Of us. */
  readonly actor: ActorId;
  readonly type: "Accept" | "Reject";
  readonly offer: ActivityId;
  readonly to: ActorId;
}

/**
 * Yes or no to an offer, to whoever asked alone: no proof is added, because nobody else is to be convinced by it.
 * Answers to one offer leave in order. Answers the id of the activity.
 */
export async function sendOfferAnswer(
  { rooms, addresses, newId, now }: Pick<Handling, "rooms" | "addresses" | "newId" | "now">,
  { actor, type, offer, to }: OfferAnswer,
): Promise<ActivityId> {
  const id = addresses.activity(newId());
  const document = JSON.stringify(offerAnswer({ id, actor, type, offer, to }));
  const object = asObject(offer);
  await rooms.outbox.append({ id, type, actor, object, document, published: now, listed: false }, [
    { type: "actors", actors: [to] },
  ]);
  return id;
}
