import { endOf, HOUR, ok, type ActorId, type Alliance, type ObjectId, type Rooms, type Task } from "@commonhall/domain";
import { audiencesOf, forgetObjects, mayStay } from "../allies/forget-ally.ts";
import type { Handling } from "../inbox/handling.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";

type ForgetAlliance = Extract<Task, { type: "forget alliance" }>;

/** So many in one commit, which holds everything else up. */
const AT_ONCE = 100;

/**
 * What was said to an alliance by somebody who may not say it to us any more, because we or they are no member now, or
 * because the alliance is over: who has left keeps nothing of what was for members, and members nothing of who has left.
 */
export async function forgetAlliance(
  { inCommit, direct }: Pick<TaskUse, "inCommit" | "direct">,
  { alliance }: ForgetAlliance,
): Promise<TaskAnswer> {
  const parties = (await direct.alliances.get(alliance))?.parties ?? [];
  for (const party of parties) {
    for (let after: ObjectId | undefined; ;) {
      const last = await inCommit((handling) => forgetSome(handling, alliance, party, after));
      if (last === undefined) break;
      after = last;
    }
  }
  return ok();
}

/** Answers the last one that was looked at; undefined where there are no more. */
async function forgetSome(
  handling: Handling,
  alliance: ObjectId,
  author: ActorId,
  after: ObjectId | undefined,
): Promise<ObjectId | undefined> {
  const page = { reach: "limited", limit: AT_ONCE, ...(after === undefined ? {} : { after }) } as const;
  const some = await handling.rooms.objects.by(author, page);
  const gone: ObjectId[] = [];
  for (const object of some) {
    if (audiencesOf(object).includes(alliance) && !(await mayStay(handling, object))) gone.push(object.id);
  }
  await forgetObjects(handling, gone);
  return some.at(-1)?.id;
}

/**
 * Half of the day that is promised: a charter may be about to change again, and who comes back by then has lost nothing.
 */
const PATIENCE = 12 * HOUR;

/** Somebody says nothing to it any more who did, or we are told nothing. */
export const forgetAllianceLater = (tasks: Rooms["tasks"], alliance: ObjectId): Promise<void> =>
  tasks.add({ type: "forget alliance", alliance }, { after: PATIENCE, key: `forget alliance ${alliance}` });

/** It ends by itself, and nothing is said that day. */
export const forgetAtItsEnd = (
  { tasks }: Pick<Rooms, "tasks">,
  { id, standing: { current } }: Pick<Alliance, "id" | "standing">,
  now: number,
): Promise<void> => {
  const after = Math.max(0, endOf(current.charter) - now);
  return tasks.add({ type: "forget alliance", alliance: id }, { after, key: `end of alliance ${current.hash}` });
};
