import { setImmediate, setTimeout } from "node:timers/promises";
import type { Duration } from "@commonhall/domain";
import type { InboxDoor } from "./door.ts";

export interface Traffic {
  readonly door: InboxDoor;
  /** Until the door has been quiet for a moment, but no longer than this. */
  pause(atMost: Duration): Promise<void>;
}

/** Long enough for a server that has had its answer to send what it has next. */
const QUIET: Duration = 5;

/** Knows whether others wait for answers of the door. */
export function watchTraffic(door: InboxDoor): Traffic {
  let came = 0;
  let waiting = 0;
  return {
    async door(request) {
      came += 1;
      waiting += 1;
      try {
        return await door(request);
      } finally {
        waiting -= 1;
      }
    },
    async pause(atMost) {
      for (let waited = 0; waited < atMost; waited += QUIET) {
        const before = came;
        await setTimeout(QUIET);
        // Where a commit has just held up everything, nobody has been looked for meanwhile.
        await setImmediate();
        if (waiting === 0 && came === before) return;
      }
    },
  };
}
