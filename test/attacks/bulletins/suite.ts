import { makeCaseload } from "@commonhall/anonymity/caseloads";
import { seededRandom } from "@commonhall/testkit";
import { differencing } from "./differencing.ts";
import { downcoding } from "./downcoding.ts";
import { prevalence, type Prevalence } from "./guess-code.ts";
import { inference } from "./inference.ts";
import { intakeMonth } from "./intake-month.ts";
import { linkage, linkageOfRows } from "./linkage.ts";
import { membership } from "./membership.ts";
import type { Outcome } from "./outcome.ts";
import { probing, PROBES } from "./probing.ts";
import type { Released } from "./releases.ts";
import { twoCentres } from "./two-centres.ts";
import { MONTHS, release, world, YEAR, type Engine, type WorldPlan } from "./worlds.ts";
import { utilityFloor } from "./yields.ts";

/** How much is made up and tried. Less of it takes less time, and finds less. */
export interface Extent {
  /** Cases a year of the centres on which most is tried, and how many centres of each size. */
  readonly sizes: readonly number[];
  readonly ofEach: number;
  /** Cases a year where everything that may be behind a release is drawn: no sequence has more than 1,000 reports. */
  readonly linked: readonly number[];
  readonly solved: readonly WorldPlan[];
  readonly pairs: number;
  readonly probes: number;
  readonly asked: readonly { readonly casesPerYear: number; readonly times: number }[];
}

export const FULL: Extent = {
  sizes: [30, 100, 300, 1000],
  ofEach: 4,
  linked: [30, 100, 250],
  solved: [{ casesPerYear: 30 }, { casesPerYear: 100 }, { casesPerYear: 300 }, { casesPerYear: 1000, months: 24 }],
  pairs: 6,
  probes: 800,
  asked: [
    { casesPerYear: 30, times: 4 },
    { casesPerYear: 100, times: 4 },
    { casesPerYear: 300, times: 2 },
    { casesPerYear: 1000, times: 1 },
  ],
};

/** An attack, or several that need the same to be made: everything follows from the seed. */
export interface Attack {
  readonly name: string;
  readonly run: (extent: Extent, seed: number, engine?: Partial<Engine>) => Outcomes;
}

type Outcomes = readonly Outcome[] | Promise<readonly Outcome[]>;

/** Others' caseloads never share a seed with those that are attacked. */
const LEARNT = 1_000_000;

const made = new Map<string, readonly Released[]>();

function worlds({ sizes, ofEach }: Extent, seed: number, engine?: Partial<Engine>): readonly Released[] {
  const key = `${sizes.join()} ${ofEach} ${seed}`;
  const before = engine === undefined ? made.get(key) : undefined;
  if (before !== undefined) return before;
  const all = sizes.flatMap((casesPerYear) =>
    Array.from({ length: ofEach }, (_, index) => world({ casesPerYear }, seed + index, engine)),
  );
  if (engine === undefined) made.set(key, all);
  return all;
}

const known = (seed: number): Prevalence => prevalence(seededRandom(seed + LEARNT));

/** Of anonymity.md 6.2, in its order. A8 to A11 need a node (`nodes.ts`), and A13 needs people. */
export const ATTACKS: readonly Attack[] = [
  {
    name: "linkage",
    run({ linked }, seed, engine) {
      const some = linked.map((casesPerYear) => world({ casesPerYear }, seed, engine));
      return [linkage(some, seededRandom(seed)), linkageOfRows(some, seededRandom(seed))];
    },
  },
  {
    name: "differencing",
    run: async ({ solved }, seed, engine) => [
      await differencing(
        solved.map((plan) => world(plan, seed, engine)),
        seededRandom(seed),
      ),
    ],
  },
  { name: "inference", run: (extent, seed, engine) => inference(worlds(extent, seed, engine), known(seed)) },
  {
    name: "two-centres",
    run: ({ pairs }, seed, engine) => [
      twoCentres(
        Array.from({ length: pairs }, (_, index) => neighbours(seed + index, engine)),
        known(seed),
      ),
    ],
  },
  { name: "probing", run: ({ probes }, seed, engine) => [probing(probes, seed, PROBES, engine?.rules)] },
  {
    name: "intake-month",
    run: (extent, seed, engine) => [intakeMonth(worlds(extent, seed + LEARNT, engine), worlds(extent, seed, engine))],
  },
  {
    name: "downcoding",
    run: (extent, seed, engine) => [downcoding(worlds(extent, seed + LEARNT, engine), worlds(extent, seed, engine))],
  },
  {
    name: "membership",
    run({ asked }, seed, engine) {
      const all = asked.flatMap(({ casesPerYear, times }) =>
        Array.from({ length: times }, (_, index) => ({ casesPerYear, seed: seed + index })),
      );
      return membership(all, known(seed), engine);
    },
  },
  { name: "yields", run: (_extent, seed) => utilityFloor(seed) },
];

/** Two centres of one country to which some go both; each releases as if the other were not there. */
function neighbours(seed: number, engine?: Partial<Engine>): readonly [Released, Released] {
  const centres = ["n1", "n2"].map((node) => ({ node, casesPerYear: 500 }));
  const cases = makeCaseload({ centres, year: YEAR, months: MONTHS, elsewhere: 20 }, seededRandom(seed));
  const of = (node: string, key: number) =>
    release(
      cases.filter((one) => one.node === node),
      key,
      engine,
    );
  return [of("n1", seed), of("n2", seed + LEARNT)];
}
