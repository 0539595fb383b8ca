import { policyFrom, type Policy } from "@commonhall/anonymity";
import { caseOf, makePopulation, type Worker } from "@commonhall/anonymity/caseloads";
import {
  countryOf,
  ENGINE_CODES,
  sectorGroupOf,
  type EngineCode,
  type NineSector,
  type Region,
  type SectorGroup,
  type Bulletin,
} from "@commonhall/domain";
import { seededRandom } from "@commonhall/testkit";
import { mean, wilcoxonRankSum } from "simple-statistics";
import type { Prevalence } from "./guess-code.ts";
import { chanceOfShown } from "./noise-model.ts";
import type { Outcome } from "./outcome.ts";
import { bandOf, describes, spanOf, type Released } from "./releases.ts";
import { release, YEAR, type Engine } from "./worlds.ts";

/** One in a hundred of them tells. */
const TELLS = 100;
const YEARS = 4;

/** Of the workers of one small trade in one province, one in so many tells within a quarter. */
const RUSH = 5;

/**
 * A12: did this worker tell? The employer knows of a worker all but that, and of all workers of the country how many
 * there are of each kind. It adds up how many such people bulletins speak of among all whom they may be about, and
 * weighs what they say of codes. Who told and who did not must be told apart no better than by chance (AUC), and no box
 * of workers may be seen to have told more than was known before, not even one from which many came at once.
 */
export function membership(
  worlds: readonly Asked[],
  known: Prevalence,
  engine: Partial<Engine> = {},
): readonly Outcome[] {
  const all = worlds.map((asked) => ({ ...asked, ...attack(asked, engine, known) }));
  const bySize = [...Map.groupBy(all, ({ casesPerYear }) => casesPerYear)].map(([casesPerYear, some]) => ({
    casesPerYear,
    auc: mean(some.map(({ auc }) => auc)),
  }));
  const box = all.reduce((most, next) => (next.box.gain > most.gain ? next.box : most), NOWHERE);
  return [
    {
      attack: "A12",
      metric: "did this worker tell? area under the curve",
      pass: { most: 0.55 },
      moonshot: { most: 0.51 },
      measured: Math.max(...bySize.map(({ auc }) => auc)),
      beside: bySize.map(({ casesPerYear, auc }) => `${casesPerYear} a year: ${auc.toFixed(3)}`).join(", "),
    },
    {
      attack: "A12",
      metric: "the same: gain over what was known before, in any box of workers",
      pass: { most: 0.05 },
      moonshot: { most: 0.01 },
      measured: box.gain,
      beside: `the worst: ${box.name}, ${box.told} of ${box.people} told`,
    },
  ];
}

export interface Asked {
  readonly casesPerYear: number;
  readonly seed: number;
}

interface Attacked {
  readonly auc: number;
  readonly box: Box;
}

interface Box {
  readonly name: string;
  readonly people: number;
  readonly told: number;
  readonly gain: number;
}

const NOWHERE: Box = { name: "none", people: 0, told: 0, gain: 0 };

function attack({ casesPerYear, seed }: Asked, engine: Partial<Engine>, known: Prevalence): Attacked {
  const random = seededRandom(seed);
  const people = makePopulation(TELLS * casesPerYear * YEARS, random);
  const isInRush = rush(people);
  const told = people.filter((one) => random() < 1 / (isInRush(one) ? RUSH : TELLS));
  const cases = told.map((worker, index) => {
    const month = isInRush(worker) ? Math.floor(random() * 3) : Math.floor(random() * 12 * YEARS);
    return { ...caseOf(worker, "n1", month, YEAR, random), id: `c${index}` };
  });
  const released = release(cases, seed, { policy: policyOf(people), ...engine });
  const tellers = new Set(told.filter((one) => !isInRush(one)).map(({ person }) => person));
  const chances = chancesOf(people, released, known);
  const [yes, no] = [true, false].map((tells) =>
    people.flatMap((one, index) => (!isInRush(one) && tellers.has(one.person) === tells ? [chances[index] ?? 0] : [])),
  );
  return { auc: areaUnderCurve(yes ?? [], no ?? []), box: worstBox(people, released) };
}

/** The smallest trade of a province in which there are 200 workers. */
function rush(people: readonly Worker[]): (one: Worker) => boolean {
  const trade = ({ place, sector }: Worker) => `${place} ${sector}`;
  const [smallest] = [...Map.groupBy(people, trade)]
    .filter(([, some]) => some.length >= 200)
    .sort(([, a], [, b]) => a.length - b.length);
  return (one) => trade(one) === smallest?.[0];
}

