import type { ActorId, FollowViews } from "@commonhall/domain";

/** How many different accounts follow any of these actors of ours, and have been let in. */
export async function followerCount(
  follows: Pick<FollowViews, "followers">,
  ...ours: readonly ActorId[]
): Promise<number> {
  const lines = await follows.followers();
  const followers = lines.filter((line) => line.state === "accepted" && ours.includes(line.ours));
  return new Set(followers.map((line) => line.id)).size;
}
