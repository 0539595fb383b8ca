/** Rows with their columns under each other. What is wider than sixty signs is cut, so that a line stays a line. */
export function table(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => shorten(cell.replaceAll(/\s+/g, " "))));
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const shorten = (cell: string): string => (cell.length > 60 ? `${cell.slice(0, 59)}…` : cell);
