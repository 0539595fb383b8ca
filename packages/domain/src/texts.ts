import { err, ok, type Result } from "./result.ts";

/** A BCP 47 tag in canonical form: `en`, `pt-BR`, `zh-Hans`. */
export type LanguageTag = string & { readonly languageTag: true };

/** What a text is in whose language nobody said (BCP 47, 4.1). */
export const UNDETERMINED: LanguageTag = "und" as LanguageTag;

/** One text in one or more languages. The first key is the language it was written in. Never empty. */
export type Texts = Readonly<Record<LanguageTag, string>>;

/** Canonical form of a tag, or undefined. Filipino is stored as `fil`, whichever of its two tags comes in. */
export function languageTag(text: string): LanguageTag | undefined {
  if (text.length > LONGEST_TAG) return undefined;
  if (known.has(text)) return known.get(text);
  const tag = canonical(text);
  if (known.size < MOST_KNOWN) known.set(text, tag);
  return tag;
}

/** BCP 47, 4.4.1: 35 characters hold every tag that is not made up. */
const LONGEST_TAG = 35;

/** The same few tags stand in every document, and looking one up takes longer than reading the rest of its line. */
const known = new Map<string, LanguageTag | undefined>();
const MOST_KNOWN = 1000;

function canonical(text: string): LanguageTag | undefined {
  try {
    const [tag] = Intl.getCanonicalLocales(text);
    if (tag === undefined || tag.length > LONGEST_TAG) return undefined;
    return tag.replace(/^tl(?=-|$)/, "fil") as LanguageTag;
  } catch {
    return undefined;
  }
}

export type TextsRefused =
  | { readonly type: "no text" }
  | { readonly type: "not a language tag"; readonly tag: string }
  | { readonly type: "empty text"; readonly language: string }
  /** Two keys name it, as `tl` and `fil` do. */
  | { readonly type: "same language twice"; readonly language: LanguageTag };

/** Checks tags and texts, keeps their order, trims the texts. Of two texts in one language none is dropped in silence. */
export function textsFrom(entries: Readonly<Record<string, string>>): Result<Texts, TextsRefused> {
  const texts: Record<LanguageTag, string> = {};
  for (const [key, value] of Object.entries(entries)) {
    const tag = languageTag(key);
    if (tag === undefined) return err({ type: "not a language tag", tag: key });
    if (value.trim() === "") return err({ type: "empty text", language: key });
    if (texts[tag] !== undefined) return err({ type: "same language twice", language: tag });
    texts[tag] = value.trim();
  }
  return Object.keys(texts).length === 0 ? err({ type: "no text" }) : ok(texts);
}

export const languagesOf = (texts: Texts): LanguageTag[] => Object.keys(texts) as LanguageTag[];

export function firstLanguage(texts: Texts): LanguageTag {
  const [first] = languagesOf(texts);
  if (first === undefined) throw new Error("A text without any language");
  return first;
}

export const firstText = (texts: Texts): string => texts[firstLanguage(texts)] ?? "";

/** The text in the first of the wanted languages that it has, compared by whole tag and then by language alone; else the first. */
export function textIn(texts: Texts, wanted: readonly string[]): { language: LanguageTag; text: string } {
  const has = languagesOf(texts);
  const primary = (tag: string) => tag.split("-")[0];
  const found =
    wanted
      .map((want) => has.find((tag) => tag === want) ?? has.find((tag) => primary(tag) === primary(want)))
      .find(Boolean) ?? firstLanguage(texts);
  return { language: found, text: texts[found] ?? "" };
}

/** Scripts written from right to left. By script, not by language: Punjabi and Kurdish are written both ways. */
const RIGHT_TO_LEFT = new Set(["Arab", "Hebr", "Thaa", "Rohg", "Nkoo", "Adlm", "Syrc", "Mand", "Samr"]);

/** `Intl.Locale.textInfo` is wrong for Dhivehi and Rohingya, so the script decides. */
export function direction(tag: string): "ltr" | "rtl" {
  try {
    const script = new Intl.Locale(tag).maximize().script;
    return script !== undefined && RIGHT_TO_LEFT.has(script) ? "rtl" : "ltr";
  } catch {
    return "ltr";
  }
}
