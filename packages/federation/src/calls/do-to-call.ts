import { err, ok, type Call, type CallNotPublished, type ObjectId, type Result, type Rooms } from "@commonhall/domain";
import { tellChange } from "../audiences/say-to.ts";
import { stageOf, type Stage } from "../campaigns/stage.ts";
import { tooLargeError } from "../campaigns/publish-campaign.ts";
import { beginPublishing, isTooLarge, type Publishing, type PublishingPorts } from "../campaigns/publishing.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import { declineUnanswered } from "../pledges/decline-over.ts";
import { sealCall, type CallAnswer } from "./publish-call.ts";

/** What somebody does to a call of ours, or the calendar. */
export interface Change {
  readonly rooms: Rooms;
  readonly publishing: Publishing;
  readonly call: Call;
  readonly campaign: Stage | undefined;
}

type Decided = Result<Call, CallNotPublished>;
type Decide = (change: Change) => Promise<Decided> | Decided;

interface Doing {
  readonly id: ObjectId;
  readonly by: string;
  readonly decide: Decide;
  /** Nothing of what was said before may be heard any more. */
  readonly supersedes?: boolean;
  /** In the same commit, after it has been told. */
  readonly afterwards?: (change: Change) => Promise<void>;
}

/** Reads, decides, and tells whoever may read it now, in one commit. */
export async function doToCall(ports: PublishingPorts, keys: LocalKeys, doing: Doing): Promise<CallAnswer> {
  const { id, by, decide, afterwards, supersedes = false } = doing;
  const publishing = await beginPublishing(ports, keys, by);
  if (publishing === undefined) return err({ type: "no centre yet" });
  return ports.work.run(async (rooms): Promise<CallAnswer> => {
    const before = await rooms.calls.get(id);
    if (before === undefined) return err({ type: "not found", id });
    const campaign = await stageOf(rooms, before.campaign);
    const decided = await decide({ rooms, publishing, call: before, campaign });
    if (!decided.ok) return decided;
    const call: Call = { ...decided.value, told: publishing.at };
    const object = sealCall(publishing, call, campaign);
    if (isTooLarge(object)) return err(tooLargeError(object));
    await rooms.calls.put(call);
    await declineUnanswered({ rooms, ...publishing, now: publishing.at }, call);
    const { audience } = call;
    const told = { object, audience, before: before.audience, kind: "calls", campaign, supersedes } as const;
    const activity = await tellChange(rooms, publishing, told);
    await afterwards?.({ rooms, publishing, call, campaign });
    return ok({ id, url: id, kind: "call", activity });
  });
}
