import { init, type Arith, type Bool, type Context, type Model } from "z3-solver";
import { walk } from "./steps.ts";

/** Whole numbers that are not known, each by its name, and what is known of sums of them. No floating point anywhere. */
export interface Facts {
  readonly unknowns: ReadonlyMap<string, Range>;
  readonly known: readonly (Range & { readonly sum: Sum })[];
}

/** Either end may be open. */
export interface Range {
  readonly least?: number;
  readonly most?: number;
}

/** How often each unknown is taken. */
export type Sum = ReadonlyMap<string, number>;

export interface Fixed<Name> {
  readonly name: Name;
  readonly least: number;
  readonly most: number;
}

export const sumOf = (...names: readonly string[]): Sum => {
  const sum = new Map<string, number>();
  for (const name of names) sum.set(name, (sum.get(name) ?? 0) + 1);
  return sum;
};

export const plus = (...sums: readonly Sum[]): Sum => {
  const all = new Map<string, number>();
  for (const sum of sums) for (const [name, times] of sum) all.set(name, (all.get(name) ?? 0) + times);
  return all;
};

/** What was found of sums, and by which of the exact means. */
export interface Settled<Name> {
  /** Proven to take no two values further apart than the width, with the least and the most that each can be. */
  readonly fixed: readonly Fixed<Name>[];
  /** Neither proven nor refuted with the effort allowed, with the least and the most that was seen. */
  readonly undecided: readonly Fixed<Name>[];
  /** How many of the others are open by solutions that the solver found, and how many by some that were walked to. */
  readonly open: { readonly solved: number; readonly walked: number };
}

/**
 * What a question may cost before the solver says that it does not know, in its own units, which are the same on every
 * machine. What is asked of published bulletins takes less than 300.
 */
export const EFFORT = 20_000;
/** After so many that it did not know, or so many walks that led nowhere, nothing more is tried, so that it ends. */
const PATIENCE = 20;

/**
 * Which of the sums can take no two values further apart than `width`. Exact: every value that is ruled out is ruled out
 * by proof (Z3, linear arithmetic over integers), and every one that is kept comes with a solution. It always ends:
 * what the solver gives up is tried by walking from solutions that are known, and is undecided where that finds nothing.
 * Undefined where no whole numbers at all agree with what is known.
 */
export async function settle<Name>(
  facts: Facts,
  sums: ReadonlyMap<Name, Sum>,
  width: number,
  effort = EFFORT,
): Promise<Settled<Name> | undefined> {
  const solver = await solverOf(facts, effort);
  const first = await solver.solution();
  if (first === "none") return undefined;
  if (first === "unknown")
    return {
      fixed: [],
      undecided: [...sums.keys()].map((name) => ({ name, least: 0, most: 0 })),
      open: { solved: 0, walked: 0 },
    };
  const seen = new Map([...sums].map(([name, sum]) => [name, { least: total(sum, first), most: total(sum, first) }]));
  const learn = (solution: Solution): void => {
    for (const [name, sum] of sums) {
      const value = total(sum, solution);
      const range = seen.get(name);
      if (range !== undefined)
        seen.set(name, { least: Math.min(range.least, value), most: Math.max(range.most, value) });
    }
  };
  const rangeOf = (name: Name): Seen => seen.get(name) ?? { least: 0, most: 0 };
  const isOpen = (name: Name): boolean => rangeOf(name).most - rangeOf(name).least <= width;
  let latest = first;
  const ask = async (wanted: readonly Wanted[]): Promise<"found" | "none" | "unknown"> => {
    const solution = await solver.solution(wanted);
    if (typeof solution === "string") return solution;
    learn((latest = solution));
    return "found";
  };
  const sumFor = (name: Name): Sum => sums.get(name) ?? new Map();

  /** One solution in which all of them lie far from where they were seen says of each that it is not fixed. */
  const spread = async (names: readonly Name[]): Promise<void> => {
    const open = names.filter(isOpen);
    if (open.length < 2) return;
    const far = open.map((name): Wanted => {
      const { least, most } = rangeOf(name);
      return { sum: sumFor(name), either: [{ least: least + width + 1 }, { most: most - width - 1 }] };
    });
    if ((await ask(far)) === "found") return;
    await spread(open.slice(0, open.length / 2));
    await spread(open.slice(open.length / 2));
  };
  const names = [...sums.keys()];
  for (let start = 0; start < names.length; start += TOGETHER) await spread(names.slice(start, start + TOGETHER));

  const [fixed, undecided]: [Fixed<Name>[], Fixed<Name>[]] = [[], []];
  let [walked, lost] = [0, 0];
  const walks = (sum: Sum, range: Seen): boolean => {
    const away = lost < PATIENCE ? walkedTo(facts, [first, latest], sum, range, width) : undefined;
    if (away === undefined) lost += 1;
    else learn(away);
    return away !== undefined;
  };
  for (const name of names) {
    const sum = sumFor(name);
    const reach = (range: Range) => ask([{ sum, either: [range] }]);
    while (isOpen(name)) {
      const { least, most } = rangeOf(name);
      const above = await reach({ least: most + 1 });
      const below = above === "found" ? above : await reach({ most: least - 1 });
      if (below === "found") continue;
      if (above === "none" && below === "none") fixed.push({ name, least, most });
      else if (walks(sum, { least, most })) walked += 1;
      else undecided.push({ name, least, most });
      break;
    }
  }
  const solved = names.length - fixed.length - undecided.length - walked;
  return { fixed, undecided, open: { solved, walked } };
}

