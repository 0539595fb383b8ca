import { DEFAULT_POLICY, simulate, type Case, type Policy } from "@commonhall/anonymity";
import { makeCaseload, type CaseloadPlan } from "@commonhall/anonymity/caseloads";
import { simulateUnder, type Rules } from "@commonhall/anonymity/testing";
import { seededRandom } from "@commonhall/testkit";
import { place } from "./made-by-hand.ts";
import type { Released } from "./releases.ts";

export const YEAR = 2025;
/** Four years, so 16 quarters of which each is followed by a release day. */
export const MONTHS = 48;

export interface WorldPlan {
  readonly casesPerYear: number;
  /** How many centres they are spread over, if they pool. */
  readonly centres?: number;
  readonly months?: number;
}

/** What an engine has to do other than by default. */
export interface Engine {
  readonly policy: Policy;
  /** Where one is switched off: otherwise the engine is asked as anybody asks it. */
  readonly rules: Rules;
  readonly pooled: boolean;
  /** Up to the end of which month; of the year after the last case, where nothing is said. */
  readonly until: string;
}

/** A made-up caseload and all that is published of it, the same for the same seed. */
export function world(plan: WorldPlan, seed: number, engine: Partial<Engine> = {}): Released {
  const cases = makeCaseload(caseloadPlan(plan), seededRandom(seed));
  return release(cases, seed, engine);
}

export function release(cases: readonly Case[], seed: number, engine: Partial<Engine> = {}): Released {
  const { policy = DEFAULT_POLICY, rules, pooled = false, until = yearAfter(cases) } = engine;
  const simulation = { country: place("QA"), until, seed, policy, pooled };
  if (rules === undefined) return { cases, ...simulate(cases, simulation) };
  const days = [...simulateUnder(rules, cases, simulation)];
  return {
    cases,
    bulletins: days.flatMap(({ bulletins }) => bulletins),
    audit: days.flatMap(({ audit }) => audit),
    tables: days.flatMap(({ tables }) => tables),
  };
}

const yearAfter = (cases: readonly Case[]): string =>
  `${cases.reduce((year, { verified }) => Math.max(year, Number(verified.slice(0, 4))), YEAR) + 1}-12`;

export function caseloadPlan({ casesPerYear, centres = 1, months = MONTHS }: WorldPlan): CaseloadPlan {
  return {
    centres: Array.from({ length: centres }, (_, index) => ({
      node: `n${index + 1}`,
      casesPerYear: casesPerYear / centres,
    })),
    year: YEAR,
    months,
  };
}
