import type { Bulletin } from "@commonhall/domain";
import { sampleRankCorrelation } from "simple-statistics";
import type { Outcome } from "./outcome.ts";
import { cohortsOf, monthNumber, spanOf, type Released } from "./releases.ts";

/**
 * A6: in which month did a member come? The adversary reads the level, the day, the size, the codes and the place in the
 * list, has learnt from other caseloads what they tell of the month, and is compared with one who knows the period that
 * is published, and when in a year such centres are busy.
 */
export function intakeMonth(learnt: readonly Released[], tried: readonly Released[]): Outcome {
  const [from, on] = [membersOf(learnt), membersOf(tried)];
  const known = busiest(learnt);
  const baseline = right(on, known);
  // The clue that helps most among caseloads that it was not learnt from.
  const [some, others] = [learnt.filter((_, index) => index % 2 === 0), learnt.filter((_, index) => index % 2 === 1)];
  const helps = (clue: Clue) => right(membersOf(others), learn(membersOf(some), clue, known));
  const best = CLUES.reduce((most, next) => (helps(next) > helps(most) ? next : most), period);
  const attack = right(on, learn(from, best, known));
  const early = correlation(on);
  return {
    attack: "A6",
    metric: "gain in guessing the month of a member beyond the published period",
    pass: { most: 0.02 },
    moonshot: { most: 0 },
    measured: attack - baseline,
    beside: `${on.length} members, ${percent(baseline)} → ${percent(attack)}; rank correlation of day and month within a period ${early.toFixed(3)}`,
  };
}

interface Member {
  readonly bulletin: Bulletin;
  /** How long the period is, and where in a year it begins. */
  readonly length: number;
  readonly start: number;
  /** Months from the start of the period to the case. */
  readonly month: number;
  /** Months from the start of the period to the day of release. */
  readonly day: number;
  /** Where in the list of its day. */
  readonly place: string;
}

type Clue = (member: Member) => string;

const period: Clue = ({ length, start }) => `${length} ${start}`;
const CLUES: readonly Clue[] = [
  ({ day }) => `${day}`,
  ({ bulletin }) => `${bulletin.level} ${bulletin.people}`,
  ({ bulletin }) => `${bulletin.sector} ${bulletin.place}`,
  ({ bulletin }) =>
    bulletin.abuse
      .map(({ code, share }) => `${code} ${share}`)
      .slice(0, 2)
      .join(),
  ({ place }) => place,
  ({ day, bulletin }) => `${day} ${bulletin.level} ${bulletin.people}`,
];

function membersOf(worlds: readonly Released[]): readonly Member[] {
  return worlds.flatMap((released) => {
    const days = Map.groupBy(released.bulletins, (bulletin) => bulletin.released);
    return cohortsOf(released).flatMap(({ bulletin, members }) => {
      const { start, length } = spanOf(bulletin.period);
      const listed = days.get(bulletin.released) ?? [];
      const place = listed.indexOf(bulletin) * 2 < listed.length ? "first half" : "second half";
      const day = monthNumber(bulletin.released) - start;
      return members.map(({ verified }): Member => ({
        bulletin,
        length,
        start: start % 12,
        month: monthNumber(verified) - start,
        day,
        place,
      }));
    });
  });
}

type Guess = (member: Member) => number;

/** The month of the period in which such centres have most to do. */
function busiest(worlds: readonly Released[]): Guess {
  const counts = Map.groupBy(
    worlds.flatMap(({ cases }) => cases),
    ({ verified }) => monthNumber(verified) % 12,
  );
  return ({ length, start }) => {
    const all = Array.from({ length }, (_, month) => counts.get((start + month) % 12)?.length ?? 0);
    return all.indexOf(Math.max(...all));
  };
}

/** The commonest month among those of whom the clue says the same in the same period; else what was known before. */
function learn(members: readonly Member[], clue: Clue, known: Guess): Guess {
  const key = (member: Member) => `${period(member)} ${clue(member)}`;
  const commonest = (some: readonly Member[]) => {
    const counts = Map.groupBy(some, ({ month }) => month);
    return [...counts].reduce((most, next) => (next[1].length > most[1].length ? next : most))[0];
  };
  const learnt = new Map([...Map.groupBy(members, key)].map(([read, some]) => [read, commonest(some)]));
  return (member) => learnt.get(key(member)) ?? known(member);
}

const right = (members: readonly Member[], guess: Guess): number =>
  members.filter((one) => guess(one) === one.month).length / Math.max(1, members.length);

function correlation(members: readonly Member[]): number {
  const some = members.filter(({ length }) => length > 3);
  const days = new Set(some.map(({ day }) => day));
  return days.size < 2
    ? 0
    : sampleRankCorrelation(
        some.map(({ day }) => day),
        some.map(({ month }) => month),
      );
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
