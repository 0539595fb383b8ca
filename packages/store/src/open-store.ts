import type { Clock } from "@commonhall/domain";
import type { Store } from "./store.ts";

export interface StoreOptions {
  /** A path, or `:memory:` for a store that ends with its process. */
  readonly file: string;
  readonly clock: Clock;
}

/** Opens the database, and brings it up to date first. Several processes may have the same file open. */
export declare function openStore(options: StoreOptions): Promise<Store>;
