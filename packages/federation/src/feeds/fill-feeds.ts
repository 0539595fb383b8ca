import { ok, type NotEntered, type Task } from "@commonhall/domain";
import type { Handling } from "../inbox/handling.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";
import { carry } from "./carry.ts";
import { enterFeeds } from "./enter-feeds.ts";

type FillFeeds = Extract<Task, { type: "fill feeds" }>;

const IN_ONE_COMMIT = 100;

/**
 * What was said here, and came, before the node had feeds enters them as history: at its own time, and nobody is told. One
 * stretch a commit, and the next is a task of its own, so that what comes in meanwhile does not wait for all of it.
 */
export async function fillFeeds({ inCommit }: Pick<TaskUse, "inCommit">, { after }: FillFeeds): Promise<TaskAnswer> {
  await inCommit(async (handling) => {
    const { feeds, tasks } = handling.rooms;
    const page = { limit: IN_ONE_COMMIT, ...(after === undefined ? {} : { after }) };
    const standing = await feeds.notEntered(page);
    for (const one of standing) await enter(handling, one);
    const last = standing.at(-1);
    if (last !== undefined) await tasks.add({ type: "fill feeds", after: last.object.id }, { key: "fill feeds" });
  });
  return ok();
}

async function enter(handling: Handling, { object, came }: NotEntered): Promise<void> {
  if (object.local) return enterFeeds(handling, object, { isQuiet: true });
  if (came !== undefined) await carry(handling, object, { ...came, backfilled: true });
}
