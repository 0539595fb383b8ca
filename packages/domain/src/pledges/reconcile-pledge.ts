import { hearAnswer } from "./offer-pledge.ts";
import type { Timestamp } from "../time.ts";
import { stateOf, type Pledge, type PledgeAnswer } from "./pledge.ts";

/** A pledge as the caller's node has it, in answer to the pledger's question; undefined where it does not know it. */
export interface ListedPledge {
  readonly withdrawn: boolean;
  readonly answer?: PledgeAnswer;
}

export interface ReconciledPledge {
  readonly pledge: Pledge;
  /** What has to be said once more, because the other side does not know it. */
  readonly again?: "offer" | "withdrawal";
}

/**
 * The pledger asks the caller once a day how things stand, and that heals whatever got lost (decision 0035): an answer
 * that never arrived is taken from there, an offer or a withdrawal that never arrived is sent again. What was asked may
 * be older than what has been heard since; nothing is undone by it. A node that was brought back from an old copy learns
 * what it had said itself.
 */
export function reconcilePledge(pledge: Pledge, listed: ListedPledge | undefined, now: Timestamp): ReconciledPledge {
  if (listed === undefined) return isOpen(pledge) ? { pledge, again: "offer" } : { pledge };
  const heard = listed.answer === undefined ? undefined : hearAnswer(pledge, pledge.caller, listed.answer);
  const known = heard?.ok === true ? heard.value : pledge;
  if (known.withdrawn === undefined) return { pledge: listed.withdrawn ? { ...known, withdrawn: now } : known };
  return listed.withdrawn ? { pledge: known } : { pledge: known, again: "withdrawal" };
}

function isOpen(pledge: Pledge): boolean {
  const state = stateOf(pledge);
  return state === "offered" || state === "accepted";
}
