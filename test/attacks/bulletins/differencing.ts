import type { Bulletin } from "@commonhall/domain";
import { EFFORT, plus, settle, type Fixed, type Settled, type Sum } from "./exact-integers.ts";
import type { Outcome } from "./outcome.ts";
import { codeFacts, LIKELY, publishedFacts, type NoiseReach } from "./published-facts.ts";
import type { Published } from "./releases.ts";

/**
 * A2: is any group of people, or the number in it who met with a code, so small and so certain that nobody can say they
 * were not meant? Everything published of two years together, as sums of whole numbers; asked of each group that has a
 * name, of all pairs of them within a quarter or a year, and of others put together by chance. Noise is taken never to
 * be further out than it is in 99 of 100 cells, which is more than an adversary can know. What can be neither proven nor
 * refuted with the effort allowed counts as found.
 */
export async function differencing(
  worlds: readonly Published[],
  random: () => number,
  effort = EFFORT,
): Promise<Outcome> {
  const parts: Groups[] = [];
  for (const part of worlds.flatMap(twoYears)) parts.push(await fixedGroups(part, random, LIKELY, effort));
  const { fixed, undecided, open } = parts.reduce(both);
  const asked = open.solved + open.walked + fixed.length + undecided.length;
  const smallest = [...fixed, ...undecided].reduce<Found | undefined>(
    (least, one) => (least && least.most <= one.most ? least : one),
    undefined,
  );
  return {
    attack: "A2",
    metric: "smallest group whose size or code is fixed to within ±1",
    pass: { least: 11 },
    moonshot: { least: 20 },
    measured: smallest?.most ?? Number.POSITIVE_INFINITY,
    beside:
      `${asked} groups of ${worlds.length} centres: ${open.solved} open by solutions of the solver, ` +
      `${open.walked} by steps from one, ${fixed.length} proven fixed, ${undecided.length} undecided, which count as fixed` +
      (smallest === undefined ? "" : `; the smallest: ${smallest.name}, ${smallest.least} to ${smallest.most}`),
  };
}

type Found = Fixed<string>;
type Groups = Settled<string>;

const both = (one: Groups, other: Groups): Groups => ({
  fixed: [...one.fixed, ...other.fixed],
  undecided: [...one.undecided, ...other.undecided],
  open: { solved: one.open.solved + other.open.solved, walked: one.open.walked + other.open.walked },
});

/** ±1. */
const WIDTH = 2;

export async function fixedGroups(
  published: Published,
  random: () => number,
  noise: NoiseReach = LIKELY,
  effort = EFFORT,
): Promise<Groups> {
  const { facts, groups } = publishedFacts(published, noise);
  const asked = new Map([...groups, ...pairs(groups), ...byChance(groups, random)]);
  const settled = await settle(facts, asked, WIDTH, effort);
  // Noise that goes further than was thought possible agrees with nothing: then the adversary must allow for more.
  if (settled === undefined) return fixedGroups(published, random, further(noise), effort);
  const codes: Groups[] = [];
  for (const bulletin of published.bulletins) codes.push(await fixedCodes(bulletin, noise, effort));
  const all = codes.reduce(both, settled);
  // Of nobody there is nothing to find out.
  return { ...all, fixed: all.fixed.filter(({ most }) => most > 0) };
}

async function fixedCodes(bulletin: Bulletin, noise: NoiseReach, effort: number): Promise<Groups> {
  const { facts, groups } = codeFacts(bulletin, noise);
  const settled = await settle(facts, groups, WIDTH, effort);
  if (settled === undefined) return fixedCodes(bulletin, further(noise), effort);
  const named = (one: Found): Found => ({ ...one, name: `${one.name} of ${bulletin.id}` });
  return { ...settled, fixed: settled.fixed.map(named), undecided: settled.undecided.map(named) };
}

/** By more than just enough: where noise may only just go as far as it did, everything seems certain, and is not. */
const further = ({ tables, codes }: NoiseReach): NoiseReach => ({ tables: tables + 5, codes: codes + 5 });

/** Nobody is in two bulletins that begin in different pairs of years, so nothing of the one says anything of the other. */
function twoYears({ bulletins, tables }: Published): readonly Published[] {
  const of = ({ period }: { readonly period: string }) => Math.floor((Number(period.slice(0, 4)) - 1) / 2);
  const parts = new Set([...bulletins, ...tables].map(of));
  return [...parts].map((part) => ({
    bulletins: bulletins.filter((one) => of(one) === part),
    tables: tables.filter((one) => of(one) === part),
  }));
}

function* pairs(groups: ReadonlyMap<string, Sum>): Generator<[string, Sum]> {
  const people = [...groups].filter(([name]) => /^people of|^in no bulletin/.test(name));
  for (const [index, [name, sum]] of people.entries())
    for (const [other, otherSum] of people.slice(index + 1)) {
      if (!name.startsWith("people of") || sameQuarter(name, other))
        yield [`${name} and ${other}`, plus(sum, otherSum)];
    }
}

const sameQuarter = (one: string, other: string): boolean => {
  const [a, b] = [one, other].map((name) => /\d{4}-Q\d/.exec(name)?.[0]);
  return a === undefined || b === undefined || a === b;
};

const SUBSETS = 200;
const LARGEST_SUBSET = 6;

function* byChance(groups: ReadonlyMap<string, Sum>, random: () => number): Generator<[string, Sum]> {
  const all = [...groups].filter(([name]) => name.startsWith("in no bulletin") || name.startsWith("of "));
  for (let count = 0; count < SUBSETS; count += 1) {
    const chosen = new Map(
      Array.from(
        { length: 3 + Math.floor(random() * (LARGEST_SUBSET - 2)) },
        () => all[Math.floor(random() * all.length)],
      ).flatMap((one) => (one === undefined ? [] : [one])),
    );
    yield [[...chosen.keys()].join(" and "), plus(...chosen.values())];
  }
}
