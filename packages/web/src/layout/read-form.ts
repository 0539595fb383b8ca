import { ownName, textsFrom, type Result, type Texts, type TextsRefused } from "@commonhall/domain";
import type { Words } from "../words/words.ts";
import { textsFieldName } from "./fields.ts";
import type { FormError } from "./parts.ts";

/** What a form carried. Texts keep their inner line ends as `\n`; nothing else is changed. */
export interface FormValues {
  /** Without space around it; empty where the field is not there. */
  get(name: string): string;
  all(name: string): readonly string[];
  /** Every field as typed, for showing it again. Of fields of one name the last. */
  readonly fields: Readonly<Record<string, string>>;
  /** Every field as typed, those of one name too. */
  readonly entries: readonly (readonly [name: string, value: string])[];
}

/** More than any form of ours can hold; what is larger is refused before it is read whole. */
export const FORM_LIMIT = 1024 * 1024;
/** Thousands of empty fields fit into a few bytes each, and cost much more than they weigh. */
const MOST_FIELDS = 5000;

export function formValues(entries: Iterable<readonly [name: string, value: unknown]>): FormValues {
  const pairs = [...entries].flatMap(([name, value]): [string, string][] =>
    typeof value === "string" ? [[name, value.replaceAll("\r\n", "\n")]] : [],
  );
  const byName = Map.groupBy(pairs, ([name]) => name);
  const all = (name: string) => (byName.get(name) ?? []).map(([, value]) => value);
  return { get: (name) => all(name).at(-1)?.trim() ?? "", all, fields: Object.fromEntries(pairs), entries: pairs };
}

/** Of a page that is opened. */
export const NO_FORM: FormValues = formValues([]);

/** Undefined for a body that no form sends. */
export async function readForm(request: Request): Promise<FormValues | undefined> {
  try {
    const typed = [...(await request.formData())];
    return typed.length > MOST_FIELDS ? undefined : formValues(typed);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Texts of `textsField`; languages whose box is empty are left out. */
export function textsOf(form: FormValues, name: string, languages: readonly string[]): Result<Texts, TextsRefused> {
  const typed = languages.map((language): [string, string] => [language, form.get(textsFieldName(name, language))]);
  return textsFrom(Object.fromEntries(typed.filter(([, text]) => text !== "")));
}

/** What is wrong with the texts of a `textsField`, at its box. Undefined where nothing was written: only the form knows whether it may be so. */
export function textsError(name: string, refused: TextsRefused, words: Words): FormError | undefined {
  switch (refused.type) {
    case "no text":
      return undefined;
    case "same language twice": {
      const { language } = refused;
      return {
        field: textsFieldName(name, language),
        message: words("form.language-twice", { language: ownName(language) }),
      };
    }
    case "empty text":
    case "not a language tag":
      throw new Error(`A form has a box for what cannot be typed there: ${name}, ${refused.type}`);
  }
}
