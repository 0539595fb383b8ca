import type { DomainLevel } from "@commonhall/domain";

/** The one place that says what a domain may do (wire.md 7): asked at the inbox, before a fetch and before a delivery. */
export interface DomainLevels {
  /** `host` with or without port. */
  of(host: string): Promise<DomainLevel>;
}
