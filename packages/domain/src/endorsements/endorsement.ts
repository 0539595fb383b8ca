import type { Handshake } from "../handshake.ts";
import type { ActorId, ObjectId } from "../ids.ts";

/** One centre stands by the campaign of another (wire.md 2); one of the two is ours. One row for each pair. */
export interface Endorsement extends Handshake {
  /** The Relationship that is offered. */
  readonly endorsement: ObjectId;
  readonly endorser: ActorId;
  readonly campaign: ActorId;
  /** The endorser asks not to be named: it counts, and stands on no page and in no collection. */
  readonly unnamed: boolean;
  /** The campaign's desk does not show it: allies who are named can be used against those who began. */
  readonly hidden: boolean;
  /** Came from a stranger and has not been let in to the desk. */
  readonly apart: boolean;
}

/** Whether the public may know of it. */
export const isShown = ({ state, unnamed, hidden }: Endorsement): boolean =>
  state === "accepted" && !unnamed && !hidden;
