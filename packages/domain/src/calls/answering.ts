import type { ObjectId } from "../ids.ts";
import type { Timestamp } from "../time.ts";
import type { Call, ReceivedCall } from "./call.ts";
import { callIsOpen } from "./call-states.ts";
import type { Need, ReceivedNeed } from "./need.ts";
import { lesserQuantity, type Quantity } from "./quantity.ts";

/** Until when a need of a call of ours can be answered. */
export const needUntil = (call: Pick<Call, "expires">, need: Pick<Need, "by" | "closed">): Timestamp =>
  Math.min(need.closed ?? Infinity, need.by ?? Infinity, call.expires);

/** A promise for this need of ours can be taken in: it is wanted still, filled or not (over-pledging is shown). */
export const needIsLive = (call: Call, need: Need, now: Timestamp): boolean =>
  callIsOpen(call, now) && now < needUntil(call, need);

/** A need of somebody else's call that can be answered. */
export const receivedNeedIsLive = (call: ReceivedCall, need: ReceivedNeed, now: Timestamp): boolean =>
  callIsOpen(call, now) && now < need.until;

export const needOf = (call: Pick<Call, "needs">, id: ObjectId): Need | undefined =>
  call.needs.find((need) => need.id === id);

/** The call once so much of the need is missing; of a need that it does not have nothing changes. Tells nobody by itself. */
export const withAvailable = (call: Call, id: ObjectId, available: Quantity): Call => ({
  ...call,
  needs: call.needs.map((need) =>
    need.id === id ? { ...need, available: lesserQuantity(available, need.quantity) } : need,
  ),
});
