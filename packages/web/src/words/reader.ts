import { languageTag, textIn, type Centre, type LanguageTag, type Texts } from "@commonhall/domain";
import {
  INTERFACE_LANGUAGES,
  richWordsFor,
  wordsFor,
  type InterfaceLanguage,
  type RichWords,
  type Words,
} from "./words.ts";

/** Who reads a page: the languages they want, the words of the page in one of them, and links that keep the choice. */
export interface Reader {
  /** Of the page itself. */
  readonly language: InterfaceLanguage;
  readonly words: Words;
  readonly rich: RichWords;
  /** For what people wrote: every language that the reader asked for, best first, and the centre's after them. */
  readonly wanted: readonly string[];
  /** An address on this node that keeps `?lang=` where the reader has chosen one. */
  readonly link: (path: string) => string;
  /** Path and query of this page without `lang`. */
  readonly here: string;
}

export interface Asked {
  /** Of the request; only path and query are looked at. */
  readonly url: string;
  readonly acceptLanguage?: string | null | undefined;
}

/**
 * `?lang=` first, which may be any language, then what the browser sends, then the centre's languages. The page speaks
 * the first of these that it can. Nothing is remembered: there is no cookie.
 */
export function readerOf(asked: Asked, centre?: Pick<Centre, "languages">): Reader {
  const url = new URL(asked.url, "http://reader.invalid");
  const chosen = languageTag(url.searchParams.get("lang") ?? "");
  url.searchParams.delete("lang");
  const accepted = acceptedLanguages(asked.acceptLanguage ?? "");
  const wanted = [...(chosen === undefined ? [] : [chosen]), ...accepted, ...(centre?.languages ?? [])];
  const language = interfaceLanguage(wanted);
  return {
    language,
    words: wordsFor(language),
    rich: richWordsFor(language),
    wanted,
    link: chosen === undefined ? (path) => path : (path) => withLanguage(path, chosen),
    // A path that begins with two slashes is a link to another host.
    here: `${url.pathname.replace(/^\/+/, "/")}${url.search}`,
  };
}

/** The same page in another language. */
export function withLanguage(path: string, language: string): string {
  const [beforeHash = "", hash] = path.split("#");
  const [pathname = "", query = ""] = beforeHash.split("?");
  const search = new URLSearchParams(query);
  search.set("lang", language);
  return `${pathname}?${search.toString()}${hash === undefined ? "" : `#${hash}`}`;
}

/** What somebody wrote, in the language that suits the reader best. */
export const textFor = (
  reader: Pick<Reader, "wanted">,
  texts: Texts,
): { readonly language: LanguageTag; readonly text: string } => textIn(texts, reader.wanted);

const primary = (tag: string): string => tag.split("-")[0] ?? tag;

function interfaceLanguage(wanted: readonly string[]): InterfaceLanguage {
  const known = (tag: string) => INTERFACE_LANGUAGES.find((language) => language === primary(tag));
  return wanted.map(known).find((language) => language !== undefined) ?? "en";
}

const MOST_LANGUAGES = 20;

/** RFC 9110, 12.5.4. What is not a language, or is refused with `q=0`, is passed over. */
function acceptedLanguages(header: string): LanguageTag[] {
  const ranges = header.slice(0, 1000).split(",").slice(0, MOST_LANGUAGES);
  return ranges
    .map((range) => {
      const [name = "", ...parameters] = range.split(";").map((part) => part.trim());
      const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
      return { tag: languageTag(name), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter((range) => range.quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .flatMap((range) => (range.tag === undefined ? [] : [range.tag]));
}
