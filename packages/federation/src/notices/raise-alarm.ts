import { raised, type ObjectId, type Timestamp } from "@commonhall/domain";
import type { Handling } from "../inbox/handling.ts";

/** Something urgent has come. It stands at the desk from now on, and people are told, unless they are being told already. */
export async function raiseAlarm(
  { rooms, now }: Pick<Handling, "rooms" | "now">,
  object: ObjectId,
  until: Timestamp,
): Promise<void> {
  if (until <= now || !(await rooms.notices.add({ object, since: now, until }))) return;
  const alarm = raised(await rooms.notices.alarm(), now);
  if (alarm === undefined) return;
  await rooms.notices.putAlarm(alarm);
  await rooms.tasks.add({ type: "tell staff" }, { key: "tell staff" });
}
