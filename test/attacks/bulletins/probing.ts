import type { Case } from "@commonhall/anonymity";
import { makeCaseload } from "@commonhall/anonymity/caseloads";
import { RULES, type Rules } from "@commonhall/anonymity/testing";
import type { EngineCode } from "@commonhall/domain";
import { seededRandom } from "@commonhall/testkit";
import { place } from "./made-by-hand.ts";
import type { Outcome } from "./outcome.ts";
import { shownFrom } from "./noise-model.ts";
import { describes, type Published } from "./releases.ts";
import { caseloadPlan, release, YEAR } from "./worlds.ts";

/**
 * A5: an employer gets `fakes` made-up workers verified, all described as one real worker is, and gives the code that it
 * wants to know of to as many of them as tell most. Then it reads every bulletin that could be about them. How much
 * better does it tell a victim who has the code from one who has not: right answers of the one, less wrong ones of the
 * other. It learns the best answer to everything it may read on half of the runs, and is tried on the rest.
 */
export function probing(
  runs: number,
  seed: number,
  settings: readonly Probe[] = PROBES,
  rules: Rules = RULES,
): Outcome {
  const tried = settings.map((probe) => ({ probe, ...advantage(probe, rules, runs, seed) }));
  // The best preparation is chosen by what was learnt, not by what it is tried on.
  const best = tried.reduce((most, next) => (next.learnt > most.learnt ? next : most));
  const without = (off: Partial<Rules>) =>
    advantage(best.probe, { ...rules, ...off }, Math.ceil(runs / 4), seed).measured;
  const byFakes = Map.groupBy(tried, ({ probe }) => probe.fakes);
  const worst = [...byFakes].map(
    ([fakes, of]) => `${fakes}: ${decimals(Math.max(...of.map(({ measured }) => measured)))}`,
  );
  return {
    attack: "A5",
    metric: "advantage on one code of one victim among up to 20 verified fakes",
    pass: { most: 0.15 },
    moonshot: { most: 0.03 },
    measured: best.measured,
    beside:
      `${best.probe.fakes} fakes, ${best.probe.withCode} with ${best.probe.code}; by fakes ${worst.join(", ")}; ` +
      `without reserve ${decimals(without(NO_RESERVE))}, without noise ${decimals(without(NO_NOISE))}, ` +
      `without both ${decimals(without({ ...NO_RESERVE, ...NO_NOISE }))}`,
  };
}

export interface Probe {
  readonly fakes: number;
  readonly withCode: number;
  readonly code: EngineCode;
}

const probes = (code: EngineCode, fakes: number, withCode: readonly number[]): readonly Probe[] =>
  withCode.map((of) => ({ fakes, withCode: of, code }));

export const PROBES: readonly Probe[] = [
  ...probes("debt", 10, [2]),
  ...probes("debt", 20, [2, 3]),
  ...probes("sexual", 20, [5]),
];

export const NO_RESERVE: Partial<Rules> = { isHeldBack: () => false };
export const NO_NOISE: Partial<Rules> = {
  shareShown(code, count, people) {
    if (count < shownFrom(code)) return undefined;
    if (4 * count < people) return "some";
    if (2 * count < people) return "many";
    return 4 * count < 3 * people ? "most" : "nearly_all";
  },
};

/** Of what can be read, what speaks for a victim who has the code. */
export function advantage(
  probe: Probe,
  rules: Rules,
  runs: number,
  seed: number,
): { readonly learnt: number; readonly measured: number } {
  // The same coins for both, so that all that differs is what the victim met with.
  const readings = (has: boolean) => Array.from({ length: runs }, (_, run) => reading(probe, has, rules, seed + run));
  const [yes, no] = [readings(true), readings(false)];
  const half = Math.floor(runs / 2);
  const seen = (all: readonly string[]): Seen => Map.groupBy(all.slice(0, half), (one) => one);
  const [learntYes, learntNo] = [seen(yes), seen(no)];
  const times = (seen: Seen, one: string) => seen.get(one)?.length ?? 0;
  const saysYes = (one: string) => times(learntYes, one) > times(learntNo, one);
  const rate = (all: readonly string[]) => all.filter(saysYes).length / all.length;
  return {
    learnt: rate(yes.slice(0, half)) - rate(no.slice(0, half)),
    measured: rate(yes.slice(half)) - rate(no.slice(half)),
  };
}

type Seen = ReadonlyMap<string, readonly string[]>;

const VICTIM = { verified: "2025-02", place: place("QA-WA"), sector: "care_cleaning", origin: "014" } as const;

/** What is said of the code in every bulletin of the next year that may be about the fakes and the victim. */
function reading(probe: Probe, has: boolean, rules: Rules, seed: number): string {
  const cases = [...others(seed), victim(has ? [probe.code] : []), ...fakes(probe)];
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
