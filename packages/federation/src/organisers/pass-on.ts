import { ok, type Task } from "@commonhall/domain";
import { beginPublishing, campaignSigner, sayAnnounce, type PublishingPorts } from "../campaigns/publishing.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";

/** Once, whatever happens; not what has been deleted since, nor of who has left since. */
export async function passOn(
  ports: PublishingPorts,
  keys: LocalKeys,
  { campaign, object }: Extract<Task, { type: "pass on" }>,
): Promise<TaskAnswer> {
  const publishing = await beginPublishing(ports, keys, "");
  const known = await ports.direct.campaigns.get(campaign);
  if (publishing === undefined || known === undefined) return ok();
  const signer = await campaignSigner(keys, campaign);
  await ports.work.run(async (rooms) => {
    const stored = await rooms.objects.get(object);
    const by = stored === undefined ? undefined : await rooms.organisers.between(campaign, stored.attributedTo);
    if (by?.state !== "accepted" || (await rooms.organisers.hasAnnounced(campaign, object))) return;
    await sayAnnounce(rooms, publishing, signer, object);
  });
  return ok();
}
