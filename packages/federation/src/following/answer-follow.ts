import { err, ok, type Task } from "@commonhall/domain";
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
    const ours = await rooms.localActors.get(followed);
    if (follow?.id !== id || follow.state === "ended" || ours === undefined || ours.deleted !== undefined) return;
    const state = follow.state === "pending" ? "accepted" : follow.state;
    const answered = { ...follow, state };
    if (follow.state === "pending") await rooms.follows.put({ ...answered, since: now });
    await sendAnswer(handling, answered, found.value);
  });
  return ok();
}
