import { createHash } from "node:crypto";
import {
  isStigmatised,
  type PlainDate,
  type Region,
  type Month,
  monthFrom,
  quarterEnd,
  releaseDates,
  type Bulletin,
  type StatTable,
} from "@commonhall/domain";
import type { AuditLine } from "./audit-line.ts";
import type { Case } from "../case.ts";
import { longestPeriod } from "../ladders/ladder.ts";
import { coinsFrom, type Coins } from "../noise/coins.ts";
import type { Policy } from "../release/policy.ts";
import { releaseDayUnder } from "../release/release-day.ts";
import { isReserved } from "../release/reserve.ts";
import { RULES, type Rules } from "../release/rules.ts";
import { statTables } from "../statistics/stat-tables.ts";

export interface Simulation {
  readonly country: Region;
  /** `2027-12`: every release day up to the end of this month. */
  readonly until: string;
  /** In place of the random release key, so that a run repeats. */
  readonly seed: number;
  readonly policy: Policy;
  readonly pooled: boolean;
}

export interface SimulatedDay {
  readonly released: PlainDate;
  readonly bulletins: readonly Bulletin[];
  readonly audit: readonly AuditLine[];
  /** None where nodes pool: each makes its own. */
  readonly tables: readonly StatTable[];
}

export interface Simulated {
  readonly bulletins: readonly Bulletin[];
  readonly audit: readonly AuditLine[];
  readonly tables: readonly StatTable[];
}

/** What a node with these cases would have published by the end of `until`, and who was in it. */
export function simulate(cases: Iterable<Case>, simulation: Simulation): Simulated {
  const days = [...simulateDays(cases, simulation)];
  return {
    bulletins: days.flatMap(({ bulletins }) => bulletins),
    audit: days.flatMap(({ audit }) => audit),
    tables: days.flatMap(({ tables }) => tables),
  };
}

/** The same day by day, beginning with the first on which there are cases. */
export const simulateDays = (cases: Iterable<Case>, simulation: Simulation): Generator<SimulatedDay> =>
  simulateUnder(RULES, cases, simulation);

/** For tests of the rules themselves. `coins` stand in for those of the seed. */
export function* simulateUnder(
  rules: Rules,
  cases: Iterable<Case>,
  { country, until, seed, policy, pooled }: Simulation,
  coins: Coins = coinsOf(seed),
): Generator<SimulatedDay> {
  const last = monthFrom(until);
  if (last === undefined) throw new RangeError(`${until} is no month`);
  const quarters = byQuarter(cases);
  const [reserved, released, counted] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const [first = last] = [...quarters.keys()].toSorted((a, b) => a - b);
  for (const { date, end } of releaseDates(first - 1, last)) {
    const ofQuarter = quarters.get(end) ?? [];
    for (const { id } of ofQuarter) if (isReserved(coins, id, policy)) reserved.add(id);
    const ofPeriod = Array.from({ length: longestPeriod(end) / 3 }, (_, ago) => quarters.get(end - 3 * ago) ?? []);
    const day = { end, cases: ofPeriod.flat(), reserved, released, dropped: new Map(), policy, pooled, coins };
    const candidates = releaseDayUnder(rules, day);
    for (const person of candidates.flatMap(({ persons }) => persons)) released.add(person);
    const { tables, persons } = pooled
      ? { tables: [], persons: [] }
      : statTables({ end, country, cases: ofQuarter.map(withMainAbuse), counted, policy, coins });
    for (const one of persons) counted.add(one);
    yield {
      released: date,
      bulletins: candidates.map(({ bulletin }) => bulletin),
      audit: candidates.map(({ bulletin, members }) => ({ bulletin: bulletin.id, members })),
      tables,
    };
  }
}

/** By the month after the quarter in which they were verified. */
function byQuarter(cases: Iterable<Case>): ReadonlyMap<Month, readonly Case[]> {
  const quarters = new Map<Month, Case[]>();
  for (const one of cases) {
    const verified = monthFrom(one.verified);
    if (verified === undefined) throw new RangeError(`${one.verified} is no month`);
    const end = quarterEnd(verified);
    const quarter = quarters.get(end);
    if (quarter === undefined) quarters.set(end, [one]);
    else quarter.push(one);
  }
  return quarters;
}

/** The files of a simulation do not say which abuse weighs most; the first that they name stands for it. */
const withMainAbuse = (one: Case): Case =>
  one.mainAbuse === undefined ? { ...one, mainAbuse: one.abuse.find((code) => !isStigmatised(code)) ?? null } : one;

const coinsOf = (seed: number): Coins => coinsFrom(createHash("sha256").update(`simulation ${seed}`).digest());
