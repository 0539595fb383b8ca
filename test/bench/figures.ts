/** One measured figure beside the limit that was measured in the same run. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with: a rate that nothing on this machine can beat, or another way of doing the same. */
  readonly against?: { readonly name: string; readonly value: number };
  /** Aimed at, as a bound of the ratio or, where there is no limit to compare with, of the value. */
  readonly aim?: { readonly atLeast: number } | { readonly atMost: number };
}

const ratioOf = (figure: Figure): number | undefined =>
  figure.against === undefined ? undefined : figure.value / figure.against.value;

export function isReached(figure: Figure): boolean | undefined {
  if (figure.aim === undefined) return undefined;
  const measured = ratioOf(figure) ?? figure.value;
  return "atLeast" in figure.aim ? measured >= figure.aim.atLeast : measured <= figure.aim.atMost;
}

export function asJson(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => ({ ...figure, ratio: ratioOf(figure), reached: isReached(figure) }));
  return JSON.stringify(
    rows,
    (_key, value: unknown) => (typeof value === "number" ? Number(value.toPrecision(4)) : value),
    1,
  );
}

export function asTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${number(figure.value)} ${figure.unit}`,
    figure.against === undefined ? "" : `${figure.against.name} ${number(figure.against.value)}`,
    ratioOf(figure)?.toFixed(2) ?? "",
    aimOf(figure),
    { true: "reached", false: "MISSED", undefined: "" }[String(isReached(figure))] ?? "",
  ]);
  const table = [["figure", "measured", "against", "ratio", "aim", ""], ...rows];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function aimOf({ aim }: Figure): string {
  if (aim === undefined) return "";
  return "atLeast" in aim ? `≥ ${aim.atLeast}` : `≤ ${aim.atMost}`;
}

const number = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString("en") : Number(value.toPrecision(3)).toString();