/** What is published of how many such workers there are: R10 asks that such figures be given where there are any. */
function policyOf(people: readonly Worker[]): Policy {
  const counts = new Map<string, { place: Region; sector: NineSector | SectorGroup | null; people: number }>();
  for (const one of people) {
    if (one.place === null || one.sector === null) continue;
    const country = countryOf(one.place) as Region;
    for (const place of [one.place, country])
      for (const sector of [one.sector, sectorGroupOf(one.sector), null]) {
        const key = `${place} ${sector}`;
        const counted = counts.get(key) ?? { place, sector, people: 0 };
        counted.people += 1;
        counts.set(key, counted);
      }
  }
  const policy = policyFrom({ estimates: [...counts.values()] });
  if (!policy.ok) throw new Error("The figures of a made-up population are refused");
  return policy.value;
}

/** How many people bulletins speak of that each may be, in relation to all who may be them. */
function chancesOf(people: readonly Worker[], { bulletins }: Released, known: Prevalence): readonly number[] {
  const kinds = Map.groupBy(people, kindOf);
  const said = bulletins.map((bulletin) => {
    const about = new Set(
      [...kinds].flatMap(([kind, [one]]) => (one !== undefined && mayBe(bulletin, one) ? [kind] : [])),
    );
    const all = [...about].reduce((sum, kind) => sum + (kinds.get(kind)?.length ?? 0), 0);
    return { about, spoken: middleOf(bulletin.people) / Math.max(1, all), weights: weightsOf(bulletin, known) };
  });
  const chances = new Map<string, number>();
  return people.map((one) => {
    const kind = kindOf(one);
    const key = `${kind} ${one.abuse.join()}`;
    const chance =
      chances.get(key) ??
      said.reduce((sum, { about, spoken, weights }) => {
        if (!about.has(kind)) return sum;
        return sum + one.abuse.reduce((odds, code) => odds * (weights.get(code) ?? 1), spoken);
      }, 0);
    chances.set(key, chance);
    return chance;
  });
}

const kindOf = ({ place, sector, origin }: Worker): string => `${place} ${sector} ${origin}`;

/** Nobody knows when somebody came, so every period will do. */
const mayBe = (bulletin: Bulletin, one: Worker): boolean =>
  describes({ ...bulletin, period: `${YEAR}` }, { ...one, verified: `${YEAR}-01` });

/** How much likelier a member is to have met with each code than any such worker, by what the bulletin shows. */
function weightsOf(bulletin: Bulletin, known: Prevalence): ReadonlyMap<EngineCode, number> {
  const shown = new Map(bulletin.abuse.map(({ code, share }) => [code, share]));
  const people = middleOf(bulletin.people);
  return new Map(
    ENGINE_CODES.all.map((code) => {
      const share = known(code, null);
      const expected = Math.round(share * (people - 1));
      const [ifHas = 1, ifNot = 1] = [1, 0].map((more) =>
        chanceOfShown(code, shown.get(code), expected + more, people),
      );
      return [code, ifHas / (ifHas * share + ifNot * (1 - share))];
    }),
  );
}

function middleOf(band: "11-19" | "20-49" | "50-99" | "100+"): number {
  const [least, most] = bandOf(band);
  return Number.isFinite(most) ? Math.round((least + most) / 2) : 150;
}

/** How often somebody who told has a higher chance than somebody who did not. */
const areaUnderCurve = (yes: readonly number[], no: readonly number[]): number =>
  (wilcoxonRankSum([...yes], [...no]) - (yes.length * (yes.length + 1)) / 2) / (yes.length * no.length);

/** A box is all workers whom a bulletin may be about; its people are members, so they told. */
function worstBox(people: readonly Worker[], { bulletins, audit }: Released): Box {
  const kinds = Map.groupBy(people, kindOf);
  const sizes = new Map(audit.map(({ bulletin, members }) => [bulletin, members.length]));
  const boxes = bulletins.map((bulletin): Box => {
    const all = [...kinds.values()].reduce(
      (sum, some) => sum + (some[0] !== undefined && mayBe(bulletin, some[0]) ? some.length : 0),
      0,
    );
    const { level, place, sector, origin, period } = bulletin;
    const name = [level, place, sector, origin].filter((one) => one !== null).join(" ");
    const told = sizes.get(bulletin.id) ?? 0;
    const before = spanOf(period).length / (12 * YEARS) / TELLS;
    return { name, people: all, told, gain: told / all - before };
  });
  return boxes.reduce((most, next) => (next.gain > most.gain ? next : most), NOWHERE);
}
