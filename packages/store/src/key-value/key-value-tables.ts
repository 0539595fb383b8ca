import type { Timestamp } from "@commonhall/domain";

export interface KeyValueTable {
  /** The key as a JSON array. */
  key: string;
  /** JSON. */
  value: string;
  expires: Timestamp | null;
}
