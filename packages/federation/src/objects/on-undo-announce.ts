import { objectId } from "@commonhall/domain";
import { ignored, processed, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";

/** What came by this one alone is taken out of the list again. */
export async function onUndoAnnounce(
  { rooms }: Handling,
  { actor, object: undone }: Inbound<"Undo">,
): Promise<Outcome> {
  const object = objectId(undone.object ?? "");
  if (object === undefined) return ignored("it does not say what is taken back");
  return (await rooms.arrivals.withdraw(object, actor))
    ? processed
    : ignored("it had come by others as well, or not at all");
}
