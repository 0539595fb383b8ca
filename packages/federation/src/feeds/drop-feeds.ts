import { DAY, type Duration, type Timestamp } from "@commonhall/domain";
import { addressesOf } from "@commonhall/wire";
import type { FederationPorts } from "../ports.ts";

const UNUSED_FOR: Duration = 90 * DAY;
/** For as long as Atom says that something was withdrawn, and somewhat longer. */
const GONE_FOR: Duration = 100 * DAY;
const AT_ONCE = 200;

/**
 * Once a day, and when the node starts: feeds that nobody follows and nobody has begun or ceased to follow for three months
 * are dropped, and what was withdrawn so long ago that no feed tells of it any more is forgotten. Answers how many.
 */
export function createDropFeeds({ site, work, clock }: Pick<FederationPorts, "site" | "work" | "clock">) {
  const addresses = addressesOf(site);
  let last: Timestamp | undefined;

  const dropSome = (now: Timestamp): Promise<number> =>
    work.run(async (rooms) => {
      const unused = await rooms.feeds.unusedSince(now - UNUSED_FOR, AT_ONCE);
      for (const name of unused) {
        await rooms.feeds.drop(name);
        await rooms.localActors.markDeleted(addresses.feed(name), now);
      }
      return unused.length + (await rooms.feeds.forgetGone(now - GONE_FOR, AT_ONCE));
    });

  return async (): Promise<number> => {
    const now = clock();
    if (last !== undefined && now - last < DAY) return 0;
    const dropped = await dropSome(now);
    // As long as there is more, it goes on at the next call.
    if (dropped === 0) last = now;
    return dropped;
  };
}
