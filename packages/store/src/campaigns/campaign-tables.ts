import type {
  ActorId,
  CampaignStatus,
  Handle,
  ObjectId,
  PlainDate,
  Reach,
  Timestamp,
  WorkInProgress,
} from "@commonhall/domain";
import type { Generated } from "kysely";

/** Our own campaigns. `data` is the whole `Campaign` as JSON; the columns are what it is looked up and sorted by. */
export interface CampaignTable {
  id: ActorId;
  handle: Handle;
  status: CampaignStatus;
  ends: PlainDate;
  published: Timestamp;
  data: string;
}

export interface PostTable {
  id: ObjectId;
  campaign: ActorId | null;
  published: Timestamp;
  data: string;
  reach: Reach;
}

export interface ActionTable {
  id: ObjectId;
  campaign: ActorId;
  starts: Timestamp;
  /** From when on it is over; null for one that stays open. */
  over: Timestamp | null;
  data: string;
}

/** A number and nothing else: who they are is not known here. */
export interface ParticipationTable {
  action: ObjectId;
  count: number;
}

export interface WorkInProgressTable {
  id: string;
  kind: WorkInProgress["kind"];
  by: string;
  saved: Timestamp;
  fields: string;
  /** `HarmCheck`s as a JSON list. */
  checks: Generated<string>;
}
