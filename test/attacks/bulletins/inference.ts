import type { EngineCode } from "@commonhall/domain";
import { guess, risk, STIGMATISED, type Prevalence } from "./guess-code.ts";
import type { Outcome } from "./outcome.ts";
import { cohortsOf, type Cohort, type Released } from "./releases.ts";

/**
 * A3: somebody is known to be in a bulletin; is a stigmatised code true of them? The adversary names, for each member,
 * the code that is likeliest by what the bulletin shows, and is compared with one who knows the trade alone.
 */
export function inference(worlds: readonly Released[], known: Prevalence): readonly Outcome[] {
  const cohorts = worlds.flatMap(cohortsOf);
  const all = hits(cohorts, known);
  const shown = cohorts.filter(({ bulletin }) => bulletin.abuse.some(({ code }) => STIGMATISED.includes(code)));
  const naming = hits(shown, known);
  const shares = shown.flatMap((cohort) =>
    cohort.bulletin.abuse.flatMap(({ code }) => (STIGMATISED.includes(code) ? [shareOf(cohort, code)] : [])),
  );
  const worst = Math.max(0, ...shares);
  return [
    {
      attack: "A3",
      metric: "risk that a stigmatised code is guessed of somebody in a bulletin",
      pass: { most: 0.05 },
      moonshot: { most: 0.01 },
      measured: risk(all.attack, all.baseline),
      beside:
        `${percent(all.baseline)} right without, ${percent(all.attack)} with the bulletin, of ${all.people} people; ` +
        `where one is shown: ${percent(naming.baseline)}, ${percent(naming.attack)} of ${naming.people}`,
    },
    {
      attack: "A3",
      metric: "the same: largest share of a group that a shown stigmatised code is true of",
      pass: { most: 0.4 },
      moonshot: { most: 1 / 3 },
      measured: worst,
      beside: `${shares.filter((share) => share > 0.4).length} of ${shares.length} above 0.4`,
    },
  ];
}

const shareOf = ({ members }: Cohort, code: EngineCode): number =>
  members.filter(({ abuse }) => abuse.includes(code)).length / members.length;

function hits(cohorts: readonly Cohort[], known: Prevalence): { attack: number; baseline: number; people: number } {
  let [attack, baseline, people] = [0, 0, 0];
  for (const { bulletin, members } of cohorts) {
    for (const one of members) {
      people += 1;
      attack += Number(one.abuse.includes(guess(one, [bulletin], known)));
      baseline += Number(one.abuse.includes(guess(one, [], known)));
    }
  }
  return people === 0
    ? { attack: 0, baseline: 0, people }
    : { attack: attack / people, baseline: baseline / people, people };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
