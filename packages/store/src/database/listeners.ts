import type { Change } from "@commonhall/domain";

export interface Listeners {
  /** Answers a function that ends it. */
  readonly listen: (listener: (change: Change) => void) => () => void;
  readonly tell: (change: Change) => void;
  readonly forgetAll: () => void;
}

export function createListeners(): Listeners {
  const listeners = new Set<(change: Change) => void>();
  return {
    tell: (change) => listeners.forEach((listener) => call(() => listener(change))),
    listen: (listener) => {
      const own = (change: Change) => listener(change);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    forgetAll: () => listeners.clear(),
  };
}

/** What a listener does wrong is not the fault of the commit that it is told of. */
function call(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
