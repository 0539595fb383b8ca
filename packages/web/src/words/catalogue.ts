import { IntlMessageFormat } from "intl-messageformat";
import { bdi, html, type Html } from "../layout/html.ts";

/** One message as plain text. Put a name into it with `rich` where it is shown, so that its direction stays its own. */
export type PlainMessages<Key extends string> = (
  key: Key,
  values?: Readonly<Record<string, string | number>>,
) => string;
/** One message with markup put into it. Texts are isolated, numbers written as the language writes them. */
export type RichMessages<Key extends string> = (
  key: Key,
  values: Readonly<Record<string, Html | string | number>>,
) => Html;

/** The messages of some languages, each with every key. */
export interface Catalogue<Language extends string, Key extends string> {
  readonly plain: (language: Language) => PlainMessages<Key>;
  readonly rich: (language: Language) => RichMessages<Key>;
}

export function catalogue<Language extends string, Key extends string>(
  texts: Readonly<Record<Language, Readonly<Record<Key, string>>>>,
): Catalogue<Language, Key> {
  const formats = new Map<string, IntlMessageFormat>();
  /** Parsed once: a catalogue is read on every page. */
  const format = (language: Language, key: Key): IntlMessageFormat => {
    const name = `${language} ${key}`;
    const known = formats.get(name);
    if (known !== undefined) return known;
    const made = new IntlMessageFormat(texts[language][key], language, undefined, { ignoreTag: true });
    formats.set(name, made);
    return made;
  };
  return {
    plain: (language) => (key, values) => {
      const text: unknown = format(language, key).format({ ...values });
      if (typeof text !== "string") throw new Error(`The message ${key} is not plain text`);
      return text;
    },
    rich: (language) => (key, values) => {
      const isolated = Object.entries(values).map(([name, value]) => [
        name,
        typeof value === "string" ? bdi(value) : value,
      ]);
      const parts = format(language, key).formatToParts<Html>(Object.fromEntries(isolated));
      return html`${parts.map((part) => part.value)}`;
    },
  };
}
