export type { KeyValueStore, StoreKey } from "./key-value/key-value-store.ts";
export type { EnqueueOptions, ListenOptions, MessageQueueStore } from "./message-queue/message-queue-store.ts";
export type { Settings, Store } from "./store.ts";
export { bringBackStore, type BroughtBack } from "./backup/bring-back.ts";
export { removeLeftovers } from "./backup/remove-leftovers.ts";
export { proveStore, type StoreProof } from "./backup/prove-store.ts";
export { removeWhole, snapshotStore, temporaryBeside, type StoreSnapshot } from "./backup/snapshot-store.ts";
export { argon2id } from "./centres/passphrase.ts";
export { openStore, type StoreOptions } from "./open-store.ts";
