import type { ActivityId, ActorId, Host, KeptPledge, ObjectId, PledgeState, Timestamp } from "@commonhall/domain";
import type { Flag } from "../objects/object-tables.ts";

export interface PledgeTable {
  id: ActivityId;
  side: KeptPledge["side"];
  call: ObjectId;
  need: ObjectId;
  pledger: ActorId;
  pledger_host: Host;
  caller: ActorId;
  state: PledgeState;
  /** Waits until somebody lets it in. */
  apart: Flag;
  since: Timestamp;
  agreement: ObjectId | null;
  offered: Timestamp;
  /** All of it but `apart`, as JSON. */
  data: string;
}

/** That a person at a centre's desk has seen a call: of ours somebody else's, of others' our own. */
export interface AcknowledgementTable {
  call: ObjectId;
  actor: ActorId;
  at: Timestamp;
}
