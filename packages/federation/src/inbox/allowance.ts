import { SECOND, type Clock, type Duration, type Timestamp } from "@commonhall/domain";
import { createRecent } from "../recent.ts";

/** So many at once, and so many a second in the long run. */
export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

/** What is left of an allowance, and when that was so. */
export interface Bucket {
  readonly left: number;
  readonly at: Timestamp;
}

export const filled = (bucket: Bucket | undefined, { burst, perSecond }: Allowance, now: Timestamp): Bucket => ({
  left:
    bucket === undefined ? burst : Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / SECOND) * perSecond),
  at: now,
});

/** How long it takes until there is one more, in whole seconds for a Retry-After. */
export const pauseOf = ({ perSecond }: Allowance): Duration => Math.max(SECOND, SECOND / perSecond);

export interface Allowances {
  /** Takes so many of the host's, or says for how long there are too few. */
  take(host: string, count: number): Duration | undefined;
}

export const HOSTS_KEPT = 10_000;

export function createAllowances(clock: Clock, allowance: Allowance): Allowances {
  const hosts = createRecent<Bucket>(HOSTS_KEPT);
  return {
    take(host, count) {
      const bucket = filled(hosts.get(host), allowance, clock());
      const lacking = count - bucket.left;
      if (lacking > 0) return Math.max(pauseOf(allowance), (lacking / allowance.perSecond) * SECOND);
      hosts.set(host, { ...bucket, left: bucket.left - count });
      return undefined;
    },
  };
}
