/** What an attack came to, beside what it must not and what we should like. */
export interface Outcome {
  /** `A1` to `A13`, as in anonymity.md 6.2. */
  readonly attack: string;
  readonly metric: string;
  readonly pass: Mark;
  readonly moonshot: Mark;
  readonly measured: number;
  /** How the number reads; itself where nothing is said. */
  readonly shown?: string;
  /** What belongs to the number and decides nothing: sizes, and what it would be without a rule. */
  readonly beside?: string;
}

/** What the measured number may be at most, or at least. */
export type Mark = { readonly most: number } | { readonly least: number };

/** Nobody has tried for it, so it is not kept. */
export const UNTRIED: Mark = { least: Number.POSITIVE_INFINITY };

export const keeps = (mark: Mark, measured: number): boolean =>
  "most" in mark ? measured <= mark.most : measured >= mark.least;

export const passes = ({ pass, measured }: Outcome): boolean => keeps(pass, measured);

export function line(outcome: Outcome): string {
  const { attack, metric, pass, moonshot, measured, shown, beside } = outcome;
  const verdict = keeps(moonshot, measured) ? "pass, moonshot" : passes(outcome) ? "pass" : "FAIL";
  const cells = [
    attack.padEnd(3),
    metric.padEnd(62),
    `pass ${text(pass)}`.padEnd(13),
    `moonshot ${text(moonshot)}`.padEnd(17),
    (shown ?? number(measured)).padEnd(9),
    verdict,
  ];
  return cells.join("  ") + (beside === undefined ? "" : `\n       ${beside}`);
}

const text = (mark: Mark): string => ("most" in mark ? `≤ ${number(mark.most)}` : `≥ ${number(mark.least)}`);

export const number = (value: number): string =>
  Number.isFinite(value) ? String(Math.round(value * 10_000) / 10_000) : value > 0 ? "none" : "less than any";
