import type { WorkInProgress } from "@commonhall/domain";
import { formValues, type FormValues } from "../../layout/read-form.ts";

export type Fields = WorkInProgress["fields"];
type Entries = FormValues["entries"];

/** What belongs to the sending of a form and not to what was written. */
const OF_THE_SENDING = new Set(["csrf", "do"]);

/** Boxes of one name are kept under `name`, `name[1]`, `name[2]`. */
export function keptFields(form: FormValues): Fields {
  const seen = new Map<string, number>();
  const kept: [string, string][] = [];
  for (const [name, value] of form.entries) {
    if (OF_THE_SENDING.has(name)) continue;
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    kept.push([before === 0 ? name : `${name}[${before}]`, value]);
  }
  return Object.fromEntries(kept);
}

/** The other way round. */
export const keptForm = (fields: Fields): FormValues =>
  formValues(Object.entries(fields).map(([name, value]): [string, string] => [name.replace(/\[\d+\]$/, ""), value]));

export const withField = (form: FormValues, name: string, value: string): FormValues =>
  formValues([...form.entries.filter(([known]) => known !== name), [name, value]]);

/** How many rows of a repeatable part the form shows: as many as it says, and at least one. */
export function rowCount(form: FormValues, part: string): number {
  const said = Number(form.get(`${part}.rows`));
  const highest = Math.max(-1, ...form.entries.map(([name]) => rowOf(name, part)?.index ?? -1));
  return Math.min(MOST_ROWS, Math.max(1, Number.isInteger(said) ? said : 1, highest + 1));
}

/** Nobody demands more on one page. */
export const MOST_ROWS = 30;

export const withRow = (form: FormValues, part: string): FormValues =>
  withField(form, `${part}.rows`, String(Math.min(MOST_ROWS, rowCount(form, part) + 1)));

/** Without one row; those after it move up. */
export function withoutRow(form: FormValues, part: string, index: number): FormValues {
  const count = rowCount(form, part);
  const entries: Entries = form.entries.flatMap(([name, value]): Entries => {
    const row = rowOf(name, part);
    if (row === undefined || row.index < index) return [[name, value]];
    return row.index === index ? [] : [[`${part}.${row.index - 1}.${row.rest}`, value]];
  });
  return withField(formValues(entries), `${part}.rows`, String(Math.max(1, count - 1)));
}

function rowOf(name: string, part: string): { readonly index: number; readonly rest: string } | undefined {
  const [, index, rest]: (string | undefined)[] = name.startsWith(`${part}.`)
    ? (/^(\d{1,3})\.(.+)$/.exec(name.slice(part.length + 1)) ?? [])
    : [];
  return index === undefined || rest === undefined ? undefined : { index: Number(index), rest };
}
