import {
  callIsOpen,
  hostOf,
  levelOf,
  type ArrivalReason,
  type ReceivedCall,
  type StoredObject,
} from "@commonhall/domain";
import { PUBLIC, type InboundObject } from "@commonhall/wire";
import type { Handling } from "../inbox/handling.ts";
import { raiseAlarm } from "../notices/raise-alarm.ts";

/**
 * Why somebody else's call is not taken in, undefined where it is. A drill for everybody is none: whoever sends it has
 * made a mistake that we do not spread (row S10). What has been withdrawn stays so, in whichever order its messages come.
 */
export async function callRefused(
  { rooms }: Pick<Handling, "rooms">,
  { call, stored, to, cc }: InboundObject,
  before?: StoredObject,
): Promise<string | undefined> {
  if (call?.exercise === true && [...to, ...cc].includes(PUBLIC)) return "it is a drill for everybody";
  const known = before?.kind === "call" ? await rooms.calls.received(stored.id) : undefined;
  return known?.status === "withdrawn" && call?.status !== "withdrawn" ? "it has been withdrawn" : undefined;
}

/**
 * What is asked for, beside the object that asks for it. To be called after that has been put. `reason`: why it is kept;
 * undefined for history, of which nobody is told.
 */
export async function keepCall(
  handling: Handling,
  stored: StoredObject,
  { call }: InboundObject,
  reason: ArrivalReason | undefined,
): Promise<void> {
  if (call === undefined) return;
  const { id, attributedTo: from, campaign, published, updated } = stored;
  const received: ReceivedCall = {
    ...call,
    id,
    from,
    published,
    ...(campaign === undefined ? {} : { campaign }),
    ...(updated === undefined ? {} : { updated }),
  };
  await handling.rooms.calls.putReceived(received);
  if (!callIsOpen(received, handling.now)) await handling.rooms.notices.drop(id);
  else if (isUrgent(handling, received, reason)) await raiseAlarm(handling, id, received.expires);
}

/** Its author says that it is something else now, or nothing. */
export async function forgetCall({ rooms }: Pick<Handling, "rooms">, { id }: Pick<StoredObject, "id">): Promise<void> {
  await rooms.calls.deleteReceived(id);
  await rooms.notices.drop(id);
}

/** People are told at once of what somebody calls for whom we have chosen to listen to: a stranger wakes nobody. */
const isUrgent = (
  { levels }: Pick<Handling, "levels">,
  { urgency, from }: ReceivedCall,
  reason: ArrivalReason | undefined,
): boolean =>
  urgency === "immediate" && (reason === "ally" || reason === "followed") && levelOf(hostOf(from), levels) === "accept";
