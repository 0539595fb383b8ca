import { HOUR, MINUTE, type Clock } from "@commonhall/domain";
import type { NetworkCounts } from "@commonhall/vault";
import { tokenBucket } from "../layout/token-bucket.ts";

/** Somebody presses Send. */
export interface Arrival {
  /** It came sooner than anybody reads. */
  readonly tooQuick: boolean;
  /** What came of the question on the page; undefined where the page had none. */
  readonly answer: "right" | "wrong" | undefined;
  /** How many questions were answered wrongly before. */
  readonly misses: number;
  /** Asked for under attack and at no other time. */
  readonly network: () => string | undefined;
}

/** `new`: among the new reports. `later`: kept aside, and its sender is told. `ask`: back to the page, with a question. */
export type Placed = "new" | "later" | "ask";

export interface Submissions {
  readonly underAttack: () => boolean;
  /** Nobody is refused. */
  place(arrival: Arrival): Placed;
  /**
   * Where something goes that was written under a code, if it becomes a new report: anybody can make up a code, and the
   * page asks nothing.
   */
  placeByCode(): Exclude<Placed, "ask">;
}

/** 60 an hour, 20 at once (anonymity.md 2.5). It knows nothing of who sends. */
const OF_EVERYBODY = { size: 20, refill: MINUTE };
/**
 * How many may come beyond that before it is an attack: forty within an hour. That is more than a caseworker looks
 * through beside the day's work, and more than come at once after a call on the radio.
 */
const BEYOND = { size: 40, refill: HOUR / 40 };
const MOST_MISSES = 2;

/**
 * Where reports go that come by the door. An attack begins with the first report too many of those beyond the limit. It
 * ends by itself when there is room for twenty at once again: at the soonest twenty minutes after the last that came.
 * Meanwhile a right answer is what leads to the new ones, for as many again as the limit says, and for each network's
 * share.
 */
export function submissions(clock: Clock, counts: NetworkCounts): Submissions {
  const everybody = tokenBucket(clock, OF_EVERYBODY);
  const beyond = tokenBucket(clock, BEYOND);
  const answered = tokenBucket(clock, OF_EVERYBODY);
  let attacked = false;
  const underAttack = (): boolean => {
    if (attacked && everybody.isFull()) {
      attacked = false;
      counts.forget();
    }
    return attacked;
  };
  /** Whether it is within the limit. */
  const count = (): boolean => {
    const before = underAttack();
    const within = everybody.take();
    attacked = before || (!within && !beyond.take());
    return within;
  };
  return {
    underAttack,
    placeByCode: () => (count() && !attacked ? "new" : "later"),
    place: ({ tooQuick, answer, misses, network }) => {
      const within = count();
      if (!attacked || tooQuick) return within ? "new" : "later";
      if (answer === "right") return counts.passes(network()) && answered.take() ? "new" : "later";
      return misses + 1 >= MOST_MISSES ? "later" : "ask";
    },
  };
}
