import { ownName } from "@commonhall/domain";
import { html, inLanguage, type Html, type Piece } from "./html.ts";
import { errorOf, fieldId, type FormError } from "./parts.ts";

export interface FieldInput {
  readonly name: string;
  readonly label: Piece;
  readonly value?: string | undefined;
  readonly hint?: Piece;
  readonly errors?: readonly FormError[];
  readonly type?: "text" | "password" | "url" | "date" | "time" | "datetime-local" | "number" | "search";
  /** More than one: a box for longer text. */
  readonly rows?: number;
  readonly required?: boolean;
  /** Of what is typed into it, where the form knows. */
  readonly language?: string;
  /** For what is always written from left to right: handles, addresses, codes. */
  readonly ltr?: boolean;
  readonly autocomplete?: string;
  readonly inputmode?: "numeric";
  readonly maxlength?: number;
  /** Id of a datalist. */
  readonly suggestions?: string;
}

/** A label, a hint under it, the error if there is one, and the box. */
export function field(input: FieldInput): Html {
  const { name, label, hint, value = "", rows = 1 } = input;
  const id = fieldId(name);
  const error = errorOf(input.errors ?? [], name);
  const described = [isThere(hint) ? `${id}-hint` : "", error === undefined ? "" : `${id}-error`].filter(Boolean);
  const attributes = html`id="${id}" name="${name}"${attribute("aria-describedby", described.join(" "))}${error !== undefined && html` aria-invalid="true"`}${input.required === true && html` required`}${attribute("autocomplete", input.autocomplete)}${attribute("inputmode", input.inputmode)}${attribute("maxlength", input.maxlength)}${attribute("list", input.suggestions)}${spoken(input)}`;
  const box =
    rows > 1
      ? html`<textarea ${attributes} rows="${rows}">\n${value}</textarea>`
      : html`<input ${attributes} type="${input.type ?? "text"}" value="${value}">`;
  return html`<div class="field${error !== undefined && " wrong"}">
<label for="${id}">${label}</label>
${hintAndError(id, hint, error)}
${box}
</div>`;
}

const isThere = (piece: Piece): boolean => piece !== undefined && piece !== false && piece !== "";

const attribute = (name: string, value: string | number | undefined): Html | false =>
  value !== undefined && value !== "" && html` ${name}="${value}"`;

const spoken = ({ language, ltr }: FieldInput): Html =>
  ltr === true
    ? html` dir="ltr" spellcheck="false" autocapitalize="none"`
    : language === undefined
      ? html` dir="auto"`
      : html` ${inLanguage(language)}`;

const hintAndError = (id: string, hint: Piece, error: string | undefined): Html =>
  html`${isThere(hint) && html`<p class="hint" id="${id}-hint">${hint}</p>`}${error !== undefined && html`<p class="error" id="${id}-error">${error}</p>`}`;

export interface TextsFieldInput {
  readonly name: string;
  readonly legend: Piece;
  readonly hint?: Piece;
  /** The first is the one that the text is written in; the others may stay empty. */
  readonly languages: readonly string[];
  /** By field name, as the form carries them: `name.en`, `name.ar`. */
  readonly values: Readonly<Record<string, string>>;
  readonly errors?: readonly FormError[];
  readonly rows?: number;
  readonly required?: boolean;
  readonly maxlength?: number;
  /** With these words over them the boxes after the first are folded away as long as nothing stands in them. */
  readonly folded?: Piece;
}

/** One text in several languages: a box for each, in its own direction. Read back with `textsOf`. */
export function textsField(input: TextsFieldInput): Html {
  const { name, legend, hint, languages, values, errors = [], rows, required = false, maxlength } = input;
  const boxes = languages.map((language, index) =>
    field({
      name: textsFieldName(name, language),
      label: html`<span ${inLanguage(language)}>${ownName(language)}</span>`,
      value: values[textsFieldName(name, language)],
      errors,
      language,
      required: required && index === 0,
      ...(rows === undefined ? {} : { rows }),
      ...(maxlength === undefined ? {} : { maxlength }),
    }),
  );
  return html`<fieldset class="texts" id="${fieldId(name)}"><legend>${legend}</legend>
${hintAndError(fieldId(name), hint, errorOf(errors, name))}
${input.folded === undefined ? boxes : html`${boxes[0]}${foldedBoxes(input, boxes.slice(1))}`}
</fieldset>`;
}

function foldedBoxes(
  { name, languages, values, errors = [], folded }: TextsFieldInput,
  boxes: readonly Html[],
): Html | false {
  const [, ...others] = languages.map((language) => textsFieldName(name, language));
  const isOpen = others.some((box) => (values[box] ?? "") !== "" || errorOf(errors, box) !== undefined);
  return (
    boxes.length > 0 &&
    html`<details class="more"${isOpen && html` open`}><summary>${folded}</summary>${boxes}</details>`
  );
}

export const textsFieldName = (name: string, language: string): string => `${name}.${language}`;

export interface Choice {
  readonly value: string;
  readonly label: Piece;
  readonly hint?: Piece;
}

export interface ChoicesInput {
  readonly name: string;
  readonly legend: Piece;
  readonly type: "radio" | "checkbox";
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  readonly hint?: Piece;
  readonly errors?: readonly FormError[];
  /** Many short ones, beside each other where there is room. */
  readonly compact?: boolean;
  /** Where one name has several groups of choices. */
  readonly id?: string;
}

/** Big plain choices: the whole line can be pressed. */
export function choices(input: ChoicesInput): Html {
  const { name, legend, type, chosen, hint, errors = [] } = input;
  const id = fieldId(input.id ?? name);
  const error = errorOf(errors, name);
  const lines = input.choices.map(
    ({ value, label, hint }) =>
      html`<label class="choice"><input type="${type}" name="${name}" value="${value}"${chosen.includes(value) && html` checked`}><span>${label}${hint !== undefined && html`<small>${hint}</small>`}</span></label>`,
  );
  return html`<fieldset class="choices${input.compact === true && " compact"}${error !== undefined && " wrong"}" id="${id}"><legend>${legend}</legend>
${hintAndError(id, hint, error)}
<div class="choice-list">${lines}</div>
</fieldset>`;
}

export interface SelectInput {
  readonly name: string;
  readonly label: Piece;
  readonly choices: readonly (Choice | ChoiceGroup)[];
  readonly chosen?: string | undefined;
  readonly hint?: Piece;
  readonly errors?: readonly FormError[];
}

/** Choices under a heading of their own. */
export interface ChoiceGroup {
  readonly heading: string;
  readonly choices: readonly Choice[];
}

export function select({ name, label, choices, chosen, hint, errors = [] }: SelectInput): Html {
  const id = fieldId(name);
  const error = errorOf(errors, name);
  const described = [isThere(hint) ? `${id}-hint` : "", error === undefined ? "" : `${id}-error`].filter(Boolean);
  const option = ({ value, label }: Choice): Html =>
    html`<option value="${value}"${value === chosen && html` selected`}>${label}</option>`;
  const options = choices.map((choice) =>
    "heading" in choice
      ? html`<optgroup label="${choice.heading}">${choice.choices.map(option)}</optgroup>`
      : option(choice),
  );
  return html`<div class="field${error !== undefined && " wrong"}">
<label for="${id}">${label}</label>
${hintAndError(id, hint, error)}
<select id="${id}" name="${name}"${attribute("aria-describedby", described.join(" "))}${error !== undefined && html` aria-invalid="true"`}>${options}</select>
</div>`;
}
