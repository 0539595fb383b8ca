import { SECOND, type Clock, type Duration, type Timestamp } from "@commonhall/domain";
import { createRecent } from "../recent.ts";

/**
 * Bounds what strangers can make us do before they have proven anything (row O2). It counts by the host that they claim
 * to speak for, and all of them together; where a request comes from is neither asked nor kept.
 */
export interface Turnstile {
  /** Done within the bounds, or for how long to stay away. */
  pass<T>(host: string, work: () => Promise<T>): Promise<T | TurnedAway>;
}

export interface TurnedAway {
  readonly type: "turned away";
  readonly reason: "this host" | "everybody";
  readonly retryAfter: Duration;
}

export interface Bounds {
  /** Under way at the same time. */
  readonly atOnce: number;
  /** How many more may wait for their turn. Each holds a body of up to 1 MiB. */
  readonly waiting: number;
  readonly perHost: Allowance;
  readonly together: Allowance;
}

interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

/** A large server whose people discover a campaign on one evening stays well below; the rest costs a fraction of one core. */
const BOUNDS: Bounds = {
  atOnce: 16,
  waiting: 100,
  perHost: { burst: 250, perSecond: 5 },
  together: { burst: 500, perSecond: 25 },
};
const HOSTS_KEPT = 10_000;
const CROWDED: Duration = 5 * SECOND;

export function createTurnstile(clock: Clock, bounds = BOUNDS): Turnstile {
  const hosts = createRecent<Bucket>(HOSTS_KEPT);
  let everybody: Bucket = { left: bounds.together.burst, at: clock() };
  const queue: (() => void)[] = [];
  let inside = 0;

  /** Whoever leaves hands the place to the next in the queue. */
  const leave = (): void => {
    const next = queue.shift();
    if (next === undefined) inside -= 1;
    else next();
  };

  return {
    async pass(host, work) {
      const now = clock();
      everybody = filled(everybody, bounds.together, now);
      const own = filled(hosts.get(host) ?? { left: bounds.perHost.burst, at: now }, bounds.perHost, now);
      if (own.left < 1) return turnedAway("this host", bounds.perHost);
      if (everybody.left < 1) return turnedAway("everybody", bounds.together);
      if (queue.length >= bounds.waiting) return { type: "turned away", reason: "everybody", retryAfter: CROWDED };
      hosts.set(host, { ...own, left: own.left - 1 });
      everybody = { ...everybody, left: everybody.left - 1 };
      if (inside < bounds.atOnce) inside += 1;
      else await new Promise<void>((enter) => queue.push(enter));
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}

interface Bucket {
  readonly left: number;
  readonly at: Timestamp;
}

const filled = (bucket: Bucket, { burst, perSecond }: Allowance, now: Timestamp): Bucket => ({
  left: Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / SECOND) * perSecond),
  at: now,
});

const turnedAway = (reason: TurnedAway["reason"], { perSecond }: Allowance): TurnedAway => ({
  type: "turned away",
  reason,
  retryAfter: Math.max(SECOND, SECOND / perSecond),
});
