import { err, ok, type Follow, type Task } from "@commonhall/domain";
import { feedOf } from "../feeds/feed-addresses.ts";
import { makeFeed } from "../feeds/make-feed.ts";
import type { Handling } from "../inbox/handling.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";
import { sendAnswer } from "./send-answer.ts";

type AnswerFollow = Extract<Task, { type: "answer follow" }>;

/**
 * Answers a Follow whose sender was not known when it came, or who asks again because no answer came. What has been taken
 * back meanwhile is not answered.
 */
export async function answerFollow(
  { find, direct, inCommit }: Omit<TaskUse, "client">,
  task: AnswerFollow,
): Promise<TaskAnswer> {
  const { follow: id, follower, followed } = task;
  const known = await direct.remoteActors.get(follower);
  const found = known === undefined ? await find.fresh(follower) : ok(known);
  if (!found.ok) return err(found.error);
  await inCommit(async (handling) => {
    const { rooms, now } = handling;
    const follow = await rooms.follows.between(follower, followed);
    if (follow?.id !== id || follow.state === "ended") return;
    const mayFollow = await isThereFor(handling, follow);
    if (mayFollow === undefined) return;
    const state = follow.state === "pending" ? mayFollow : follow.state;
    const answered = { ...follow, state };
    if (follow.state === "pending") await rooms.follows.put({ ...answered, since: now });
    await sendAnswer(handling, answered, found.value);
  });
  return ok();
}

/** Undefined where there is nobody to be followed any more. */
async function isThereFor(
  handling: Handling,
  { followed, follower }: Follow,
): Promise<"accepted" | "rejected" | undefined> {
  const feed = feedOf(handling.addresses, followed);
  if (feed !== undefined) return (await makeFeed(handling, feed, follower)) ? "accepted" : "rejected";
  const ours = await handling.rooms.localActors.get(followed);
  return ours === undefined || ours.deleted !== undefined ? undefined : "accepted";
}
