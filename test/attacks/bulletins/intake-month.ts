import type { Bulletin } from "@commonhall/anonymity";
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
  const public_ = learn(from, ({ period }) => period);
  const attacks = CLUES.map((clue) => learn(from, (member) => `${member.period} ${clue(member)}`));
  // The clue that helps most where it was learnt, or none.
  const best = attacks.reduce((most, next) => (next(from) > most(from) ? next : most), public_);
  const gain = best(on) - public_(on);
  const early = correlation(on);
  return {
    attack: "A6",
    metric: "gain in guessing the month of a member beyond the published period",
    pass: { most: 0.02 },
    moonshot: { most: 0 },
    measured: gain,
    beside: `${on.length} members, ${percent(public_(on))} → ${percent(best(on))}; rank correlation of day and month within a period ${early.toFixed(3)}`,
  };
}

interface Member {
  readonly bulletin: Bulletin;
  /** How long the period is. */
  readonly period: string;
  /** Months from the start of the period to the case. */
  readonly month: number;
  /** Months from the start of the period to the day of release. */
  readonly day: number;
  /** Where in the list of its day. */
  readonly place: string;
}

const CLUES: readonly ((member: Member) => string)[] = [
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
        period: `${length}`,
        month: monthNumber(verified) - start,
        day,
        place,
      }));
    });
  });
}

/** Learns the commonest month by the clue; answers how often that is right. */
function learn(members: readonly Member[], clue: (member: Member) => string): (on: readonly Member[]) => number {
  const commonest = (some: readonly Member[]) => {
    const counts = Map.groupBy(some, ({ month }) => month);
    return [...counts].reduce((most, next) => (next[1].length > most[1].length ? next : most))[0];
  };
  const byPeriod = new Map(
    [...Map.groupBy(members, ({ period }) => period)].map(([period, some]) => [period, commonest(some)]),
  );
  const byClue = new Map([...Map.groupBy(members, clue)].map(([read, some]) => [read, commonest(some)]));
  return (on) =>
    on.filter((one) => (byClue.get(clue(one)) ?? byPeriod.get(one.period)) === one.month).length /
    Math.max(1, on.length);
}

function correlation(members: readonly Member[]): number {
  const some = members.filter(({ period }) => period !== "3");
  const days = new Set(some.map(({ day }) => day));
  return days.size < 2
    ? 0
    : sampleRankCorrelation(
        some.map(({ day }) => day),
        some.map(({ month }) => month),
      );
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
