import { ok, type Task } from "@commonhall/domain";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";

/** Reads an actor anew. One whose server says that it is gone for good (410) is so here too. */
export async function refreshActor(
  { find, inCommit }: Pick<TaskUse, "find" | "inCommit">,
  { actor }: Extract<Task, { type: "refresh actor" }>,
): Promise<TaskAnswer> {
  const found = await find.fresh(actor);
  if (found.ok) return ok();
  if (found.error.type !== "gone" || found.error.status !== 410) return found;
  await inCommit(({ rooms, now }) => rooms.remoteActors.markGone(actor, now));
  return ok();
}
