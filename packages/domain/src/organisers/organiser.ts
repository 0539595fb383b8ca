import type { Handshake } from "../handshake.ts";
import type { ActorId, ObjectId } from "../ids.ts";
import type { Timestamp } from "../time.ts";

/**
 * A centre that runs a campaign together with the one that leads it (wire.md 2): invited by the lead, accepted by
 * itself, declined also where it leaves, withdrawn where the lead takes it out again. `offer` is the Invite; of the
 * others in a campaign that somebody else leads it is the Add that told of them. The lead itself has no row.
 */
export interface Organiser extends Handshake {
  readonly campaign: ActorId;
  readonly organiser: ActorId;
  /** The centre that leads, as the Invite says; it is of one origin with the campaign. */
  readonly lead: ActorId;
  /** The Invite came from a stranger and has not been let in to the desk. */
  readonly apart: boolean;
}

/**
 * How many took part in what one organiser called to, in one campaign (row C5): a public number with the proof of that
 * organiser. Who they are is known to its own node alone, and mostly not even there.
 */
export interface Tally {
  /** Of the Note that tells it. */
  readonly id: ObjectId;
  readonly campaign: ActorId;
  readonly centre: ActorId;
  readonly count: number;
  readonly at: Timestamp;
  /** The Note as it was signed. */
  readonly document: string;
}
