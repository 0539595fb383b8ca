import { sectorName, type Region, type Result, type Sector } from "@commonhall/domain";
import { choices, field } from "../layout/fields.ts";
import { html, type Html } from "../layout/html.ts";
import type { FormError } from "../layout/parts.ts";
import type { FormValues } from "../layout/read-form.ts";
import type { Reader } from "../words/reader.ts";
import type { Words } from "../words/words.ts";
import { countries, regionFrom } from "./regions.ts";
import { sectorFrom, SECTIONS } from "./sectors.ts";

/** Names of the fields that `regionFields` and `sectorFields` make; with a dot at its end, how they begin. */
export const REGION_FIELDS = ["region."] as const;
export const SECTOR_FIELDS = ["sectors", "sectors-more"] as const;

const REGION_BOXES = 3;

/** As many boxes as there are places already, where a file or an earlier version named more than three. */
function regionBoxes(form: FormValues): readonly string[] {
  const filled = Object.keys(form.fields).flatMap((name) => /^region\.(\d{1,2})$/.exec(name)?.[1] ?? []);
  const count = Math.max(REGION_BOXES, ...filled.map((index) => Number(index) + 1));
  return Array.from({ length: count }, (_, index) => `region.${index}`);
}

/** Boxes that take the name of a country in any language of the pages, or a code. */
export function regionFields({ words, language }: Reader, form: FormValues, errors: readonly FormError[]): Html {
  const boxes = regionBoxes(form).map((name, index) =>
    field({
      name,
      label: words("codes.region", { number: index + 1 }),
      value: form.fields[name],
      errors,
      suggestions: "countries",
      autocomplete: "off",
    }),
  );
  const names = countries(language).map(({ name }) => html`<option value="${name}">`);
  return html`<fieldset class="regions"><legend>${words("codes.regions")}</legend>
<p class="hint">${words("codes.regions.hint")}</p>
${boxes}<datalist id="countries">${names}</datalist></fieldset>`;
}

/** The sections in plain words, and a box for whoever knows the finer codes. */
export function sectorFields({ words, language }: Reader, form: FormValues, errors: readonly FormError[]): Html {
  return html`${choices({
    name: "sectors",
    legend: words("codes.sectors"),
    hint: words("codes.sectors.hint"),
    type: "checkbox",
    choices: SECTIONS.map((code) => ({ value: code, label: sectorName(code, language) })),
    chosen: form.all("sectors"),
    compact: true,
  })}
${field({
  name: "sectors-more",
  label: words("codes.sectors-more"),
  hint: words("codes.sectors-more.hint"),
  value: form.fields["sectors-more"],
  errors,
  ltr: true,
  autocomplete: "off",
})}`;
}

/** Separated by whatever people put between things in a list, in any script. */
export const listed = (text: string): string[] => text.split(/[\s,;،؛、]+/u).filter((part) => part !== "");

export function regionsFrom(form: FormValues, words: Words): Result<readonly Region[], readonly FormError[]> {
  const typed = regionBoxes(form)
    .map((field) => ({ field, text: form.get(field) }))
    .filter(({ text }) => text !== "");
  const unknown = typed.filter(({ text }) => regionFrom(text) === undefined);
  if (unknown.length === 0)
    return { ok: true, value: [...new Set(typed.flatMap(({ text }) => regionFrom(text) ?? []))] };
  return {
    ok: false,
    error: unknown.map(({ field, text }) => ({ field, message: words("codes.region.wrong", { text }) })),
  };
}

export function sectorsFrom(form: FormValues, words: Words): Result<readonly Sector[], readonly FormError[]> {
  const typed = listed(form.get("sectors-more"));
  const unknown = typed.find((text) => sectorFrom(text) === undefined);
  if (unknown === undefined) {
    return {
      ok: true,
      value: [...new Set([...form.all("sectors"), ...typed].flatMap((text) => sectorFrom(text) ?? []))],
    };
  }
  return { ok: false, error: [{ field: "sectors-more", message: words("codes.sector.wrong", { text: unknown }) }] };
}
