import { ok, type Task } from "@commonhall/domain";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";

/** The same Follow again, with the same id: the other side knows it or not, either is fine (wire.md 13). */
export async function remind(
  { inCommit }: Pick<TaskUse, "inCommit">,
  { follow: id }: Extract<Task, { type: "remind" }>,
): Promise<TaskAnswer> {
  await inCommit(async ({ rooms }) => {
    const follow = await rooms.follows.byId(id);
    if (follow?.state === "pending") await rooms.outbox.repeat(id);
  });
  return ok();
}
