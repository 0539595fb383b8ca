import type { Drafts, Intakes, VaultDoor } from "@commonhall/vault";

/** What the pages for caseworkers, helpers and auditors ask for. A node without a vault has none of them. */
export interface CaseworkPorts {
  readonly vault: VaultDoor;
  /** For what a helper types in. */
  readonly intakes: Pick<Intakes, "isOpen" | "submit">;
  /** For what they put aside. Not the workers' own: neither opens what the other sealed. */
  readonly drafts: Drafts;
}
