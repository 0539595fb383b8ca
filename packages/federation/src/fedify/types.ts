/** The two interfaces of Fedify that our store implements, so that nothing outside this folder names the library. */
export type { KvKey, KvStore, KvStoreSetOptions, MessageQueue, MessageQueueEnqueueOptions } from "@fedify/fedify";
