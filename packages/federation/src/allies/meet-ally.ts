import { err, ok, type ActorId, type RemoteActor, type Result, type Task } from "@commonhall/domain";
import { nodeOfActor } from "@commonhall/wire";
import type { FetchProblem } from "../discovery/fetch-document.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";

/**
 * Reads anew who an ally is, and who signs what their node fetches. Both stay known with their keys, so that what is theirs
 * to read is served to them at once, even while strangers crowd at the door.
 */
export async function meetAlly(
  use: Pick<TaskUse, "find">,
  { actor }: Extract<Task, { type: "meet ally" }>,
): Promise<TaskAnswer> {
  const met = await meet(use, actor);
  return met.ok ? ok() : err(met.error);
}

export async function meet({ find }: Pick<TaskUse, "find">, peer: ActorId): Promise<Result<RemoteActor, FetchProblem>> {
  const found = await find.fresh(peer);
  const node = found.ok ? nodeOfActor(found.value.document) : undefined;
  if (node !== undefined && node !== peer) await find.fresh(node);
  return found;
}
