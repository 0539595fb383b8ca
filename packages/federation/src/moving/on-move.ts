import { HOUR, hostOf, levelOf, sameOrigin, type ActorId, type Rooms } from "@commonhall/domain";
import { ignored, processed, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";
import { isProvenBy } from "../keys/proven-by.ts";

/** Whoever tells of a move every second is looked into once in this time. */
const ASKED_ONCE_IN = HOUR;

/**
 * Somebody says that they go on under another id (FEP-7628). Nothing is believed here: both servers are asked, and only
 * about somebody whom one of us follows or with whom there are terms, so that nobody else can make this node ask anyone.
 */
export async function onMove(handling: Handling, { former, later, raw }: Inbound<"Move">): Promise<Outcome> {
  const { rooms, now, addresses } = handling;
  if (sameOrigin(later, addresses.node()) || sameOrigin(former, addresses.node())) return ignored("it is about us");
  if ((await rooms.moves.from(former)) !== undefined) return ignored("they have moved already");
  if (!(await concernsUs(rooms, former))) return ignored("it concerns nobody here");
  // To follow is what a person decides where a domain is limited; what is refused is not asked either.
  if ([former, later].some((actor) => levelOf(hostOf(actor), handling.levels) !== "accept"))
    return ignored("the domain is limited");
  if (!(await rooms.moves.mayAsk(former, now, now + ASKED_ONCE_IN))) return ignored("it was looked into just now");
  const isProven = await isProvenBy(rooms.keys, former, raw);
  await rooms.tasks.add({ type: "check move", former, later, isProven }, { key: `check move ${former}` });
  return processed;
}

export async function concernsUs(rooms: Pick<Rooms, "follows" | "allies">, actor: ActorId): Promise<boolean> {
  return (await rooms.follows.isFollowed(actor)) || (await rooms.allies.with(actor))?.state === "accepted";
}
