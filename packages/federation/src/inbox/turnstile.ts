import { SECOND, type Clock, type Duration } from "@commonhall/domain";
import { createRecent } from "../recent.ts";
import { filled, HOSTS_KEPT, pauseOf, type Allowance, type Bucket } from "./allowance.ts";

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
  /** Of those, of one host: a server that answers slowly must not take all the places. */
  readonly ofOneHost: number;
  /** How many more may wait for their turn, of one host half of them. Each holds a body of up to 1 MiB. */
  readonly waiting: number;
  readonly perHost: Allowance;
  readonly together: Allowance;
}

/** A large server whose people discover a campaign on one evening stays well below; the rest costs a fraction of one core. */
const BOUNDS: Bounds = {
  atOnce: 16,
  ofOneHost: 8,
  waiting: 100,
  perHost: { burst: 250, perSecond: 5 },
  together: { burst: 500, perSecond: 25 },
};
const CROWDED: Duration = 5 * SECOND;

export function createTurnstile(clock: Clock, bounds = BOUNDS): Turnstile {
  const hosts = createRecent<Bucket>(HOSTS_KEPT);
  let everybody: Bucket | undefined;
  const inside: string[] = [];
  const queue: { readonly host: string; readonly enter: () => void }[] = [];

  const hasPlaceFor = (host: string): boolean =>
    inside.length < bounds.atOnce && countOf(inside, host) < bounds.ofOneHost;

  /** Whoever leaves hands the place to the next in the queue whose host has not enough of them. */
  const leave = (host: string): void => {
    inside.splice(inside.indexOf(host), 1);
    const at = queue.findIndex((waiting) => hasPlaceFor(waiting.host));
    const [next] = at === -1 ? [] : queue.splice(at, 1);
    if (next === undefined) return;
    inside.push(next.host);
    next.enter();
  };

  return {
    async pass(host, work) {
      const now = clock();
      const all = filled(everybody, bounds.together, now);
      const own = filled(hosts.get(host), bounds.perHost, now);
      if (own.left < 1) return turnedAway("this host", bounds.perHost);
      if (all.left < 1) return turnedAway("everybody", bounds.together);
      const ahead = countOf(
        queue.map((waiting) => waiting.host),
        host,
      );
      if (ahead > 0 && ahead >= bounds.waiting / 2) return turnedAway("this host", bounds.perHost);
      if (queue.length >= bounds.waiting) return { type: "turned away", reason: "everybody", retryAfter: CROWDED };
      hosts.set(host, { ...own, left: own.left - 1 });
      everybody = { ...all, left: all.left - 1 };
      if (hasPlaceFor(host)) inside.push(host);
      else await new Promise<void>((enter) => queue.push({ host, enter }));
      try {
        return await work();
      } finally {
        leave(host);
      }
    },
  };
}

const countOf = (hosts: readonly string[], host: string): number => hosts.filter((one) => one === host).length;

const turnedAway = (reason: TurnedAway["reason"], allowance: Allowance): TurnedAway => ({
  type: "turned away",
  reason,
  retryAfter: pauseOf(allowance),
});
