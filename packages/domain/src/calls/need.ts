import { trusted, type ObjectId } from "../ids.ts";
import type { Texts } from "../texts.ts";
import type { Timestamp } from "../time.ts";
import type { NeedType } from "./need-type.ts";
import type { Quantity } from "./quantity.ts";
import type { Unit } from "./unit.ts";

/** One thing that a call asks for, as somebody writes it. */
export interface NeedDraft {
  /** Plain text, in the call's first language at least. */
  readonly name: Texts;
  readonly type: NeedType;
  /** Above zero. */
  readonly quantity: Quantity;
  /** Fits the type, see `unitFor`. */
  readonly unit: Unit;
  /** By when; the call's expiry where it is not said, and never later than that. */
  readonly by?: Timestamp;
  /** Needed no more, whatever has been promised. */
  readonly closed?: boolean;
}

/** One need of a call of ours: a Proposal of its own on the wire (FEP-0837), at `CALL/needs/NUMBER`. */
export interface Need extends Omit<NeedDraft, "closed"> {
  readonly id: ObjectId;
  /** 1 for the first. It stays the same for ever. */
  readonly number: number;
  /** What nobody has been accepted for yet: between nothing and `quantity`. */
  readonly available: Quantity;
  /** Since when nothing more is wanted. */
  readonly closed?: Timestamp;
}

/** A need of somebody else's call, as far as we could read it. */
export interface ReceivedNeed {
  readonly id: ObjectId;
  /** What a pledge satisfies: the need's primary intent (FEP-0837), `ID#primary`. */
  readonly intent: ObjectId;
  readonly name: Texts;
  readonly type: NeedType;
  readonly quantity: Quantity;
  readonly unit: Unit;
  readonly available: Quantity;
  /** Nothing is wanted after it. */
  readonly until: Timestamp;
}

/** The id of the need's primary intent, which a pledge satisfies (FEP-0837). */
export const intentOf = (need: ObjectId): ObjectId => trusted.object(`${need}#primary`);
