import type { ActivityId, ActorId, ArrivalReason, Kind, ObjectId, Reach, Timestamp } from "@commonhall/domain";
import type { Generated } from "kysely";

/** Times are milliseconds since 1970, yes and no are 1 and 0. */
export type Flag = 0 | 1;

export interface ObjectTable {
  id: ObjectId;
  kind: Kind;
  type: string;
  attributed_to: ActorId;
  campaign: ActorId | null;
  in_reply_to: ObjectId | null;
  published: Timestamp;
  updated: Timestamp | null;
  /** When it happens. */
  starts: Timestamp | null;
  language: string;
  text: string;
  document: string;
  local: Flag;
  reach: Reach;
}

/** What was deleted. Of our own objects it also says whose they were, for feeds that tell of withdrawals. */
export interface TombstoneTable {
  id: ObjectId;
  deleted: Timestamp;
  local: Flag;
  kind: Kind | null;
  attributed_to: ActorId | null;
  campaign: ActorId | null;
  reach: Reach;
}

/** Our own public objects once more, without their documents, in the orders in which pages and feeds read them. */
export interface PublicationTable {
  object: ObjectId;
  kind: Kind;
  centre: ActorId;
  campaign: ActorId | null;
  published: Timestamp;
  /** When it last changed. */
  changed: Timestamp;
}

/** The list of what arrived. Everything that it is filtered and ordered by stands in the row, so that each page is one walk along one index. */
export interface ArrivalTable {
  /** Order of arrival; decides between two of the same time. */
  id: Generated<number>;
  object: ObjectId;
  kind: Kind;
  /** What says that it comes from the future counts as published when it arrived, so that it does not stand on top for ever. */
  published: Timestamp;
  /** Of the object, as it stands there. */
  starts: Timestamp | null;
  sender: ActorId;
  sender_host: string;
  via: ActorId | null;
  via_host: string | null;
  /** It came another way as well, so that it stays when whoever passed it on takes that back. */
  came_twice: Flag;
  reason: ArrivalReason;
  backfilled: Flag;
  received: Timestamp;
  /** 0 where the domain of the sender, or of who passed it on, is limited or refused. */
  shown: Flag;
}

export interface ActivityTable {
  sequence: Generated<number>;
  id: ActivityId;
  type: string;
  actor: ActorId;
  object: ObjectId;
  document: string;
  published: Timestamp;
  listed: Flag;
  /** The sequence of the first activity about the same object: deliveries of one subject to one inbox keep their order. */
  subject: number;
}
