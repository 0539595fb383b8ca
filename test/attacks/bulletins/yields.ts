import { policyFrom, type Case, type Policy } from "@commonhall/anonymity";
import { makeCaseload, type CaseloadPlan } from "@commonhall/anonymity/caseloads";
import { seededRandom } from "@commonhall/testkit";
import { mean, quantile } from "simple-statistics";
import type { Outcome } from "./outcome.ts";
import { cohortsOf, groupBy, monthNumber, type Released } from "./releases.ts";
import { caseloadPlan, MONTHS, release, YEAR, type Engine } from "./worlds.ts";

/** What workers and their allies get for it: how many people are spoken of, how soon, how finely (anonymity.md 5.4). */
export interface Yield {
  readonly name: string;
  /** Of those who may be counted and whose time has come, how many are in a bulletin. */
  readonly released: number;
  readonly bulletinsPerYear: number;
  /** Months from the month of a case to the day on which it is spoken of. */
  readonly wait: { readonly half: number; readonly nineTenths: number };
  /** Of a hundred people who may be counted. */
  readonly levels: ReadonlyMap<string, number>;
  readonly withinFourteenMonths: number;
  readonly withSector: number;
  readonly byQuarter: number;
}

interface Setting {
  readonly name: string;
  readonly plan: CaseloadPlan;
  readonly pooled: boolean;
  /** Only people of these centres are counted; all where none are named. */
  readonly of?: readonly string[];
}

const alone = (casesPerYear: number): Setting => ({
  name: `${casesPerYear} alone`,
  plan: caseloadPlan({ casesPerYear }),
  pooled: false,
});

/** Six centres of 30, 30, 60, 100, 100 and 200 cases a year. */
const SIX: CaseloadPlan = {
  centres: [30, 30, 60, 100, 100, 200].map((casesPerYear, index) => ({ node: `n${index + 1}`, casesPerYear })),
  year: YEAR,
  months: MONTHS,
};

const pool = { plan: SIX, pooled: true };
export const SETTINGS: readonly Setting[] = [
  ...[30, 100, 300, 1000].map(alone),
  { ...pool, name: "pool of six, 520 together" },
  { ...pool, name: "its two of 30, in the pool", of: ["n1", "n2"] },
];

export const POLICIES = { "k = 11": policyOf(11), "k = 20": policyOf(20) } as const;

const CASELOADS = 8;

export function yields(setting: Setting, policy: Policy, seed: number, caseloads = CASELOADS): Yield {
  const all = Array.from({ length: caseloads }, (_, index) => yieldOf(setting, { policy }, seed + index));
  const over = (of: (one: Yield) => number) => mean(all.map(of));
  const levels = new Set(all.flatMap((one) => [...one.levels.keys()]));
  return {
    name: setting.name,
    released: over((one) => one.released),
    bulletinsPerYear: over((one) => one.bulletinsPerYear),
    wait: { half: over(({ wait }) => wait.half), nineTenths: over(({ wait }) => wait.nineTenths) },
    levels: new Map([...levels].sort().map((level) => [level, over((one) => one.levels.get(level) ?? 0)])),
    withinFourteenMonths: over((one) => one.withinFourteenMonths),
    withSector: over((one) => one.withSector),
    byQuarter: over((one) => one.byQuarter),
  };
}

/** The floor of anonymity.md 6.3: a pool in which 500 people a year may be counted. */
export function utilityFloor(seed: number): readonly Outcome[] {
  // Of 100 cases, 66 are of adults who agree, are not held back and have no other case in the same two years.
  const plan = caseloadPlan({ casesPerYear: 760, centres: 6 });
  const setting: Setting = { name: "a pool with 500 who may be counted", plan, pooled: true };
  const [k11, k20] = [yields(setting, POLICIES["k = 11"], seed), yields(setting, POLICIES["k = 20"], seed)];
  const floor = { attack: "U", moonshot: { least: 0.5 } } as const;
  const beside = (one: Yield) => `with sector ${percent(one.withSector)}, by quarter ${percent(one.byQuarter)}`;
  return [
    {
      ...floor,
      metric: "of those who may be counted, released within 14 months",
      pass: { least: 0.95 },
      moonshot: { least: 1 },
      measured: k11.withinFourteenMonths,
      beside: `k = 20: ${percent(k20.withinFourteenMonths)}, ${beside(k20)}`,
    },
    {
      ...floor,
      metric: "of them, with sector (moonshot: half by quarter at k = 20)",
      pass: { least: 0.6 },
      moonshot: { least: k20.byQuarter >= 0.5 ? 0.6 : Number.POSITIVE_INFINITY },
      measured: k11.withSector,
      beside: beside(k11),
    },
  ];
}

