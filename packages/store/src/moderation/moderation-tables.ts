import type { DomainLevel, Host } from "@commonhall/domain";

export interface DomainPolicyTable {
  host: Host;
  level: DomainLevel;
}
