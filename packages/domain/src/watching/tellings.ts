import { DAY, type Duration, type Timestamp } from "../time.ts";
import { MATTERS, type Matter } from "./health.ts";

/**
 * Of what those who administer were told by mail. A matter is told of once it has needed somebody at two looks in a row,
 * so that what passes by itself wakes nobody; then once a day at most, whatever it does meanwhile, as long as it lasts.
 * That it is well again is told once, and only to whom the trouble was told.
 *
 *     needs somebody ─(still so at the next look)─▶ told ─(a day later, still so)─▶ told …
 *                                                    │ well at two looks in a row
 *                                                    ▼
 *                                                 well again, and silent until the day is over
 */
export type Tellings = Readonly<Partial<Record<Matter, Telling>>>;

export interface Telling {
  /** How many looks in a row have seen it as `isBad` says, up to two. */
  readonly looks: number;
  readonly isBad: boolean;
  /** When it was told of last. */
  readonly told?: Timestamp;
  /** Whoever was told of it waits to hear that it is well again. */
  readonly open: boolean;
}

/** What one mail says. */
export interface Told {
  readonly act: readonly Matter[];
  readonly wellAgain: readonly Matter[];
}

export const TELL_EVERY: Duration = DAY;
const SURE = 2;

/** Another look: what to tell now, and what is remembered whether or not that could be told. */
export function afterLook(
  before: Tellings,
  bad: readonly Matter[],
  now: Timestamp,
): { readonly tell: Told; readonly seen: Tellings; readonly told: Tellings } {
  const act: Matter[] = [];
  const wellAgain: Matter[] = [];
  const seen: Partial<Record<Matter, Telling>> = {};
  const told: Partial<Record<Matter, Telling>> = {};
  for (const matter of MATTERS) {
    const looked = look(before[matter], bad.includes(matter));
    const isSure = looked.looks >= SURE;
    const rests = looked.told !== undefined && now - looked.told < TELL_EVERY;
    let after = looked;
    if (isSure && looked.isBad && !rests) {
      act.push(matter);
      after = { ...looked, told: now, open: true };
    } else if (isSure && !looked.isBad && looked.open) {
      wellAgain.push(matter);
      after = { ...looked, open: false };
    }
    if (isWorthKeeping(looked, now)) seen[matter] = looked;
    if (isWorthKeeping(after, now)) told[matter] = after;
  }
  return { tell: { act, wellAgain }, seen, told };
}

function look(before: Telling | undefined, isBad: boolean): Telling {
  const same = before !== undefined && before.isBad === isBad;
  return { ...before, open: before?.open ?? false, isBad, looks: same ? Math.min(before.looks + 1, SURE) : 1 };
}

/** What is well, told and a day past needs no memory. */
const isWorthKeeping = ({ isBad, open, told }: Telling, now: Timestamp): boolean =>
  isBad || open || (told !== undefined && now - told < TELL_EVERY);
