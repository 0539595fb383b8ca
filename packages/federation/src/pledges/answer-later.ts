import { err, ok, type Pledge, type Rooms, type Task } from "@commonhall/domain";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";
import { tellAnswer } from "./tell-pledge.ts";

/** Answers a pledge; where nothing is known of who pledged, once it is. */
export async function answerNowOrLater(
  rooms: Pick<Rooms, "outbox" | "remoteActors" | "tasks">,
  pledge: Pledge,
): Promise<void> {
  if ((await rooms.remoteActors.get(pledge.pledger)) !== undefined) return tellAnswer(rooms, pledge);
  await rooms.tasks.add({ type: "answer pledge", pledge: pledge.id }, { key: `answer pledge ${pledge.id}` });
}

/** What has been answered since by other means is not answered again. */
export async function answerPledge(
  { find, direct, inCommit }: Pick<TaskUse, "find" | "direct" | "inCommit">,
  { pledge: id }: Extract<Task, { readonly type: "answer pledge" }>,
): Promise<TaskAnswer> {
  const pledge = await direct.pledges.get(id);
  if (pledge === undefined) return ok();
  const known = await direct.remoteActors.get(pledge.pledger);
  const found = known === undefined ? await find.fresh(pledge.pledger) : ok(known);
  if (!found.ok) return err(found.error);
  await inCommit(async ({ rooms }) => {
    const now = await rooms.pledges.get(id);
    if (now?.answer === undefined || (await rooms.outbox.get(now.answer.activity)) !== undefined) return;
    await tellAnswer(rooms, now);
  });
  return ok();
}
