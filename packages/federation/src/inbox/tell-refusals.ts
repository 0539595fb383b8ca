import { MINUTE, type Clock, type Timestamp, logWord } from "@commonhall/domain";
import type { Log } from "../ports.ts";

/** Notes that something was refused at the door. `why` is a word of ours: nothing that anybody sent stands in it. */
export type TellRefusal = (why: string) => void;

/** Anybody can make as many of these lines as they like, so of each reason there is one a minute at most, with a number. */
const ONE_EVERY = MINUTE;

/** The first of a reason is told at once; how many came since is told with the next one after a minute. */
export function tellRefusals(log: Pick<Log, "info">, clock: Clock): TellRefusal {
  const told = new Map<string, { readonly at: Timestamp; readonly since: number }>();
  return (why) => {
    const now = clock();
    const { at, since } = told.get(why) ?? { at: -Infinity, since: 0 };
    if (Math.abs(now - at) < ONE_EVERY) return void told.set(why, { at, since: since + 1 });
    told.set(why, { at: now, since: 0 });
    log.info("an activity was refused", { why: logWord(why), count: since + 1 });
  };
}
