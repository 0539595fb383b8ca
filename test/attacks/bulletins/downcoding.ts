import type { Case } from "@commonhall/anonymity";
import { countryOf, sectorGroupOf, type Bulletin } from "@commonhall/domain";
import type { Outcome } from "./outcome.ts";
import { cohortsOf, covers, type Released } from "./releases.ts";

/**
 * A7: what a coarse bulletin leaves out, recovered from its being coarse: the province, the sector, the origin of a
 * member. The adversary knows the ladder, has walked it with caseloads of its own, and has read which finer bulletins
 * there are of the same time: who is in none of them may be of a rare trade. Compared with the best guess from what all
 * workers of the country are, given what the bulletin does say.
 */
export function downcoding(learnt: readonly Released[], tried: readonly Released[]): Outcome {
  const gains = SUPPRESSED.map((suppressed) => {
    const from = targetsOf(learnt, suppressed);
    const on = targetsOf(tried, suppressed);
    const everybody = everybodyOf(learnt, suppressed);
    const attack = rightOf(on, learn(from), everybody);
    const baseline = rightOf(on, new Map(), everybody);
    return { ...suppressed, attack, baseline, people: on.length };
  });
  return {
    attack: "A7",
    metric: "gain in guessing what a coarse bulletin leaves out",
    pass: { most: 0.05 },
    moonshot: { most: 0.01 },
    measured: Math.max(...gains.map(({ attack, baseline }) => attack - baseline)),
    beside: gains
      .map(({ name, attack, baseline, people }) => `${name} ${percent(baseline)} → ${percent(attack)} of ${people}`)
      .join("; "),
  };
}

interface Suppressed {
  readonly name: string;
  readonly of: (one: Case) => string | null;
  /** Whether the bulletin leaves it out. */
  readonly isLeftOut: (bulletin: Bulletin) => boolean;
  /** What the bulletin says that anybody would guess from. */
  readonly said: (bulletin: Bulletin) => string;
  /** The same of a case, at each coarseness that a bulletin may have. */
  readonly sayable: (one: Case) => readonly string[];
  /** Whether this finer bulletin is about those with this answer. */
  readonly names: (finer: Bulletin, answer: string) => boolean;
}

const group = ({ sector }: Case): string => (sector === null ? "" : sectorGroupOf(sector));
const SUPPRESSED: readonly Suppressed[] = [
  {
    name: "province",
    of: ({ place }) => place,
    isLeftOut: ({ place }) => place === countryOf(place),
    said: ({ sector }) => `${sector}`,
    sayable: (one) => [`${one.sector}`, group(one), "null"],
    names: ({ place }, answer) => place === answer,
  },
  {
    name: "sector",
    of: ({ sector }) => sector,
    isLeftOut: ({ level }) => level === "B5" || level === "B6" || level === "B7",
    said: ({ sector }) => `${sector}`,
    sayable: (one) => [group(one), "null"],
    names: ({ sector }, answer) => sector === answer,
  },
  {
    name: "origin",
    of: ({ origin }) => origin,
    isLeftOut: ({ origin }) => origin === null,
    said: ({ sector, place }) => `${sector} ${place}`,
    sayable: (one) =>
      [one.place, one.place === null ? null : countryOf(one.place)].flatMap((place) =>
        [`${one.sector}`, group(one), "null"].map((sector) => `${sector} ${place}`),
      ),
    names: ({ origin }, answer) => origin === answer,
  },
];

interface Target {
  readonly answer: string;
  readonly said: string;
  readonly level: string;
  readonly people: string;
  /** How many finer bulletins of the time are about those with an answer. */
  readonly finer: (answer: string) => string;
}

function targetsOf(worlds: readonly Released[], { of, isLeftOut, said, names }: Suppressed): readonly Target[] {
  return worlds.flatMap((released) =>
    cohortsOf(released)
      .filter(({ bulletin }) => isLeftOut(bulletin))
      .flatMap(({ bulletin, members }) => {
        const before = released.bulletins.filter(
          (one) =>
            one.level < bulletin.level && covers(bulletin.period, `${one.period.slice(0, 4)}-${quarterMonth(one)}`),
        );
        const cache = new Map<string, string>();
        const finer = (answer: string): string => {
          const known =
            cache.get(answer) ??
            ["none", "one", "two"][Math.min(2, before.filter((one) => names(one, answer)).length)] ??
            "";
          cache.set(answer, known);
          return known;
        };
        return members.map((one) => ({
          answer: `${of(one)}`,
          said: said(bulletin),
          level: bulletin.level,
          people: bulletin.people,
          finer,
        }));
      }),
  );
}

const quarterMonth = ({ period }: Bulletin): string =>
  String(3 * Number(/-Q([1-4])$/.exec(period)?.[1] ?? 1)).padStart(2, "0");

/** Of all workers, by what may be said of them, how many have which answer. */
type Everybody = ReadonlyMap<string, ReadonlyMap<string, number>>;

function everybodyOf(worlds: readonly Released[], { of, sayable }: Suppressed): Everybody {
  const all = new Map<string, Map<string, number>>();
  for (const one of worlds.flatMap(({ cases }) => cases)) {
    for (const said of sayable(one)) {
      const counts = all.get(said) ?? new Map<string, number>();
      counts.set(`${of(one)}`, (counts.get(`${of(one)}`) ?? 0) + 1);
      all.set(said, counts);
    }
  }
  return all;
}

/** How much more often than among everybody an answer is true of members, by level, size and what finer bulletins say. */
type Learnt = ReadonlyMap<string, { readonly members: number; readonly right: number }>;

/** So many members who are as everybody is are laid beside those who were seen, so that a few prove nothing. */
const DOUBT = 8;

function learn(targets: readonly Target[]): Learnt {
  const answers = [...new Set(targets.map(({ answer }) => answer))];
  const seen = new Map<string, { members: number; right: number }>();
  for (const target of targets) {
    for (const answer of answers) {
      const key = clueOf(target, answer);
      const counts = seen.get(key) ?? { members: 0, right: 0 };
      counts.members += 1;
      counts.right += Number(target.answer === answer);
      seen.set(key, counts);
    }
  }
  return seen;
}

const clueOf = ({ level, people, said, finer }: Target, answer: string): string =>
  `${level} ${people} ${said} ${finer(answer)} ${answer}`;

function rightOf(targets: readonly Target[], learnt: Learnt, everybody: Everybody): number {
  const right = targets.filter((target) => {
    const counts = [...(everybody.get(target.said) ?? [])];
    const all = counts.reduce((sum, [, count]) => sum + count, 0);
    const [first, ...others] = counts.map(([answer, count]) => {
      const { members, right } = learnt.get(clueOf(target, answer)) ?? { members: 0, right: 0 };
      return { answer, chance: (right + (DOUBT * count) / all) / (members + DOUBT) };
    });
    return (
      first !== undefined &&
      others.reduce((best, next) => (next.chance > best.chance ? next : best), first).answer === target.answer
    );
  });
  return right.length / Math.max(1, targets.length);
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
