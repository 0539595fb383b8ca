import type { Case } from "@commonhall/anonymity";
import { makeCaseload } from "@commonhall/anonymity/caseloads";
import { RULES, type Rules } from "@commonhall/anonymity/testing";
import type { EngineCode } from "@commonhall/domain";
import { seededRandom } from "@commonhall/testkit";
import { place } from "./made-by-hand.ts";
import type { Outcome } from "./outcome.ts";
import { SHOWN_FROM } from "./noise-model.ts";
import { describes, type Published } from "./releases.ts";
import { caseloadPlan, release, YEAR } from "./worlds.ts";

/**
 * A5: an employer gets `fakes` made-up workers verified, all described as one real worker is, and gives the code that it
 * wants to know of to as many of them as tell most. Then it reads every bulletin that could be about them. How much
 * better does it tell a victim who has the code from one who has not: right answers of the one, less wrong ones of the
 * other. It learns the best answer to everything it may read on half of the runs, and is tried on the rest. The
 * preparations that look best on a first try are tried again on many more runs, so that chance neither helps nor hides.
 */
export function probing(
  runs: number,
  seed: number,
  settings: readonly Probe[] = PROBES,
  rules: Rules = RULES,
): Outcome {
  const by = (all: readonly Tried[]) => all.toSorted((one, other) => other.learnt - one.learnt);
  const tried = (probe: Probe, runs: number): Tried => ({ probe, ...advantage(probe, rules, runs, seed) });
  const first = by(settings.map((probe) => tried(probe, runs)));
  // What is best was chosen by what was learnt, not by what it is tried on.
  const [best] = by(first.slice(0, FINALISTS).map(({ probe }) => tried(probe, runs * LONGER)));
  if (best === undefined) throw new Error("No preparation was given");
  const without = (off: Partial<Rules>): string =>
    decimals(advantage(best.probe, { ...rules, ...off }, Math.ceil(runs / 2), seed).measured);
  const { fakes, withCode, code } = best.probe;
  return {
    attack: "A5",
    metric: "advantage on one code of one victim among up to 20 verified fakes",
    pass: { most: 0.15 },
    moonshot: { most: 0.03 },
    measured: best.measured,
    beside:
      `${fakes} fakes, ${withCode} with ${code}, of ${settings.length} preparations; ` +
      `standard error ${best.error.toFixed(3)}; where nobody else came ` +
      `${decimals(advantage({ ...ALONE, code }, rules, runs, seed, []).measured)}; without reserve ` +
      `${without(NO_RESERVE)}, without noise ${without(NO_NOISE)}, without both ${without({ ...NO_RESERVE, ...NO_NOISE })}`,
  };
}

interface Tried extends Advantage {
  readonly probe: Probe;
}

/** How many preparations are tried again, and on how many times as many runs. */
const FINALISTS = 2;
const LONGER = 8;

export interface Probe {
  readonly fakes: number;
  readonly withCode: number;
  readonly code: EngineCode;
}

const probes = (code: EngineCode, fakes: number, withCode: readonly number[]): readonly Probe[] =>
  withCode.map((of) => ({ fakes, withCode: of, code }));

/**
 * Most is told where those who have the code are one short of being shown. Of fakes with the code some are held back, or
 * the whole group is too small for a fine level and nobody is: so fewer can tell more.
 */
export const PROBES: readonly Probe[] = [
  ...probes("debt", 6, [3]),
  ...probes("debt", 8, [3, 4]),
  ...probes("debt", 10, [3, 4]),
  ...probes("debt", 12, [4]),
  ...probes("debt", 16, [5]),
  ...probes("debt", 20, [5, 6]),
  ...probes("sexual", 20, [4]),
];

/** What tells most where the fakes and the victim are all there are. */
const ALONE = { fakes: 12, withCode: 4 } as const;

export const NO_RESERVE: Partial<Rules> = { isHeldBack: () => false };
export const NO_NOISE: Partial<Rules> = {
  shareShown(_code, count, people) {
    if (count < SHOWN_FROM) return undefined;
    if (4 * count < people) return "some";
    if (2 * count < people) return "many";
    return 4 * count < 3 * people ? "most" : "nearly_all";
  },
};

export interface Advantage {
  /** On the runs that it was learnt on, and on the others. */
  readonly learnt: number;
  readonly measured: number;
  /** The standard error of what was measured. */
  readonly error: number;
}

/** Of what can be read, what speaks for a victim who has the code. */
export function advantage(probe: Probe, rules: Rules, runs: number, seed: number, among?: readonly Case[]): Advantage {
  // The same coins for both, so that all that differs is what the victim met with.
  const readings = (has: boolean) =>
    Array.from({ length: runs }, (_, run) => reading(probe, has, rules, seed + run, among));
  const [yes, no] = [readings(true), readings(false)];
  const half = Math.floor(runs / 2);
  const seen = (all: readonly string[]): Seen => Map.groupBy(all.slice(0, half), (one) => one);
  const [learntYes, learntNo] = [seen(yes), seen(no)];
  const times = (seen: Seen, one: string) => seen.get(one)?.length ?? 0;
  const saysYes = (one = "") => times(learntYes, one) > times(learntNo, one);
  const gains = yes.map((one, run) => Number(saysYes(one)) - Number(saysYes(no[run])));
  const tried = gains.slice(half);
  return {
    learnt: mean(gains.slice(0, half)),
    measured: mean(tried),
    error: Math.sqrt((mean(tried.map((gain) => gain ** 2)) - mean(tried) ** 2) / tried.length),
  };
}

const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;

type Seen = ReadonlyMap<string, readonly string[]>;

const VICTIM = { verified: "2025-02", place: place("QA-WA"), sector: "care_cleaning", origin: "014" } as const;

/** What is said of the code in every bulletin of the next year that may be about the fakes and the victim. */
function reading(probe: Probe, has: boolean, rules: Rules, seed: number, among = others(seed)): string {
  const cases = [...among, victim(has ? [probe.code] : []), ...fakes(probe)];
  return read(release(cases, seed, { rules, until: `${YEAR + 1}-02` }), probe.code);
}

const read = ({ bulletins }: Published, code: EngineCode): string =>
  bulletins
    .filter((bulletin) => describes(bulletin, VICTIM))
    .map(({ level, abuse }) => `${level} ${abuse.find((one) => one.code === code)?.share}`)
    .sort()
    .join(", ");

/** A year of a small centre, one for every few runs: to make them takes longer than to release them. */
function others(seed: number): readonly Case[] {
  const kept =
    made.get(seed % 50) ?? makeCaseload(caseloadPlan({ casesPerYear: 60, months: 3 }), seededRandom(seed % 50));
  made.set(seed % 50, kept);
  return kept;
}

const made = new Map<number, readonly Case[]>();

const victim = (abuse: readonly EngineCode[]): Case => ({
  ...VICTIM,
  id: "victim",
  person: "victim",
  abuse: ["wages", ...abuse],
  mainAbuse: "wages",
  employer: "the prober",
  recruiter: null,
  adult: true,
  consent: "C2",
  hold: false,
  node: "n1",
});

/** Each with an employer of its own, so that the cap on employers does not stop them. */
const fakes = ({ fakes, withCode, code }: Probe): readonly Case[] =>
  Array.from({ length: fakes }, (_, index) => ({
    ...victim(index < withCode ? [code] : []),
    id: `fake${index}`,
    person: `fake${index}`,
    employer: `invented ${index}`,
  }));

const decimals = (value: number): string => value.toFixed(2);
