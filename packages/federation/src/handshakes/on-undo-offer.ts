import { moved } from "@commonhall/domain";
import { rememberWithdrawn } from "../endorsements/on-endorsement-offer.ts";
import { ignored, processed, refused, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";
import { findHandshake } from "./handshake-rooms.ts";

/** Somebody takes back what they asked of us; nobody else can. Undefined where it is none of these offers. */
export async function onUndoOffer(
  handling: Handling,
  { actor, object: undone }: Inbound<"Undo">,
): Promise<Outcome | undefined> {
  const { rooms, now } = handling;
  const found = undone.id === undefined ? undefined : await findHandshake(rooms, undone.id);
  if (found === undefined) {
    const { id, offer } = undone;
    if (offer?.type !== "endorsement" || id === undefined) return undefined;
    return rememberWithdrawn(handling, { id, actor, offer });
  }
  if (found.asks !== actor) return refused("an offer is taken back by somebody else");
  const next = moved(found.current, "withdrawn", now);
  if (next === undefined) return ignored("it changes nothing");
  await found.move(handling, next);
  return processed;
}
