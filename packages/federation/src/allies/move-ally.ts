import { HOUR, isAllianceOver, type Ally, type Task } from "@commonhall/domain";
import { stopTelling } from "../audiences/stop-telling.ts";
import type { Handling } from "../inbox/handling.ts";
import { letInWhoRose } from "../moderation/let-in-who-rose.ts";

export type Moving = Pick<Handling, "rooms" | "now">;

/**
 * Writes how we stand with somebody from now on, and everything that follows from it in the same commit: who is an ally no
 * longer gets nothing more, and what was for allies only goes; what a new one asked before comes to the desk.
 */
export async function moveAlly({ rooms, now }: Moving, before: Ally | undefined, next: Ally): Promise<void> {
  await rooms.allies.put(next);
  const { peer } = next;
  const was = before !== undefined && before.state === "accepted";
  const is = next.state === "accepted" && !isAllianceOver(next, now);
  if (was && (!is || before.offer !== next.offer)) {
    await stopTelling(rooms, peer);
    await forgetLater(rooms, { type: "forget ally", actor: peer, reach: "limited" });
  }
  if (is && !was) {
    await rooms.tasks.add({ type: "meet ally", actor: peer }, { key: `meet ally ${peer}` });
    await letInWhoRose({ rooms, now });
  }
}

/** The promise is a day (`implements` in our actors' documents), and it is kept as soon as there is time. */
export const forgetLater = (rooms: Moving["rooms"], task: Extract<Task, { type: "forget ally" }>): Promise<void> =>
  rooms.tasks.add(task, { key: `forget ${task.reach} ${task.actor}` });

/** As long as a clock on the other side may be fast. */
export const FROM_THE_FUTURE = HOUR;
