import type { Quantity } from "../calls/quantity.ts";
import type { Unit } from "../calls/unit.ts";
import type { ActivityId, ActorId, ObjectId } from "../ids.ts";
import type { Texts } from "../texts.ts";
import type { Timestamp } from "../time.ts";

export const PLEDGE_STATES = ["offered", "accepted", "declined", "withdrawn", "fulfilled"] as const;
export type PledgeState = (typeof PLEDGE_STATES)[number];

/** What one centre offers for one need of another's call (wire.md 3). Nothing of it ever changes. */
export interface OfferedPledge {
  /** The Offer. */
  readonly id: ActivityId;
  readonly call: ObjectId;
  readonly need: ObjectId;
  /** What it satisfies: the need's primary intent (FEP-0837), as its caller names it. */
  readonly intent: ObjectId;
  readonly pledger: ActorId;
  readonly caller: ActorId;
  readonly quantity: Quantity;
  readonly unit: Unit;
  /** In the pledger's words, without markup. */
  readonly text?: Texts;
  readonly offered: Timestamp;
}

/**
 * A pledge as each of its two sides has it. What can change are two things, each of which one side alone writes: the
 * pledger that it is withdrawn, which is for good, and the caller its answer, of which the latest counts. So the order in
 * which messages arrive, and how often, makes no difference to where both sides end (decision 0035).
 *
 *   offered ──────▶ accepted ──────▶ fulfilled     the caller, always a person
 *      │ │              │
 *      │ ╰────────▶ declined                       the caller; for a call that is over by itself
 *      ╰────────────────┴──────────▶ withdrawn     the pledger, at any time before it is fulfilled
 */
export interface Pledge extends OfferedPledge {
  readonly withdrawn?: Timestamp;
  readonly answer?: PledgeAnswer;
}

export type PledgeAnswer = Agreed | Declined;

interface Answered {
  /** The activity that told of it. */
  readonly activity: ActivityId;
  /** As the caller dates it; 0 where they do not. Of two answers the later one counts. */
  readonly at: Timestamp;
  /** In the caller's words, without markup. */
  readonly text?: Texts;
}

export interface Agreed extends Answered {
  readonly type: "accepted" | "fulfilled";
  /** Of what was offered, or all of it. */
  readonly quantity: Quantity;
  /** On the caller's node; the same when it is fulfilled. */
  readonly agreement: ObjectId;
}

export interface Declined extends Answered {
  readonly type: "declined";
}

/** What came about counts, even for a pledger who wrote meanwhile that they cannot come. */
export function stateOf({ answer, withdrawn }: Pick<Pledge, "answer" | "withdrawn">): PledgeState {
  if (answer?.type === "fulfilled") return "fulfilled";
  return withdrawn === undefined ? (answer?.type ?? "offered") : "withdrawn";
}
