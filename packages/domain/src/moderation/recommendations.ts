import type { AddressRefused } from "../following/commands.ts";
import type { ActorId, Host } from "../ids.ts";
import type { Result } from "../result.ts";
import type { Timestamp } from "../time.ts";
import { DOMAIN_LEVELS, type DomainLevel } from "./domain-level.ts";

/** What a centre or federation advises others to do about a domain (wire.md 7). Advice, never an order. */
export interface Recommendation {
  readonly host: Host;
  readonly level: DomainLevel;
  /** Plain text, at most 500 characters. */
  readonly reason: string;
  readonly published: Timestamp;
}

export const LONGEST_REASON = 500;
export const MOST_RECOMMENDATIONS = 1000;

/** Somebody whose advice we read. */
export interface RecommendationSource {
  readonly actor: ActorId;
  /** What makes the level stricter is done at once; nothing is ever loosened by itself. */
  readonly automatic: boolean;
  readonly fetched?: Timestamp;
}

/** What stands in a source's list and is not done here, until somebody has said yes or no to it. */
export interface Proposed extends Recommendation {
  readonly source: ActorId;
}

/** Stricter than what holds, so that a list may do it by itself where it was asked to. */
export const isStricter = (wanted: DomainLevel, holds: DomainLevel): boolean =>
  DOMAIN_LEVELS.indexOf(wanted) > DOMAIN_LEVELS.indexOf(holds);

/** One change of a level: by whom (a login name, or the id of a source), and what held before, so that it can be undone. */
export interface LevelChange {
  readonly id: number;
  readonly host: Host;
  readonly before: DomainLevel;
  readonly after: DomainLevel;
  readonly by: string;
  readonly at: Timestamp;
  readonly reason: string;
}

/** Within a unit of work. */
export interface Recommendations {
  /** Ours, for others to read. */
  put(recommendation: Recommendation): Promise<void>;
  withdraw(host: Host): Promise<boolean>;
  own(): Promise<readonly Recommendation[]>;
  source(actor: ActorId): Promise<RecommendationSource | undefined>;
  putSource(source: RecommendationSource): Promise<void>;
  /** Its list is forgotten; what was done because of it stays. */
  dropSource(actor: ActorId): Promise<void>;
  sources(): Promise<readonly RecommendationSource[]>;
  /** Replaces the source's list. What somebody has answered stays answered as long as it says the same. */
  replaceList(source: ActorId, list: readonly Recommendation[]): Promise<void>;
  proposed(): Promise<readonly Proposed[]>;
  answer(source: ActorId, host: Host): Promise<void>;
}

/** `by` is a login name. */
export interface ModerationCommands {
  /** Answers what held before. */
  setLevel(host: Host, level: DomainLevel, by: string, reason?: string): Promise<DomainLevel>;
  recommend(host: Host, level: DomainLevel, reason: string): Promise<void>;
  withdrawRecommendation(host: Host): Promise<void>;
  subscribe(address: string, automatic: boolean): Promise<Result<RecommendationSource, AddressRefused>>;
  unsubscribe(source: ActorId): Promise<void>;
  /** Does what a source proposes, or leaves things as they are; either way it is not asked again. */
  answer(source: ActorId, host: Host, does: boolean, by: string): Promise<void>;
}

export interface ModerationViews {
  /** The latest first. */
  changes(limit: number): Promise<readonly LevelChange[]>;
}
