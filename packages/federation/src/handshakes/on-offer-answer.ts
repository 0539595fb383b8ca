import { moved } from "@commonhall/domain";
import { ignored, processed, refused, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";
import { findHandshake } from "./handshake-rooms.ts";

/**
 * Somebody says yes or no to what we asked; only the one who was asked can. Undefined where what is answered is none of
 * these offers. Who says yes to what was taken back has not heard of that, and is told again.
 */
export async function onOfferAnswer(
  handling: Handling,
  { type, actor, object: offer }: Inbound<"Accept" | "Reject">,
): Promise<Outcome | undefined> {
  const { rooms, now } = handling;
  const found = await findHandshake(rooms, offer);
  if (found === undefined) return undefined;
  const { current, asks, asked } = found;
  if (asked !== actor) return refused("an answer to an offer, by somebody else");
  if ((await rooms.localActors.get(asks)) === undefined) return ignored("nobody here asked");
  const next = moved(current, type === "Accept" ? "accepted" : "declined", now);
  if (next === undefined) {
    const isLate = type === "Accept" && current.state === "withdrawn" && current.answer !== undefined;
    if (isLate) await rooms.outbox.repeat(current.answer);
    return ignored("it changes nothing");
  }
  await found.move(handling, next);
  return processed;
}
