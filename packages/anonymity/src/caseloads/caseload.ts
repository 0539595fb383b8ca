import type { Case } from "../case.ts";
import { below, choose, type Random, type Weighted } from "./choose.ts";
import { CONSENT, PROVINCES } from "./mixes.ts";
import { anyCatchment, catchmentOf, labour, type Catchment, type Labour, type Worker } from "./workers.ts";

export interface CaseloadPlan {
  /** Each centre with the cases that it verifies in a year; several see different mixes of one country's workers. */
  readonly centres: readonly { readonly node: string; readonly casesPerYear: number }[];
  /** Of the first month; they all begin in January. */
  readonly year: number;
  readonly months: number;
  /** Of a hundred cases, how many are of somebody who had one at this centre before. */
  readonly returning?: number;
  /** Of a hundred cases, how many are of somebody who has one at another centre. */
  readonly elsewhere?: number;
}

const RETURNING = 4;
const ON_HOLD = 0.03;
const PER_FIRM = 6;
/** Of cases with a firm: colleagues who come with the first one, in the same month. */
const TOGETHER = 0.05;
const MOST_TOGETHER = 15;
/** January to December. */
const SEASON = [1, 1, 1.1, 1.2, 1, 0.9, 0.8, 0.7, 1, 1.2, 1.1, 1] as const;

/** Cases of made-up workers, in no order that means anything; the same for the same numbers of `random`. */
export function makeCaseload(plan: CaseloadPlan, random: Random): readonly Case[] {
  const wanted = plan.centres.map(({ casesPerYear }) => Math.round((casesPerYear * plan.months) / 12));
  const workers = labour(
    wanted.reduce((sum, cases) => sum + cases, 0),
    PER_FIRM,
    random,
  );
  const made: Case[] = [];
  for (const [index, { node }] of plan.centres.entries()) {
    const home = PROVINCES[index % PROVINCES.length]?.[0];
    const alone = plan.centres.length === 1 || home === undefined;
    const centre: Centre = {
      node,
      catchment: alone ? anyCatchment(random) : catchmentOf(home, random),
      elsewhere: made.slice(),
    };
    made.push(...casesOf(centre, wanted[index] ?? 0, plan, workers, random));
  }
  return shuffled(made, random).map((one, index) => ({ ...one, id: `c${index + 1}` }));
}

/** A population of whom nobody has told anything, for those who ask whether one of them did. */
export function makePopulation(people: number, random: Random): readonly Worker[] {
  const workers = labour(people, 10 * PER_FIRM, random);
  const catchment = anyCatchment(random);
  return Array.from({ length: people }, () => workers.worker(catchment));
}

/** What happens when one of them comes: the month, what they agree to, and whether the case is held back. */
export function caseOf(worker: Worker, node: string, month: number, year: number, random: Random): Case {
  return {
    id: "",
    ...worker,
    verified: monthName(year, month),
    consent: choose(CONSENT, random),
    hold: random() < ON_HOLD,
    node,
  };
}

interface Centre {
  readonly node: string;
  readonly catchment: Catchment;
  /** Cases of the centres before. */
  readonly elsewhere: readonly Case[];
}

function casesOf(centre: Centre, wanted: number, plan: CaseloadPlan, workers: Labour, random: Random): readonly Case[] {
  const months = monthsOf(plan.months);
  const made: Case[] = [];
  const add = (worker: Worker, month: number) => {
    if (made.length < wanted) made.push(caseOf(worker, centre.node, month, plan.year, random));
  };
  while (made.length < wanted) {
    const month = choose(months, random);
    const drawn = random() * 100;
    const elsewhere = plan.elsewhere ?? 0;
    const known = drawn < elsewhere ? centre.elsewhere : made;
    const earlier = drawn < elsewhere + (plan.returning ?? RETURNING) ? known[below(known.length, random)] : undefined;
    if (earlier !== undefined) {
      add(random() < 0.5 ? earlier : workers.again(earlier), month);
      continue;
    }
    const worker = workers.worker(centre.catchment);
    add(worker, month);
    if (worker.employer === null || worker.sector === "household" || random() >= TOGETHER) continue;
    const colleagues = 2 + below(MOST_TOGETHER - 1, random);
    for (let count = 0; count < colleagues; count += 1) add(workers.colleague(worker), month);
  }
  return made;
}

const monthsOf = (months: number): Weighted<number> =>
  Array.from({ length: months }, (_, month) => [month, SEASON[month % 12] ?? 1] as const);

const monthName = (year: number, month: number): string =>
  `${year + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;

function shuffled<T>(all: readonly T[], random: Random): readonly T[] {
  return all
    .map((one) => [random(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
}