function yieldOf({ plan, pooled, of }: Setting, engine: Partial<Engine>, seed: number): Yield {
  const released = release(makeCaseload(plan, seededRandom(seed)), seed, { ...engine, pooled });
  const people = countable(released, of);
  const said = saidOf(released);
  const heard = people.flatMap((person) => said.get(person) ?? []);
  const share = (which: (one: Said) => boolean) => heard.filter(which).length / people.length;
  const waits = heard.map(({ wait }) => wait);
  const levels = groupBy(heard, ({ level }) => level);
  return {
    name: "",
    released: heard.length / people.length,
    bulletinsPerYear: released.bulletins.length / (plan.months / 12),
    wait:
      waits.length === 0
        ? { half: NaN, nineTenths: NaN }
        : { half: quantile(waits, 0.5), nineTenths: quantile(waits, 0.9) },
    levels: new Map([...levels].map(([level, { length }]) => [level, length / people.length])),
    withinFourteenMonths: share(({ wait }) => wait <= 14),
    withSector: share(({ sector }) => sector) / (heard.length / people.length),
    byQuarter: share(({ quarter }) => quarter) / (heard.length / people.length),
  };
}

interface Said {
  readonly level: string;
  readonly wait: number;
  readonly sector: boolean;
  readonly quarter: boolean;
}

/** Persons who may be in a bulletin: adults who agree and are not held back. */
function countable({ cases }: Released, of: readonly string[] | undefined): readonly string[] {
  const may = ({ consent, adult, hold, node }: Case) =>
    adult && !hold && consent !== "C0" && consent !== "C1" && (of === undefined || of.includes(node));
  return [...new Set(cases.filter(may).map(({ person }) => person))];
}

function saidOf(released: Released): ReadonlyMap<string, Said> {
  const said = new Map<string, Said>();
  for (const { bulletin, members } of cohortsOf(released)) {
    const { level, sector, period, released: day } = bulletin;
    for (const { person, verified } of members) {
      const wait = monthNumber(day) - monthNumber(verified);
      said.set(person, { level, wait, sector: sector !== null, quarter: period.includes("Q") });
    }
  }
  return said;
}

function policyOf(k: number): Policy {
  const policy = policyFrom({ k });
  if (!policy.ok) throw new Error(`k = ${k} is refused`);
  return policy.value;
}

export const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** The table of anonymity.md 5.4. */
export function yieldTable(seed: number): string {
  const rows = SETTINGS.map((setting) => {
    const [k11, k20] = [yields(setting, POLICIES["k = 11"], seed), yields(setting, POLICIES["k = 20"], seed)];
    const levels = [...k11.levels]
      .filter(([, share]) => share >= 0.005)
      .map(([level, share]) => `${level} ${Math.round(100 * share)}`);
    return [
      setting.name,
      percent(k11.released),
      k11.bulletinsPerYear.toFixed(1),
      `${Math.round(k11.wait.half)} / ${Math.round(k11.wait.nineTenths)}`,
      levels.join(", "),
      percent(k11.withSector),
      `${percent(k20.released)}, ${Math.round(k20.wait.half)}`,
    ];
  });
  const head = [
    "cases a year",
    "released",
    "bulletins a year",
    "wait p50/p90",
    "level mix (% of people)",
    "with sector",
    "at k=20: released, wait p50",
  ];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
