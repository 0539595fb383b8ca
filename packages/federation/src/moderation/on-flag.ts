import { hostOf, MOST_FLAGGED, sameOrigin, trusted, type ObjectId } from "@commonhall/domain";
import { ignored, processed, refused, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";

/** Somebody complains of something of ours. It stands at the desk for a person to read, and changes nothing. */
export async function onFlag(handling: Handling, activity: Inbound<"Flag">): Promise<Outcome> {
  const { rooms, addresses, received } = handling;
  const { id, actor, text, tag } = activity;
  const ours = activity.objects.filter((object) => sameOrigin(object, addresses.node())).slice(0, MOST_FLAGGED);
  const objects: ObjectId[] = [];
  for (const object of ours) if (await isOurs(handling, object)) objects.push(object);
  if (objects.length === 0) return ignored("it is about nothing of ours");
  const flag = { id, from: actor, host: hostOf(actor), objects, text, received, ...(tag === undefined ? {} : { tag }) };
  return (await rooms.flags.add(flag)) ? processed : refused("so many complaints of its server wait already");
}

const isOurs = async ({ rooms }: Handling, object: ObjectId): Promise<boolean> =>
  (await rooms.objects.get(object))?.local === true ||
  (await rooms.localActors.get(trusted.actor(object))) !== undefined;
