import type { Host } from "../ids.ts";
import type { DomainLevel, DomainPolicy } from "./domain-level.ts";

export interface DomainPolicies {
  /** Refusing keeps follows and deliveries where they are, inactive, so that a mistake can be undone (wire.md 7). */
  set(host: Host, level: DomainLevel): Promise<void>;
  all(): Promise<readonly DomainPolicy[]>;
}
