import type { Host } from "../ids.ts";
import type { Timestamp } from "../time.ts";
import type { Health } from "./health.ts";

/** What the network tells by the way: that a host is there, and what time it has. Kept in memory, and of nobody but hosts. */
export interface Contacts {
  /** It answered a request of ours; `date` as its answer said it. */
  answered(host: Host, date: Timestamp | undefined): void;
  /** Something that it had signed came in. */
  heard(host: Host): void;
}

/** How the node is, seen anew each time it is asked. */
export interface Watch {
  health(): Promise<Health>;
}
