import { ENGINE_CODES } from "@commonhall/domain";
import { fixedSums, plus, type Fixed, type Sum } from "./exact-integers.ts";
import type { Outcome } from "./outcome.ts";
import { codeFacts, LIKELY, publishedFacts, type NoiseReach } from "./published-facts.ts";
import type { Published } from "./releases.ts";

/**
 * A2: is any group of people, or the number in it who met with a code, so small and so certain that nobody can say they
 * were not meant? Everything published of two years together, as sums of whole numbers; asked of each group that has a
 * name, of all pairs of them within a quarter or a year, and of others put together by chance. Noise is taken never to
 * be further out than it is in 99 of 100 cells, which is more than an adversary can know.
 */
export async function differencing(worlds: readonly Published[], random: () => number): Promise<Outcome> {
  const found: Found[] = [];
  let groups = 0;
  for (const part of worlds.flatMap(twoYears)) {
    const { asked, fixed } = await fixedGroups(part, random);
    groups += asked;
    found.push(...fixed);
  }
  const smallest = found.reduce<Found | undefined>(
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
      `${groups} groups of ${worlds.length} centres, ${found.length} fixed` +
      (smallest === undefined ? "" : `; the smallest: ${smallest.name}, ${smallest.least} to ${smallest.most}`),
  };
}

export type Found = Fixed<string>;

/** ±1. */
const WIDTH = 2;

export async function fixedGroups(
  published: Published,
  random: () => number,
  noise: NoiseReach = LIKELY,
): Promise<{ readonly asked: number; readonly fixed: readonly Found[] }> {
  const { facts, groups } = publishedFacts(published, noise);
  const asked = new Map([...groups, ...pairs(groups), ...byChance(groups, random)]);
  const fixed = await fixedSums(facts, asked, WIDTH);
  // Noise that goes further than was thought possible agrees with nothing: then the adversary must allow for more.
  if (fixed === undefined) return fixedGroups(published, random, further(noise));
  const codes: Found[] = [];
  for (const bulletin of published.bulletins) {
    const { facts, groups } = codeFacts(bulletin, noise);
    const found = await fixedSums(facts, groups, WIDTH);
    codes.push(...(found ?? []).map((one) => ({ ...one, name: `${one.name} of ${bulletin.id}` })));
  }
  // Of nobody there is nothing to find out.
  return {
    asked: asked.size + ENGINE_CODES.all.length * published.bulletins.length,
    fixed: [...fixed, ...codes].filter(({ most }) => most > 0),
  };
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
