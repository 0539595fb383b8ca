import { asked } from "@commonhall/domain";
import { feedOf } from "../feeds/feed-addresses.ts";
import { makeFeed } from "../feeds/make-feed.ts";
import { lookUp } from "../discovery/look-up.ts";
import { ignored, processed, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";
import { sendAnswer } from "./send-answer.ts";

/**
 * Somebody wants to hear from the centre, a campaign, the node or a feed. Whoever may read the public pages may follow:
 * nobody is asked. It is a Follow that makes a feed; of those there may be only so many.
 */
export async function onFollow(
  handling: Handling,
  { id, actor: follower, object: followed }: Inbound<"Follow">,
): Promise<Outcome> {
  const { rooms, now } = handling;
  const ours = await rooms.localActors.get(followed);
  const isThere = ours !== undefined && ours.deleted === undefined;
  const feed = feedOf(handling.addresses, followed);
  if (!isThere && feed === undefined) return ignored("no actor of this node is followed");
  const follow = asked(await rooms.follows.between(follower, followed), { id, follower, followed }, now);
  if (follow === undefined) return ignored("it was taken back, or is older than another");
  const known = await rooms.remoteActors.get(follower);
  if (known === undefined) {
    await rooms.follows.put({ ...follow, state: "pending" });
    await rooms.tasks.add({ type: "answer follow", follow: id, follower, followed }, { key: `answer follow ${id}` });
    return processed;
  }
  if (feed !== undefined && !(await makeFeed(handling, feed, follower))) {
    await sendAnswer(handling, { ...follow, state: "rejected" }, known);
    return ignored("there are too many feeds already");
  }
  await lookUp(handling, follower);
  await rooms.follows.put(follow);
  await sendAnswer(handling, { ...follow, state: "accepted" }, known);
  return processed;
}
