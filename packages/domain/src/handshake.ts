import type { ActivityId } from "./ids.ts";
import { isMadeBefore } from "./made-before.ts";
import type { Timestamp } from "./time.ts";

/**
 * offered ──▶ accepted ──▶ declined
 *    ╰──────────────────────▲          whoever was asked may say yes, and no at any time, a yes taken back too
 *
 * any of these ──▶ withdrawn           by whoever asked
 *
 * What one centre asks of another: to be listed as one who endorses, to organise together, to carry an attestation. Both
 * sides keep the same four states, and an offer only ever moves to a later one of them. So it does not matter in which
 * order messages arrive, nor how often: both sides end at the latest state that either of them has said. Whoever changes
 * their mind after a no or a withdrawal begins anew, with another offer.
 */
export const HANDSHAKE_STATES = ["offered", "accepted", "declined", "withdrawn"] as const;
export type HandshakeState = (typeof HANDSHAKE_STATES)[number];

export interface Handshake {
  /** The activity that asked. */
  readonly offer: ActivityId;
  readonly state: HandshakeState;
  readonly since: Timestamp;
  /** The latest answer of ours, where we were the ones asked: it is sent again where the offer comes again. */
  readonly answer?: ActivityId;
}

const rank = (state: HandshakeState): number => HANDSHAKE_STATES.indexOf(state);

/** Undefined where nothing changes: an offer never goes back. */
export function moved<T extends Handshake>(current: T, to: HandshakeState, at: Timestamp): T | undefined {
  return rank(to) > rank(current.state) ? { ...current, state: to, since: at } : undefined;
}

/**
 * How an offer stands to the one that is known between the two. `older`: it, and whatever is said of it, has been
 * overtaken. Of ids that do not tell when they were made the one that comes later counts.
 */
export function offerAgainst(
  current: Pick<Handshake, "offer"> | undefined,
  offer: ActivityId,
): "new" | "same" | "older" {
  if (current === undefined) return "new";
  if (current.offer === offer) return "same";
  return isMadeBefore(offer, current.offer) ? "older" : "new";
}
