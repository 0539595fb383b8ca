import { ok, type Rooms } from "@commonhall/domain";
import { beginPublishing, type PublishingPorts } from "../campaigns/publishing.ts";
import { sealAndTell } from "../centres/update-centre.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";

/** What stands in the centre's document has changed; it is signed anew, and told, as soon as its keys are at hand. */
export const resealCentreLater = ({ tasks }: Pick<Rooms, "tasks">): Promise<void> =>
  tasks.add({ type: "reseal centre" }, { key: "reseal centre" });

export async function resealCentre(ports: PublishingPorts, keys: LocalKeys): Promise<TaskAnswer> {
  const publishing = await beginPublishing(ports, keys, "");
  if (publishing !== undefined) {
    await ports.work.run(async (rooms) => {
      const centre = await rooms.centres.get();
      if (centre !== undefined) await sealAndTell(ports, rooms, publishing, centre);
    });
  }
  return ok();
}
