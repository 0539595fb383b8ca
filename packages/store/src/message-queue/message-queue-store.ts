import type { DurationLike } from "../key-value/duration-like.ts";

export interface EnqueueOptions {
  readonly delay?: DurationLike;
  /** Messages of one key are handled one after the other, in the order in which they came; one that is delayed holds up nobody. */
  readonly orderingKey?: string;
}

export interface ListenOptions {
  readonly signal?: AbortSignal;
}

export type Handler = (message: unknown) => Promise<void> | void;

/** Messages that survive a crash: one is deleted only after its handler has succeeded. Structurally Fedify's `MessageQueue`. */
export interface MessageQueueStore {
  /** A handler that throws gets its message again, later; but how often something is tried, and when, is for its sender to say. */
  readonly nativeRetrial: false;
  enqueue(message: unknown, options?: EnqueueOptions): Promise<void>;
  enqueueMany(messages: readonly unknown[], options?: EnqueueOptions): Promise<void>;
  /** Resolves when the signal aborts or the store is closed, and the handlers under way have ended. */
  listen(handler: Handler, options?: ListenOptions): Promise<void>;
  /** Handles everything that is due, and what falls due meanwhile, and answers how many messages were handled. */
  drain(handler: Handler): Promise<number>;
  getDepth(): Promise<{ readonly queued: number; readonly ready: number; readonly delayed: number }>;
}
