import type { DurationLike } from "../key-value/duration-like.ts";

export interface EnqueueOptions {
  readonly delay?: DurationLike;
  /** Messages of one key are handled one after the other, in the order in which they came. */
  readonly orderingKey?: string;
}

export interface ListenOptions {
  readonly signal?: AbortSignal;
}

/** Messages that survive a crash: one is deleted only after its handler has succeeded. Structurally Fedify's `MessageQueue`. */
export interface MessageQueueStore {
  /** Failures are retried by whoever enqueues (as Fedify does); a handler that throws gets its message again, later. */
  readonly nativeRetrial: false;
  enqueue(message: unknown, options?: EnqueueOptions): Promise<void>;
  enqueueMany(messages: readonly unknown[], options?: EnqueueOptions): Promise<void>;
  /** Resolves when the signal aborts and the handlers under way have ended. */
  listen(handler: (message: unknown) => Promise<void> | void, options?: ListenOptions): Promise<void>;
  getDepth(): Promise<{ readonly queued: number; readonly ready: number; readonly delayed: number }>;
}
