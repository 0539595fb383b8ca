import { stringify } from "csv-stringify/sync";

/** Codes as they are, so that a program can read them; nothing that a spreadsheet would run. */
export const csv = (
  header: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(
    stringify([header, ...rows], { bom: true, record_delimiter: "windows", escape_formulas: true }),
  );
