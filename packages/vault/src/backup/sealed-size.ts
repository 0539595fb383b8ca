import type { Week } from "../weeks.ts";

/** In whole MiB, as the file comes out; and since which week copies have had it. */
export interface SealedSize {
  readonly mebibytes: number;
  readonly week: Week;
}

/** More than the photographs of some reports, so that a young node does not tell of its first ones. */
const LEAST = 32;
const DOUBLED_TO = 1024;
const STEP = 256;

/**
 * How large the copy of the data is made. Whoever keeps copies for a centre sees the size of each, every day, and a report
 * with photographs makes the next one some MiB larger: they would know on which day somebody told, which the node itself
 * keeps for no longer than a week. So a size is that of a whole week, chosen with a third more than there is, and sizes are
 * few: each the double of the last one, and above 1 GiB in steps of 256 MiB. Only what is more than that within one week
 * shows, as one step.
 */
export function sealedSize(needed: number, week: Week, before?: SealedSize): SealedSize {
  if (before?.week === week && needed <= before.mebibytes) return before;
  return { mebibytes: stepOver(needed + Math.ceil(needed / 3)), week };
}

function stepOver(mebibytes: number): number {
  let step = LEAST;
  while (step < mebibytes && step < DOUBLED_TO) step *= 2;
  return step >= mebibytes ? step : Math.ceil(mebibytes / STEP) * STEP;
}

/** The most that a copy of so many bytes takes, unless more was there in the same week. */
export const mostSealed = (bytes: number): number => {
  const mebibytes = Math.ceil(bytes / MEBIBYTE) + 1;
  return (stepOver(mebibytes + Math.ceil(mebibytes / 3)) + 1) * MEBIBYTE;
};

const MEBIBYTE = 1024 * 1024;
