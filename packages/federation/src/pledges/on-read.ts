import { readersOf } from "@commonhall/domain";
import { ignored, processed, refused, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";
import { standingOf } from "../moderation/standing.ts";

/**
 * A person at an ally's desk has seen a call of ours (row S6). Of everybody else who reads it nothing is kept, whatever
 * their programs send.
 */
export async function onRead(handling: Handling, { actor, object }: Inbound<"Read">): Promise<Outcome> {
  const { rooms, received: at } = handling;
  const call = await rooms.calls.get(object);
  if (call === undefined) return ignored("who reads what is not kept");
  const readers = await readersOf(rooms, call.audience, "calls");
  if (readers !== "everybody" && !readers.includes(actor)) return refused("a call was seen that was not theirs to see");
  if (readers === "everybody" && (await standingOf(handling, actor)) === "stranger")
    return ignored("who reads what is not kept");
  const isNew = await rooms.acknowledgements.add({ call: call.id, actor, at });
  return isNew ? processed : ignored("it is known");
}
