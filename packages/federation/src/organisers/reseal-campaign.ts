import { ok, type Task } from "@commonhall/domain";
import { changeCampaign } from "../campaigns/publish-campaign.ts";
import type { PublishingPorts } from "../campaigns/publishing.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";

/** Its document names who organises it, so whoever follows it is told. */
export async function resealCampaign(
  ports: PublishingPorts,
  keys: LocalKeys,
  { campaign }: Extract<Task, { type: "reseal campaign" }>,
): Promise<TaskAnswer> {
  await changeCampaign(ports, keys, campaign, "", (before, at) => ok({ ...before, updated: at }));
  return ok();
}
