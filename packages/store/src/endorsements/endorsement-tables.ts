import type { ActivityId, ActorId, HandshakeState, ObjectId, Timestamp } from "@commonhall/domain";

export interface EndorsementTable {
  endorser: ActorId;
  campaign: ActorId;
  offer: ActivityId;
  endorsement: ObjectId;
  state: HandshakeState;
  since: Timestamp;
  answer: ActivityId | null;
  unnamed: 0 | 1;
  hidden: 0 | 1;
  apart: 0 | 1;
}
