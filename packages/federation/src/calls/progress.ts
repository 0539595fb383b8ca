import {
  callIsOpen,
  err,
  ok,
  progressAfter,
  type Call,
  type ObjectId,
  type Rooms,
  type Task,
  type Timestamp,
} from "@commonhall/domain";
import type { PublishingPorts } from "../campaigns/publishing.ts";
import type { LocalKeys } from "../keys/local-keys.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import { doToCall } from "./do-to-call.ts";

/**
 * To be called in the commit in which what is missing of a call of ours changes, after it has been put: everybody is told
 * as soon as a quarter of an hour has gone by since they were told last (wire.md 3, progress). However often it changes
 * meanwhile, they are told once.
 */
export async function progressDue(rooms: Pick<Rooms, "tasks">, call: Call, now: Timestamp): Promise<void> {
  if (!callIsOpen(call, now)) return;
  const after = progressAfter(call, now);
  await rooms.tasks.add({ type: "tell progress", call: call.id }, { after, key: keyOf(call.id) });
}

const keyOf = (id: ObjectId): string => `progress ${id}`;

/** Tells what is missing now. Not before its time: another change may have asked for it while this one was on its way. */
export async function tellProgress(
  ports: PublishingPorts,
  keys: LocalKeys,
  { call: id }: Extract<Task, { readonly type: "tell progress" }>,
): Promise<TaskAnswer> {
  await doToCall(ports, keys, {
    id,
    by: "progress",
    async decide({ rooms, call, publishing: { at } }) {
      if (!callIsOpen(call, at)) return err({ type: "call not open", status: call.status });
      if (progressAfter(call, at) === 0) return ok({ ...call, updated: at });
      await progressDue(rooms, call, at);
      return err({ type: "not found", id });
    },
  });
  return ok();
}
