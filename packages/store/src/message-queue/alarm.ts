/** Waits until it is rung, at most for so long. A ring while nobody waits ends the next wait at once. */
export interface Alarm {
  readonly ring: () => void;
  wait(atMost: number): Promise<void>;
}

export function createAlarm(): Alarm {
  let rung = false;
  let end: (() => void) | undefined;
  return {
    ring: () => {
      rung = true;
      end?.();
    },
    wait: async (atMost) => {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, atMost);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        end = undefined;
      }
      rung = false;
    },
  };
}
