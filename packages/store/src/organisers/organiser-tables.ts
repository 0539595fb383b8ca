import type { ActivityId, ActorId, HandshakeState, ObjectId, Timestamp } from "@commonhall/domain";

export interface OrganiserTable {
  campaign: ActorId;
  organiser: ActorId;
  invite: ActivityId;
  lead: ActorId;
  state: HandshakeState;
  since: Timestamp;
  answer: ActivityId | null;
  apart: 0 | 1;
}

export interface SeenOrganiserTable {
  campaign: ActorId;
  organiser: ActorId;
}

export interface SuccessionTable {
  former: ActorId;
  later: ActorId;
}

export interface TallyTable {
  campaign: ActorId;
  centre: ActorId;
  id: ObjectId;
  count: number;
  at: Timestamp;
  document: string;
}
