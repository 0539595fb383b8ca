import { total, type Facts, type Range, type Solution, type Sum } from "./exact-integers.ts";

/**
 * Another solution, reached from one that is known by moving numbers up or down by one: one in which the sum lies in the
 * range. It needs no solver and proves what it finds, for every fact is looked at after every step. That nothing is found
 * proves nothing.
 */
export function walk(facts: Facts, from: Solution, sum: Sum, wanted: Range): Solution | undefined {
  const step = stepper(facts);
  let at: Solution | undefined = from;
  while (at !== undefined) {
    const [value, { least = value, most = value }]: [number, Range] = [total(sum, at), wanted];
    if (value >= least && value <= most) return at;
    at = step(at, sum, value < least ? 1 : -1);
  }
  return undefined;
}

/** How many numbers may change for one to change, and how many ways are tried before it is given up. */
const DEEPEST = 9;
const MOST_TRIES = 30_000;

type Fact = Facts["known"][number];
type Way = 1 | -1;

/** Moves the sum by as little as it can in one direction, and all that has to move with it. */
function stepper({ unknowns, known }: Facts) {
  const about = new Map<string, Fact[]>();
  for (const fact of known) for (const name of fact.sum.keys()) about.set(name, [...(about.get(name) ?? []), fact]);

  return (from: Solution, sum: Sum, way: Way): Solution | undefined => {
    const at = new Map(from);
    const moved = new Map<string, Way>();
    const begin = total(sum, from);
    let tries = 0;

    const move = (name: string, by: Way): void => void at.set(name, (at.get(name) ?? 0) + by);
    const brokenBy = (names: Iterable<string>): Fact | undefined => {
      for (const name of names)
        for (const fact of about.get(name) ?? []) if (!within(total(fact.sum, at), fact)) return fact;
      return undefined;
    };
    const isThere = (): boolean => (total(sum, at) - begin) * way > 0;

    /** Moves the number, then whatever is needed so that every fact holds again. */
    const tryMoving = (name: string, by: Way, deep: number): boolean => {
      tries += 1;
      // What has been moved one way is not moved back: that would lead in a circle.
      if (deep > DEEPEST || tries > MOST_TRIES || moved.get(name) === -by) return false;
      const before = moved.get(name);
      move(name, by);
      moved.set(name, by);
      if (within(at.get(name) ?? 0, unknowns.get(name) ?? {}) && repair(deep)) return true;
      move(name, by === 1 ? -1 : 1);
      if (before === undefined) moved.delete(name);
      return false;
    };
    const repair = (deep: number): boolean => {
      const broken = brokenBy(moved.keys());
      if (broken === undefined) return isThere();
      const isTooLittle = total(broken.sum, at) < (broken.least ?? Number.NEGATIVE_INFINITY);
      return [...broken.sum].some(([name, times]) => tryMoving(name, times > 0 === isTooLittle ? 1 : -1, deep + 1));
    };

    const isFound = [...sum].some(([name, times]) => times !== 0 && tryMoving(name, times > 0 === way > 0 ? 1 : -1, 0));
    return isFound ? at : undefined;
  };
}

const within = (value: number, { least = value, most = value }: Range): boolean => value >= least && value <= most;
