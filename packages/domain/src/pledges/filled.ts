import type { Need } from "../calls/need.ts";
import { hundredths, NO_QUANTITY, quantityLess, quantityPlus, type Quantity } from "../calls/quantity.ts";
import { stateOf, type Pledge } from "./pledge.ts";

/** How much of its need a pledge fills: what was accepted of it, until the pledger takes it back. */
export function filledBy(pledge: Pledge): Quantity {
  const state = stateOf(pledge);
  const { answer } = pledge;
  const counts = (state === "accepted" || state === "fulfilled") && answer !== undefined && answer.type !== "declined";
  return counts ? answer.quantity : NO_QUANTITY;
}

/** What is missing of a need. Throws where more has been accepted than it asks for, which nothing here permits. */
export const availableOf = (need: Pick<Need, "quantity">, pledges: readonly Pledge[]): Quantity =>
  hundredths(need.quantity - sum(pledges.map(filledBy)));

/** A need and what was promised for it, as the caller sees it. */
export interface NeedTotals {
  readonly available: Quantity;
  readonly accepted: Quantity;
  /** Of offers that wait for an answer. */
  readonly offered: Quantity;
  /** How much more is offered than is missing. */
  readonly tooMuch: Quantity;
}

export function totalsOf(need: Pick<Need, "quantity">, pledges: readonly Pledge[]): NeedTotals {
  const available = availableOf(need, pledges);
  const offered = sum(pledges.filter((pledge) => stateOf(pledge) === "offered").map(({ quantity }) => quantity));
  const accepted = quantityLess(need.quantity, available);
  return { available, accepted, offered, tooMuch: quantityLess(offered, available) };
}

const sum = (quantities: readonly Quantity[]): Quantity => quantities.reduce(quantityPlus, NO_QUANTITY);
