import {
  declinePledge,
  needIsLive,
  needOf,
  stateOf,
  type Call,
  type KeptPledge,
  type Rooms,
  type Timestamp,
} from "@commonhall/domain";
import { callOverText, type Addresses } from "@commonhall/wire";
import { answerNowOrLater } from "./answer-later.ts";
import { keepTheirs } from "./keep-pledge.ts";

interface Declining {
  readonly rooms: Rooms;
  readonly addresses: Pick<Addresses, "activity">;
  readonly newId: () => string;
  readonly now: Timestamp;
}

/** An offer for what is not wanted any more. Saying no takes no person; saying yes always does. */
export async function declineWhatIsOver(declining: Declining, kept: KeptPledge): Promise<void> {
  const { rooms, addresses, newId, now } = declining;
  const centre = await rooms.centres.get();
  if (centre === undefined) return;
  const text = callOverText(centre.languages);
  const declined = declinePledge(kept, { activity: addresses.activity(newId()), now, text });
  if (!declined.ok) return;
  const pledge: KeptPledge = { ...kept, ...declined.value };
  await keepTheirs(rooms, pledge, now);
  await answerNowOrLater(rooms, pledge);
}

/**
 * To be called in the commit in which a call of ours ends, or a need of it is closed: whoever waits for an answer gets
 * one. What was accepted stays as it is.
 */
export async function declineUnanswered(declining: Declining, call: Call): Promise<void> {
  for (const pledge of await declining.rooms.pledges.forCall(call.id)) {
    const need = needOf(call, pledge.need);
    const isOver = need === undefined || !needIsLive(call, need, declining.now);
    if (isOver && stateOf(pledge) === "offered") await declineWhatIsOver(declining, pledge);
  }
}
