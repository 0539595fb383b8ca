/** At most so many at once, at most so many waiting; "busy" for those that come beyond. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T | "busy">;

export function gate(atOnce: number, waitingAtMost: number): Gate {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= waitingAtMost) return "busy";
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      await promise;
    } else running++;
    try {
      return await work();
    } finally {
      // Whoever waits takes over this place.
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
