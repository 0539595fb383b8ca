import { answered } from "@commonhall/domain";
import { ignored, processed, refused, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";

/** Somebody answers a Follow of ours; only the one who was asked can. Undefined where there is no such Follow. */
export async function onFollowAnswer(
  handling: Handling,
  activity: Inbound<"Accept" | "Reject">,
): Promise<Outcome | undefined> {
  const { rooms, now } = handling;
  const follow = await rooms.follows.byId(activity.object);
  if (follow === undefined) return undefined;
  if (follow.followed !== activity.actor) return refused("an answer to a follow, by somebody else");
  if ((await rooms.localActors.get(follow.follower)) === undefined) return ignored("nobody here asked");
  const next = answered(follow, activity.type === "Accept" ? "accepted" : "rejected", now);
  if (next === follow) return ignored("it changes nothing");
  await rooms.follows.put(next);
  if (next.state === "accepted") {
    await rooms.catchUps.begin(activity.actor, now);
    await rooms.tasks.add({ type: "backfill", actor: activity.actor }, { key: `backfill ${activity.actor}` });
  }
  return processed;
}
