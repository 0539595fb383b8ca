import { err, ok, type Call, type ObjectId, type Published, type Rooms } from "@commonhall/domain";
import { beginPublishing, sayDelete, type Publishing, type PublishingPorts } from "../campaigns/publishing.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import { declineUnanswered } from "../pledges/decline-over.ts";
import type { CallAnswer } from "./publish-call.ts";
import { takeReportBack } from "./report-call.ts";

/** Takes a call back from everybody who ever got it, with its report. */
export async function deleteCall(
  ports: PublishingPorts,
  keys: LocalKeys,
  id: ObjectId,
  by: string,
): Promise<CallAnswer> {
  const publishing = await beginPublishing(ports, keys, by);
  if (publishing === undefined) return err({ type: "no centre yet" });
  return ports.work.run(async (rooms): Promise<CallAnswer> => {
    const call = await rooms.calls.get(id);
    return call === undefined ? err({ type: "not found", id }) : ok(await takeCallBack(rooms, publishing, call));
  });
}

export async function takeCallBack(rooms: Rooms, publishing: Publishing, call: Call): Promise<Published> {
  const { id, campaign, closing } = call;
  await takeReportBack(rooms, publishing, closing?.report);
  const followersOf = [publishing.centre.id, ...(campaign === undefined ? [] : [campaign])];
  const { signer } = publishing;
  const activity = await sayDelete(rooms, publishing, { signer, object: id, formerType: "Note", followersOf });
  await declineUnanswered({ rooms, ...publishing, now: publishing.at }, { ...call, status: "withdrawn" });
  await rooms.calls.delete(id);
  return { id, url: id, kind: "call", activity };
}
