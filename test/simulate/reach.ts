import { DAY, HOUR, type Duration, type Timestamp } from "@commonhall/domain";

/** From when until when something is so; the end is not in it. */
export interface Span {
  readonly from: Timestamp;
  readonly to: Timestamp;
}

/** When each node is away, and when some are cut off from all others: a country whose network is shut down. */
export interface Reach {
  /** From then on it is there; the same time where it is there already. */
  upFrom(node: number, at: Timestamp): Timestamp;
  isUp(node: number, at: Timestamp): boolean;
  canReach(from: number, to: number, at: Timestamp): boolean;
}

/** Part of the nodes, cut off from the others. */
export interface CutOff extends Span {
  readonly nodes: ReadonlySet<number>;
}

export function reach(away: readonly (readonly Span[])[], cuts: readonly CutOff[]): Reach {
  const spanAt = (node: number, at: Timestamp) => spanAround(away[node] ?? [], at);
  const isCut = (from: number, to: number, at: Timestamp) =>
    cuts.some((cut) => at >= cut.from && at < cut.to && cut.nodes.has(from) !== cut.nodes.has(to));
  return {
    upFrom: (node, at) => spanAt(node, at)?.to ?? at,
    isUp: (node, at) => spanAt(node, at) === undefined,
    canReach: (from, to, at) => spanAt(to, at) === undefined && !isCut(from, to, at),
  };
}

function spanAround(spans: readonly Span[], at: Timestamp): Span | undefined {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.to ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  const span = spans[low];
  return span !== undefined && span.from <= at ? span : undefined;
}

/** How long a server runs before something happens, and how long that takes to mend, on average. */
const BETWEEN_FAILURES: Duration = 20 * DAY;
const MENDED_WITHIN: Duration = 6 * HOUR;
/** One failure in so many takes up to ten days: nobody is there who could mend it. */
const LONG_ONE_IN = 25;
const LONG: Duration = 10 * DAY;

/** A small server: up, with failures now and then, the last of which begins before then. */
export function serverAway(random: () => number, until: Timestamp): Span[] {
  const spans: Span[] = [];
  for (let at = after(random, BETWEEN_FAILURES); at < until;) {
    const long = random() < 1 / LONG_ONE_IN;
    const to = at + (long ? LONG * random() : after(random, MENDED_WITHIN));
    spans.push({ from: at, to });
    at = to + after(random, BETWEEN_FAILURES);
  }
  return spans;
}

/** A laptop that somebody shuts when they go home: there for twelve hours a day, in whatever zone of time. */
export function laptopAway(random: () => number, until: Timestamp): Span[] {
  const shut = random() * DAY;
  return Array.from({ length: Math.ceil(until / DAY) + 1 }, (_, day) => ({
    from: day * DAY + shut - DAY / 2,
    to: day * DAY + shut,
  }));
}

/** Waiting times of what happens by chance. */
export const after = (random: () => number, mean: Duration): Duration => -Math.log(1 - random()) * mean;
