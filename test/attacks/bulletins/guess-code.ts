import type { Case } from "@commonhall/anonymity";
import { makePopulation } from "@commonhall/anonymity/caseloads";
import { ENGINE_CODES, isStigmatised, type EngineCode, type Bulletin } from "@commonhall/domain";
import { chanceOfShown } from "./noise-model.ts";
import { bandOf } from "./releases.ts";

export const STIGMATISED = ENGINE_CODES.all.filter(isStigmatised);

/** How many workers of a trade met with a code, as surveys know it. */
export type Prevalence = (code: EngineCode, sector: Case["sector"]) => number;

/** From a population of whom nobody need have told anything. */
export function prevalence(random: () => number): Prevalence {
  const people = makePopulation(40_000, random);
  const known = new Map<string, number>();
  return (code, sector) => {
    const key = `${code} ${sector}`;
    const share = known.get(key) ?? shareOf(code, sector);
    known.set(key, share);
    return share;
  };
  function shareOf(code: EngineCode, sector: Case["sector"]): number {
    const alike = people.filter((one) => sector === null || one.sector === sector);
    return (alike.filter(({ abuse }) => abuse.includes(code)).length + 0.5) / (alike.length + 1);
  }
}

/**
 * How much likelier a member is to have met with the code by what the bulletin says of it, as odds. Groups differ more
 * than chance would have it, because a trade or an employer has its ways: how many of a group met with it is taken to
 * be beta-binomial around what is known of the trade.
 */
export function evidence(bulletin: Bulletin, code: EngineCode, known: Prevalence): number {
  const shown = bulletin.abuse.find((one) => one.code === code)?.share;
  const sector = sectorOf(bulletin);
  const key = `${code} ${shown} ${bulletin.people} ${sector}`;
  const before = weights.get(known)?.get(key);
  if (before !== undefined) return before;
  const share = known(code, sector);
  const ruled = counted(bulletin, code, share, true);
  const { all, have } = ruled.all > 0 ? ruled : counted(bulletin, code, share, false);
  const ratio = have / (all - have) / (share / (1 - share));
  weights.set(known, (weights.get(known) ?? new Map<string, number>()).set(key, ratio));
  return ratio;
}

/** How likely what is shown is at all, and how much of that lies with a member who has the code. */
function counted(bulletin: Bulletin, code: EngineCode, share: number, asRuled: boolean): { all: number; have: number } {
  const shown = bulletin.abuse.find((one) => one.code === code)?.share;
  let [all, have] = [0, 0];
  for (const people of sizesOf(bulletin)) {
    for (const [count, chance] of betaBinomial(people, share * ALIKE, (1 - share) * ALIKE).entries()) {
      const likely = chance * chanceOfShown(code, shown, count, people, asRuled);
      all += likely;
      have += (likely * count) / people;
    }
  }
  return { all, have };
}

/** The smaller, the more the members of a group are alike. */
const ALIKE = 10;

const weights = new WeakMap<Prevalence, Map<string, number>>();

/** A group of sectors has no figure of its own; all workers stand for it. */
const sectorOf = ({ level, sector }: Bulletin): Case["sector"] =>
  level === "B5" || sector === null ? null : (sector as Case["sector"]);

/** A few sizes of the band stand for all. */
function sizesOf({ people }: Bulletin): readonly number[] {
  const [least, most] = bandOf(people);
  const end = Number.isFinite(most) ? most : 180;
  const steps = Math.min(5, end - least + 1);
  return Array.from({ length: steps }, (_, step) => Math.round(least + ((end - least) * step) / (steps - 1)));
}

/** The chances of 0 to `trials` hits. */
function betaBinomial(trials: number, a: number, b: number): readonly number[] {
  const weights = [1];
  for (let hits = 0; hits < trials; hits += 1) {
    const left = trials - hits;
    weights.push(((weights[hits] ?? 0) * left * (hits + a)) / ((hits + 1) * (left - 1 + b)));
  }
  const all = weights.reduce((sum, one) => sum + one, 0);
  return weights.map((one) => one / all);
}

/** The code of which somebody is likeliest to be, before and after what bulletins say of the groups that they are in. */
export function guess(one: Pick<Case, "sector">, bulletins: readonly Bulletin[], known: Prevalence): EngineCode {
  const chances = STIGMATISED.map((code) => {
    const before = known(code, one.sector);
    const odds = bulletins.reduce((all, bulletin) => all * evidence(bulletin, code, known), before / (1 - before));
    return { code, odds };
  });
  const [first, ...others] = chances;
  if (first === undefined) throw new Error("No code is stigmatised");
  return others.reduce((best, next) => (next.odds > best.odds ? next : best), first).code;
}

/** (attack − baseline) / (1 − baseline), as Anonymeter measures it. */
export const risk = (attack: number, baseline: number): number => (attack - baseline) / (1 - baseline);
