import {
  cellCodes,
  countryOf,
  SMALLEST_GROUP,
  type EngineCode,
  type NineSector,
  type Region,
  type Month,
  monthFrom,
  periodBefore,
  releaseDate,
  type StatTable,
} from "@commonhall/domain";
import type { Case } from "../case.ts";
import type { Coins } from "../noise/coins.ts";
import { discreteLaplace, type Epsilon } from "../noise/discrete-laplace.ts";
import { onePerPerson } from "../release/one-per-person.ts";
import type { Policy } from "../release/policy.ts";

export interface QuarterInput {
  /** The first month after the quarter. */
  readonly end: Month;
  /** Where the centre is; what happened elsewhere is in no table. */
  readonly country: Region;
  readonly cases: readonly Case[];
  /** The persons of former quarters: each is counted in one only, or their budget would be spent twice. */
  readonly counted: ReadonlySet<string>;
  readonly policy: Policy;
  readonly coins: Coins;
}

export interface Quarter {
  readonly tables: readonly StatTable[];
  /** Whose budget is spent by these tables. */
  readonly persons: readonly string[];
}

/**
 * Two one-way tables, made once a quarter and never again (anonymity.md 5.7). A person is in one cell of each, so one
 * worker more or less changes a table by 1: with this noise each table costs ε = 1, and both 2 in a person's lifetime.
 * There is no total and no table of a year, from which a hidden cell could be found by subtraction.
 */
export function statTables(quarter: QuarterInput): Quarter {
  const cases = countedCases(quarter);
  const tables = TABLES.slice(0, quarter.policy.tables).map((table) => tableOf(quarter, table, cases));
  return { tables, persons: tables.length === 0 ? [] : cases.map(({ person }) => person) };
}

interface TableKind {
  readonly by: StatTable["by"];
  readonly cellOf: (one: Case) => NineSector | EngineCode | null | undefined;
}

const TABLES: readonly TableKind[] = [
  { by: "sector", cellOf: ({ sector }) => sector },
  {
    by: "main_abuse",
    cellOf: ({ mainAbuse }) => mainAbuse,
  },
];

const EPSILON: Epsilon = { numerator: 1, denominator: 1 };

function countedCases({ end, country, cases, counted, coins }: QuarterInput): readonly Case[] {
  const ofQuarter = cases.flatMap((one) => {
    const verified = monthFrom(one.verified);
    if (verified === undefined || verified < end - 3 || verified >= end) return [];
    const isHere = one.place !== null && countryOf(one.place) === country;
    const mayCount = one.consent !== "C0" && one.adult && !one.hold && !counted.has(one.person);
    return isHere && mayCount ? [{ one, verified }] : [];
  });
  return onePerPerson(ofQuarter, coins).map(({ one }) => one);
}

function tableOf({ end, country, coins }: QuarterInput, { by, cellOf }: TableKind, cases: readonly Case[]): StatTable {
  const period = periodBefore(end, 3);
  const cells = cellCodes(by).map((code) => {
    const count = cases.filter((one) => cellOf(one) === code).length;
    const noisy = count + discreteLaplace(coins(["table", by, country, period, code]), EPSILON);
    return { code, people: noisy < SMALLEST_GROUP ? ("<11" as const) : noisy };
  });
  return { released: releaseDate(end).date, place: country, period, by, cells };
}
