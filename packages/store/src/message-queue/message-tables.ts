import type { Timestamp } from "@commonhall/domain";
import type { Generated } from "kysely";

export interface MessageTable {
  id: Generated<number>;
  queue: string;
  /** JSON. */
  message: string;
  ordering_key: string | null;
  /** A message that has one and still waits keeps a second one of the same key out; taken away when it is leased. */
  once_key: string | null;
  /** When it may be leased: after its delay, at its next attempt or, while it is leased, at the end of the lease. */
  due: Timestamp;
  leased: 0 | 1;
  attempts: number;
}
