import type { Duration } from "@commonhall/domain";

/** Lets one loop sleep until something happens. What happens while it is awake is not missed: the next wait ends at once. */
export interface Latch {
  raise(): void;
  /** False where it was not raised within so long. Without a limit it waits until it is. */
  wait(atMost?: Duration): Promise<boolean>;
}

export function createLatch(): Latch {
  let raised = false;
  let wake: (() => void) | undefined;
  const sleep = (resolve: () => void, atMost: Duration | undefined) => {
    const end = () => {
      wake = undefined;
      clearTimeout(timer);
      resolve();
    };
    const timer = atMost === undefined ? undefined : setTimeout(end, atMost);
    wake = end;
  };

  return {
    raise() {
      raised = true;
      wake?.();
    },
    async wait(atMost) {
      if (!raised) await new Promise<void>((resolve) => sleep(resolve, atMost));
      const was = raised;
      raised = false;
      return was;
    },
  };
}
