import { IntlMessageFormat } from "intl-messageformat";
import { bdi, html, type Html } from "../layout/html.ts";
import ar from "./ar.json" with { type: "json" };
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };

/** The languages that the pages themselves speak. What people publish may be in any language. */
export const INTERFACE_LANGUAGES = ["en", "es", "ar"] as const;
export type InterfaceLanguage = (typeof INTERFACE_LANGUAGES)[number];
export type WordKey = keyof typeof en;

/** One message as plain text. Put a name into it with `rich` where it is shown, so that its direction stays its own. */
export type Words = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string;
/** One message with markup put into it. Texts are isolated, numbers written as the language writes them. */
export type RichWords = (key: WordKey, values: Readonly<Record<string, Html | string | number>>) => Html;

/** Every catalogue has every key of the English one; `words.test.ts` checks what the compiler cannot. */
const CATALOGUES: Readonly<Record<InterfaceLanguage, Readonly<Record<WordKey, string>>>> = { en, es, ar };

const formats = new Map<string, IntlMessageFormat>();

export const wordsFor =
  (language: InterfaceLanguage): Words =>
  (key, values) => {
    const text: unknown = format(language, key).format({ ...values });
    if (typeof text !== "string") throw new Error(`The message ${key} is not plain text`);
    return text;
  };

export const richWordsFor =
  (language: InterfaceLanguage): RichWords =>
  (key, values) => {
    const isolated = Object.entries(values).map(([name, value]) => [
      name,
      typeof value === "string" ? bdi(value) : value,
    ]);
    const parts = format(language, key).formatToParts<Html>(Object.fromEntries(isolated));
    return html`${parts.map((part) => part.value)}`;
  };

/** Parsed once: a catalogue is read on every page. */
function format(language: InterfaceLanguage, key: WordKey): IntlMessageFormat {
  const name = `${language} ${key}`;
  const known = formats.get(name);
  if (known !== undefined) return known;
  const made = new IntlMessageFormat(CATALOGUES[language][key], language, undefined, { ignoreTag: true });
  formats.set(name, made);
  return made;
}
