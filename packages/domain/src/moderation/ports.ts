import type { Host } from "../ids.ts";
import type { Timestamp } from "../time.ts";
import type { DomainLevel, DomainPolicy } from "./domain-level.ts";

/** Of a change of a level, for the list of changes. */
export interface ChangedBy {
  /** A login name, or the id of a source of recommendations. */
  readonly by: string;
  readonly at: Timestamp;
  readonly reason: string;
}

export interface DomainPolicies {
  /** Notes who did it, for whom one asks afterwards. Refusing keeps follows and deliveries where they are, inactive, so that a mistake can be undone (wire.md 7). */
  set(host: Host, level: DomainLevel, why?: ChangedBy): Promise<void>;
  all(): Promise<readonly DomainPolicy[]>;
}
