import { allianceEnded, endedNow, type Ally } from "@commonhall/domain";
import { offeredAlliance } from "@commonhall/wire";
import { lookUp } from "../discovery/look-up.ts";
import { ignored, processed, refused, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";
import { FROM_THE_FUTURE, moveAlly } from "./move-ally.ts";

type Undo = Inbound<"Undo">;

/**
 * Somebody ends an alliance with us: takes back their Offer, or their Accept of ours. Undefined where it is neither. An end
 * that comes before its Offer is remembered, where it says of what it is the end.
 */
export async function onUndoAlly(handling: Handling, { actor, object: undone }: Undo): Promise<Outcome | undefined> {
  const { rooms, now } = handling;
  const current = await rooms.allies.with(actor);
  if (current !== undefined && isNamed(current, undone)) {
    const next = endedNow(current, now);
    if (next === undefined) return ignored("it has ended already");
    await moveAlly(handling, current, next);
    return processed;
  }
  if (undone.offer?.type !== "ally") return undefined;
  const centre = await rooms.centres.get();
  const made = centre === undefined ? undefined : offeredAlliance(centre.id, undone.offer);
  if (made?.peer !== actor) return refused("an offer is taken back by somebody else");
  if (made.offered > now + FROM_THE_FUTURE) return ignored("it was made in the future");
  const next = allianceEnded(current, made, now);
  if (next === undefined) return ignored("it is older than another");
  await lookUp(handling, actor);
  await moveAlly(handling, current, next);
  return processed;
}

/** By its Offer or by its answer, whichever of the two is theirs to take back. */
const isNamed = ({ offer, answer, offeredBy }: Ally, { id, object }: Undo["object"]): boolean =>
  offeredBy === "them" ? id === offer : (answer !== undefined && id === answer) || object === String(offer);
