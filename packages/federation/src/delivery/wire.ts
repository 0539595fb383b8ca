import type { DeliveryOutcome, Host, LeasedDelivery, Timestamp } from "@commonhall/domain";

export interface Leased {
  readonly delivery: LeasedDelivery;
  readonly until: Timestamp;
}

export interface Concluded {
  readonly delivery: LeasedDelivery;
  readonly outcome: DeliveryOutcome;
}

/** Requests that are under way, never more than a number at once, and those that come next. */
export interface Wire {
  add(leased: readonly Leased[]): void;
  /** Not begun yet. */
  waiting(): number;
  flying(): number;
  /** Begins nothing more, and gives back what has not begun. */
  stop(): void;
}

export interface WireOptions {
  readonly concurrency: number;
  /** Makes the request. Never rejects. */
  readonly attempt: (delivery: LeasedDelivery) => Promise<DeliveryOutcome>;
  /** Asked at the last moment before the request. */
  readonly isToBeHeld: (leased: Leased) => boolean;
  readonly conclude: (concluded: Concluded) => void;
}

export function createWire({ concurrency, attempt, isToBeHeld, conclude }: WireOptions): Wire {
  let queue: Leased[] = [];
  let next = 0;
  let flying = 0;
  let stopped = false;

  const take = (): Leased | undefined => {
    const leased = queue[next++];
    if (leased !== undefined) return leased;
    queue = [];
    next = 0;
    return undefined;
  };

  const fly = async ({ delivery }: Leased): Promise<void> => {
    flying += 1;
    const outcome = await attempt(delivery);
    flying -= 1;
    conclude({ delivery, outcome });
    beginNext();
  };

  const mayBegin = () => stopped || flying < concurrency;
  const beginNext = (): void => {
    while (mayBegin()) {
      const leased = take();
      if (leased === undefined) return;
      const { delivery } = leased;
      if (stopped || isToBeHeld(leased)) conclude({ delivery, outcome: { id: delivery.id, type: "held" } });
      else void fly(leased);
    }
  };

  return {
    add(leased) {
      queue = [...queue.slice(next), ...inTurns(leased)];
      next = 0;
      beginNext();
    },
    waiting: () => queue.length - next,
    flying: () => flying,
    stop() {
      stopped = true;
      beginNext();
    },
  };
}

/** One of each host, then a second of each: it finds the first one's connection free, where all at once would open their own. */
function inTurns(leased: readonly Leased[]): Leased[] {
  const turns: Leased[][] = [];
  const taken = new Map<Host, number>();
  for (const one of leased) {
    const turn = taken.get(one.delivery.host) ?? 0;
    taken.set(one.delivery.host, turn + 1);
    (turns[turn] ??= []).push(one);
  }
  return turns.flat();
}
