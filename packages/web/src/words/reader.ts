import { languageTag, textIn, type Centre, type LanguageTag, type Texts } from "@commonhall/domain";
import {
  PUBLIC_LANGUAGES,
  publicRichWordsFor,
  publicWordsFor,
  type PublicLanguage,
  type PublicRichWords,
  type PublicWords,
} from "./public/words.ts";
import {
  INTERFACE_LANGUAGES,
  richWordsFor,
  wordsFor,
  type InterfaceLanguage,
  type RichWords,
  type Words,
} from "./words.ts";

/**
 * Who reads a page: the languages they want, the words of its frame in one of them, and links that keep the choice. What
 * takes one of these can be shown on pages in every language that any page speaks.
 */
export interface PublicReader {
  /** Of the page itself. */
  readonly language: PublicLanguage;
  /** The languages in which this page can be had. */
  readonly offered: readonly PublicLanguage[];
  readonly words: PublicWords;
  readonly rich: PublicRichWords;
  /** For what people wrote: every language that the reader asked for, best first, and the centre's after them. */
  readonly wanted: readonly string[];
  /** An address on this node that keeps `?lang=` where the reader has chosen one. */
  readonly link: (path: string) => string;
  /** Path and query of this page without `lang`. */
  readonly here: string;
}

/** Who reads a page in the languages of the desk, which has words for everything. */
export interface Reader extends PublicReader {
  readonly language: InterfaceLanguage;
  readonly words: Words;
  readonly rich: RichWords;
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
  const wish = wishOf(asked, centre);
  const language = firstSpoken(INTERFACE_LANGUAGES, wish.wanted);
  return { ...wish, language, offered: INTERFACE_LANGUAGES, words: wordsFor(language), rich: richWordsFor(language) };
}

/** The same for a page that speaks all public languages. Elsewhere its links lead to pages that speak what they can. */
export function publicReaderOf(asked: Asked, centre?: Pick<Centre, "languages">): PublicReader {
  const wish = wishOf(asked, centre);
  const language = firstSpoken(PUBLIC_LANGUAGES, wish.wanted);
  const [words, rich] = [publicWordsFor(language), publicRichWordsFor(language)];
  return { ...wish, language, offered: PUBLIC_LANGUAGES, words, rich };
}

function wishOf(asked: Asked, centre?: Pick<Centre, "languages">): Pick<Reader, "wanted" | "link" | "here"> {
  const url = new URL(asked.url, "http://reader.invalid");
  const chosen = languageTag(url.searchParams.get("lang") ?? "");
  url.searchParams.delete("lang");
  const accepted = acceptedLanguages(asked.acceptLanguage ?? "");
  const wanted = [...(chosen === undefined ? [] : [chosen]), ...accepted, ...(centre?.languages ?? [])];
  return {
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

/** Tagalog, whose standard is Filipino, is what some browsers say. */
const primary = (tag: string): string => (tag.split("-")[0] ?? tag).replace(/^tl$/, "fil");

function firstSpoken<Language extends string>(spoken: readonly Language[], wanted: readonly string[]): Language | "en" {
  const known = (tag: string) => spoken.find((language) => language === primary(tag));
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
