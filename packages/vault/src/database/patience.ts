const LONGEST_PAUSE = 25;
/** About five seconds. */
export const PATIENCE = 200;

/** The file is held by another process just now: it can be tried again. */
export const isBusy = (error: unknown): boolean =>
  error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("SQLITE_BUSY");

/** A little longer each time, and off the thread: everybody else goes on meanwhile. */
export const pause = (attempt: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.min(attempt, LONGEST_PAUSE));
  });

/** One after the other, in the order in which they came. */
export interface Turns {
  readonly enter: () => Promise<void>;
  readonly leave: () => void;
}

export function turns(): Turns {
  const waiting: (() => void)[] = [];
  let taken = false;
  return {
    enter: async () => {
      if (!taken) {
        taken = true;
        return;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    },
    leave: () => {
      const next = waiting.shift();
      if (next === undefined) taken = false;
      else next();
    },
  };
}
