import { err, ok, type Task } from "@commonhall/domain";
import { takeBackFromFeeds } from "../feeds/take-back-from-feeds.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";
import { fetchById } from "./fetch-object.ts";
import { replaceObject } from "./keep-object.ts";

/**
 * Somebody has taken back that they passed something on, which others passed on as well. Hubs that know a thing from each
 * other alone would hold each other to it for ever, so the one place that knows is asked: where it lives. What is gone
 * there for good is gone here; what is just not found may come again.
 */
export async function checkObject(
  use: TaskUse,
  { object: id }: Extract<Task, { type: "check object" }>,
): Promise<TaskAnswer> {
  const known = await use.direct.objects.get(id);
  if (known === undefined || known.local) return ok();
  const fetched = await fetchById(use, id);
  if (fetched.ok) {
    await use.inCommit((handling) => replaceObject(handling, known, fetched.value));
    return ok();
  }
  if (fetched.error.type === "unreachable") return err(fetched.error);
  // Whatever else it shows, a campaign as its Group for one, it is there.
  if (fetched.error.type !== "gone") return ok();
  const isForGood = fetched.error.status === 410;
  await use.inCommit(async (handling) => {
    const { rooms, now } = handling;
    await (isForGood ? rooms.objects.delete(id, now) : rooms.objects.forget([id]));
    if (known.kind === "call") await rooms.notices.drop(id);
    await takeBackFromFeeds(handling, id);
  });
  return ok();
}
