import type { LanguageTag } from "@commonhall/domain";
import type { InterfaceLanguage } from "./words.ts";

/** Names of languages in themselves where the runtime has none (it answers with the English name or the bare code). */
const OWN_NAMES: Readonly<Record<string, string>> = {
  ak: "Akan",
  ay: "Aymar aru",
  bho: "भोजपुरी",
  fil: "Filipino",
  gn: "Avañe’ẽ",
  hil: "Hiligaynon",
  id: "Bahasa Indonesia",
  ht: "Kreyòl ayisyen",
  ilo: "Ilokano",
  kac: "Jinghpaw",
  ksw: "ကညီကျိာ်",
  mai: "मैथिली",
  mam: "Qyol Mam",
  ms: "Bahasa Melayu",
  mnw: "ဘာသာမန်",
  om: "Afaan Oromoo",
  rhg: "Ruáingga",
  shn: "လိၵ်ႈတႆး",
  syl: "ꠍꠤꠟꠐꠤ",
  yua: "Maaya t’aan",
};

/** The languages that a centre is offered first; any other may be written as a BCP 47 tag. */
export const OFFERED_LANGUAGES: readonly string[] =
  "en es fr ar id fil ne bn hi ta my th vi ur pt am si zh-Hans km tr ru sw ti ms ro it om so wo ha ml te pa fa ps ckb".split(
    " ",
  );

/** A language's name in itself, so that whoever speaks it finds it: `العربية`, `Bahasa Indonesia`. */
export function ownName(tag: string): string {
  const known = OWN_NAMES[tag];
  if (known !== undefined) return known;
  const name = displayName(tag, tag, "language") ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

/** A language's name in the language of the page. */
export const languageName = (tag: LanguageTag | string, language: InterfaceLanguage): string =>
  displayName(tag, language, "language") ?? tag;

/** Undefined where the runtime knows no name for it. */
export function displayName(
  code: string,
  language: string,
  type: "language" | "region",
  style: "long" | "short" = "long",
): string | undefined {
  try {
    return new Intl.DisplayNames(language, { type, style, fallback: "none" }).of(code);
  } catch {
    return undefined;
  }
}
