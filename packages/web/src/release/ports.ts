import type { BulletinViews } from "@commonhall/domain";

/** What the room for release days asks for beside the vault: to whom something went, and who has it. */
export interface ReleasePorts {
  readonly bulletins: Pick<BulletinViews, "list" | "tables" | "told">;
}
