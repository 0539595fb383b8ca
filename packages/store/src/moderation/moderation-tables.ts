import type { ActivityId, ActorId, DomainLevel, Host, Timestamp } from "@commonhall/domain";
import type { Generated } from "kysely";

export interface DomainPolicyTable {
  host: Host;
  level: DomainLevel;
}

export interface LevelChangeTable {
  id: Generated<number>;
  host: Host;
  before: DomainLevel;
  after: DomainLevel;
  /** A login name, or the id of a source of recommendations. */
  by: string;
  at: Timestamp;
  reason: string;
}

export interface RecommendationTable {
  host: Host;
  level: DomainLevel;
  reason: string;
  published: Timestamp;
}

export interface RecommendationSourceTable {
  actor: ActorId;
  automatic: 0 | 1;
  fetched: Timestamp | null;
}

export interface ProposedLevelTable extends RecommendationTable {
  source: ActorId;
  /** Somebody has said yes or no to it. */
  answered: 0 | 1;
}

export interface FlagTable {
  id: ActivityId;
  sender: ActorId;
  host: Host;
  tag: string | null;
  /** Ids as a JSON list. */
  objects: string;
  text: string;
  received: Timestamp;
  closed: 0 | 1;
}
