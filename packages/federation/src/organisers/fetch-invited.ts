import { err, ok, type Task } from "@commonhall/domain";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";

/** What the campaign is about, and who leads it: for whoever has to decide at the desk. */
export async function fetchInvited(
  { find }: Pick<TaskUse, "find">,
  { campaign, lead }: Extract<Task, { type: "fetch invited" }>,
): Promise<TaskAnswer> {
  const found = await find.fresh(campaign);
  if (!found.ok) return err(found.error);
  const leading = await find.fresh(lead);
  return leading.ok ? ok() : err(leading.error);
}
