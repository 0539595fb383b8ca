import type { ActivityId, ActorId, Timestamp } from "@commonhall/domain";
import type { Generated } from "kysely";

/** What was accepted. Its id is remembered after it has been processed, its document is not. */
export interface InboxItemTable {
  sequence: Generated<number>;
  id: ActivityId;
  actor: ActorId;
  document: string | null;
  received: Timestamp;
  state: "waiting" | "processed" | "ignored";
  /** When it may be leased: its next attempt or, while it is leased, the end of the lease. */
  due: Timestamp;
  leased: 0 | 1;
  attempts: number;
  /** Why it was ignored, or is tried again. */
  why: string | null;
}
