import type { Case } from "@commonhall/anonymity";
import { ENGINE_CODES, type EngineCode, type Bulletin } from "@commonhall/domain";
import { guess, risk, type Prevalence } from "./guess-code.ts";
import type { Outcome } from "./outcome.ts";
import { bandOf, cohortsOf, describes, type Released } from "./releases.ts";

/**
 * A4: somebody has told two centres, which cannot know it. Two questions to those who know that they are in a bulletin of
 * each: which of the other's bulletins is theirs, and what do both together say of a stigmatised code?
 */
export function twoCentres(pairs: readonly (readonly [Released, Released])[], known: Prevalence): Outcome {
  const both = pairs.flatMap(([one, other]) => inBoth(one, other));
  const right = (which: (one: InBoth) => boolean) => both.filter(which).length / Math.max(1, both.length);
  const codes = {
    attack: right(({ one, bulletins }) => one.abuse.includes(guess(one, bulletins, known))),
    baseline: right(({ one }) => one.abuse.includes(guess(one, [], known))),
  };
  const link = {
    attack: right(
      (found) =>
        likeliest(found, (other) => sizeOf(other) * likeness(found.bulletins[0], other, known)) === found.bulletins[1],
    ),
    baseline: right((found) => likeliest(found, sizeOf) === found.bulletins[1]),
  };
  return {
    attack: "A4",
    metric: "risk that somebody in two centres' bulletins is linked or a code guessed",
    pass: { most: 0.08 },
    moonshot: { most: 0.02 },
    measured: Math.max(risk(codes.attack, codes.baseline), risk(link.attack, link.baseline)),
    beside:
      `${both.length} people; code ${percent(codes.baseline)} → ${percent(codes.attack)}, ` +
      `the other's bulletin ${percent(link.baseline)} → ${percent(link.attack)}`,
  };
}

interface InBoth {
  /** As the first centre knows them. */
  readonly one: Case;
  readonly bulletins: readonly [Bulletin, Bulletin];
  /** Those of the other centre. */
  readonly others: readonly Bulletin[];
}

function inBoth(one: Released, other: Released): readonly InBoth[] {
  const elsewhere = new Map(
    cohortsOf(other).flatMap(({ bulletin, members }) => members.map(({ person }) => [person, bulletin])),
  );
  return cohortsOf(one).flatMap(({ bulletin, members }) =>
    members.flatMap((member) => {
      const second = elsewhere.get(member.person);
      return second === undefined
        ? []
        : [{ one: member, bulletins: [bulletin, second] as const, others: other.bulletins }];
    }),
  );
}

/** When they went to the other centre is not known, so any period may be theirs. */
function likeliest({ one, others }: InBoth, weight: (other: Bulletin) => number): Bulletin | undefined {
  const fitting = others.filter((other) => describes({ ...other, period: one.verified.slice(0, 4) }, one));
  return fitting.reduce<Bulletin | undefined>(
    (best, next) => (best === undefined || weight(next) > weight(best) ? next : best),
    undefined,
  );
}

const sizeOf = ({ people }: Bulletin): number => bandOf(people)[0];

/** How much likelier two groups are to share somebody by what is shown of each code. */
const likeness = (one: Bulletin, other: Bulletin, known: Prevalence): number =>
  ENGINE_CODES.all.reduce((all, code) => {
    const share = known(code, null);
    const [a, b] = [shownOf(one, code), shownOf(other, code)];
    return all * ((a * b) / share + ((1 - a) * (1 - b)) / (1 - share));
  }, 1);

const MIDDLE = { some: 0.18, many: 0.37, most: 0.62, nearly_all: 0.85 } as const;

function shownOf({ abuse }: Bulletin, code: EngineCode): number {
  const share = abuse.find((one) => one.code === code)?.share;
  return share === undefined ? 0.08 : MIDDLE[share];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
