import { receivedNeedIsLive } from "../calls/answering.ts";
import type { ReceivedCall } from "../calls/call.ts";
import type { Quantity } from "../calls/quantity.ts";
import { isCurrency, type Unit } from "../calls/unit.ts";
import type { ActivityId, ActorId, ObjectId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import type { Texts } from "../texts.ts";
import type { Timestamp } from "../time.ts";
import { stateOf, type Pledge, type PledgeAnswer, type PledgeState } from "./pledge.ts";

/** The pledger's side. */

export interface PledgeDraft {
  readonly need: ObjectId;
  readonly quantity: Quantity;
  /** Plain text. */
  readonly text?: Texts;
}

export type OfferRefused =
  | NotWhole
  | { readonly type: "unknown need"; readonly need: string }
  /** The call does not ask for it any more, or is over. */
  | { readonly type: "need closed" };

/** Nobody sends half a person. */
export interface NotWhole {
  readonly type: "not whole";
}

/** A person, a place and a piece cannot be halved; hours and money can. */
export const canBeCounted = (quantity: Quantity, unit: Unit): boolean =>
  quantity % 100 === 0 || unit === "hours" || isCurrency(unit);

/** More may be offered than is missing: who is accepted for how much is for the caller to say. */
export function offerPledge(
  call: ReceivedCall,
  { need: id, quantity, text }: PledgeDraft,
  by: { readonly id: ActivityId; readonly pledger: ActorId },
  now: Timestamp,
): Result<Pledge, OfferRefused> {
  const need = call.needs.find((one) => one.id === id);
  if (need === undefined) return err({ type: "unknown need", need: id });
  if (!receivedNeedIsLive(call, need, now)) return err({ type: "need closed" });
  if (!canBeCounted(quantity, need.unit)) return err({ type: "not whole" });
  const { intent, unit } = need;
  const offer = { ...by, call: call.id, need: id, intent, caller: call.from, quantity, unit, offered: now };
  return ok(text === undefined ? offer : { ...offer, text });
}

export interface PledgeOver {
  readonly type: "pledge over";
  readonly state: PledgeState;
}

/** At any time before it has come about; also once it is accepted. It frees what was accepted. */
export function withdrawPledge(pledge: Pledge, at: Timestamp): Result<Pledge, PledgeOver> {
  const state = stateOf(pledge);
  const canBe = state === "offered" || state === "accepted";
  return canBe ? ok({ ...pledge, withdrawn: at }) : err({ type: "pledge over", state });
}

export type AnswerIgnored = "nothing was offered to them" | "it is more than was offered" | "it changes nothing";

/** What somebody answers. Only who was asked can, no more than was offered, and of what they said the latest counts. */
export function hearAnswer(pledge: Pledge, from: ActorId, answer: PledgeAnswer): Result<Pledge, AnswerIgnored> {
  if (from !== pledge.caller) return err("nothing was offered to them");
  if (answer.type !== "declined" && answer.quantity > pledge.quantity) return err("it is more than was offered");
  return isLater(answer, pledge.answer) ? ok({ ...pledge, answer }) : err("it changes nothing");
}

/** By when they were given; where that does not tell, by which of them can come after the other. */
function isLater(answer: PledgeAnswer, known: PledgeAnswer | undefined): boolean {
  if (known === undefined) return true;
  return answer.at === known.at ? RANK[answer.type] > RANK[known.type] : answer.at > known.at;
}

const RANK: Readonly<Record<PledgeAnswer["type"], number>> = { accepted: 0, declined: 1, fulfilled: 2 };
