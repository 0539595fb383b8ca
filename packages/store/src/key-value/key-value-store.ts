import type { DurationLike } from "./duration-like.ts";

export type StoreKey = readonly [string] | readonly [string, ...string[]];

/**
 * Values by key, in JSON. `undefined` is the absence of a value; `null` is a value. Structurally Fedify's `KvStore`,
 * so that nothing here depends on Fedify.
 */
export interface KeyValueStore {
  get<T = unknown>(key: StoreKey): Promise<T | undefined>;
  set(key: StoreKey, value: unknown, options?: { readonly ttl?: DurationLike }): Promise<void>;
  delete(key: StoreKey): Promise<void>;
  /** Replaces the value only where it equals what is expected; `undefined` expects none, and as new value deletes. */
  cas(key: StoreKey, expected: unknown, value: unknown, options?: { readonly ttl?: DurationLike }): Promise<boolean>;
  /** Everything at the key and below it, in the order of keys. */
  list(prefix?: StoreKey): AsyncIterable<{ readonly key: StoreKey; readonly value: unknown }>;
}