/** A solution that is further from what was seen than the width allows. */
function walkedTo(
  facts: Facts,
  from: readonly Solution[],
  sum: Sum,
  { least, most }: Seen,
  width: number,
): Solution | undefined {
  for (const start of from)
    for (const far of [{ least: least + width + 1 }, { most: most - width - 1 }]) {
      const found = walk(facts, start, sum, far);
      if (found !== undefined) return found;
    }
  return undefined;
}

/** Where a sum has been in solutions so far. */
interface Seen {
  readonly least: number;
  readonly most: number;
}

const TOGETHER = 32;

export type Solution = ReadonlyMap<string, number>;

export function total(sum: Sum, solution: Solution): number {
  let value = 0;
  for (const [name, times] of sum) value += times * (solution.get(name) ?? 0);
  return value;
}

/** A sum that is to lie in one of the ranges. */
interface Wanted {
  readonly sum: Sum;
  readonly either: readonly Range[];
}

interface Solver {
  /** One that agrees with all that is known and all that is wanted; none where there is none, which is proven. */
  readonly solution: (wanted?: readonly Wanted[]) => Promise<Solution | "none" | "unknown">;
}

type Z3 = Context<"hall">;

async function solverOf({ unknowns, known }: Facts, effort: number): Promise<Solver> {
  const z3 = await context();
  const solver = new z3.Solver();
  solver.set("rlimit", effort);
  const numbers = new Map([...unknowns.keys()].map((name) => [name, z3.Int.const(name)]));
  const expression = (sum: Sum): Arith<"hall"> => {
    const terms = [...sum].map(([name, times]) => {
      const number = numbers.get(name);
      if (number === undefined) throw new Error(`${name} is in a sum and nowhere else`);
      return times === 1 ? number : number.mul(times);
    });
    return terms.length === 0 ? z3.Int.val(0) : z3.Sum(terms[0]!, ...terms.slice(1));
  };
  const within = (sum: Sum, { least, most }: Range): Bool<"hall"> => {
    const one = expression(sum);
    return z3.And(...(least === undefined ? [] : [one.ge(least)]), ...(most === undefined ? [] : [one.le(most)]));
  };
  for (const [name, range] of unknowns) solver.add(within(sumOf(name), range));
  for (const { sum, ...range } of known) solver.add(within(sum, range));
  let left = PATIENCE;
  return {
    async solution(wanted = []) {
      if (left === 0) return "unknown";
      solver.push();
      for (const { sum, either } of wanted) solver.add(z3.Or(...either.map((range) => within(sum, range))));
      const answer = await solver.check();
      const found = answer === "sat" ? valuesIn(z3, solver.model(), numbers) : answer === "unsat" ? "none" : answer;
      if (answer === "unknown") left -= 1;
      solver.pop();
      return found;
    },
  };
}

const valuesIn = (z3: Z3, model: Model<"hall">, numbers: ReadonlyMap<string, Arith<"hall">>): Solution =>
  new Map(
    [...numbers].map(([name, number]) => {
      const value = model.eval(number, true);
      if (!z3.isIntVal(value)) throw new Error(`${name} has no value in a solution`);
      return [name, Number(value.value())];
    }),
  );

let started: Promise<Z3> | undefined;

/** One for the whole process: starting it takes longer than most of what it is asked. */
const context = (): Promise<Z3> => (started ??= init().then(({ Context }) => Context("hall")));
