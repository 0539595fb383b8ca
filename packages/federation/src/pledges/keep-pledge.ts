import {
  availableOf,
  needOf,
  withAvailable,
  type KeptPledge,
  type Quantity,
  type Rooms,
  type Timestamp,
} from "@commonhall/domain";
import { progressDue } from "../calls/progress.ts";

type KeepingRooms = Pick<Rooms, "calls" | "pledges" | "tasks">;

/**
 * Keeps somebody's pledge for a need of ours, and with it, in the same commit, what is still missing. Answers how much
 * that is.
 */
export async function keepTheirs(
  rooms: KeepingRooms,
  pledge: KeptPledge,
  now: Timestamp,
): Promise<Quantity | undefined> {
  await rooms.pledges.put(pledge);
  const call = await rooms.calls.get(pledge.call);
  const need = call === undefined ? undefined : needOf(call, pledge.need);
  if (call === undefined || need === undefined) return undefined;
  const available = availableOf(need, await rooms.pledges.forNeed(need.id));
  if (available === need.available) return available;
  const changed = withAvailable(call, need.id, available);
  await rooms.calls.put(changed);
  await progressDue(rooms, changed, now);
  return available;
}
