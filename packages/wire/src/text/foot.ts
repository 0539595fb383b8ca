import { ownName, type LanguageTag } from "@commonhall/domain";
import type { Addresses } from "../addresses.ts";
import { escapeText, link, paragraph } from "./elements.ts";
import { fixedWords } from "./fixed-words.ts";

export interface Foot {
  readonly addresses: Addresses;
  readonly language: LanguageTag;
  /** All languages of the text, this one included. */
  readonly languages: readonly LanguageTag[];
  /** The page that has the text in every language. */
  readonly url: string;
  readonly tags?: readonly string[];
  /** HTML of the link or links that the text ends with. */
  readonly links: readonly string[];
}

/**
 * The last paragraph: hashtags, translations, and at the very end where it goes on. The translations stand there
 * because nobody else shows more than one language (wire.md 11, rule 3).
 */
export function footHtml({ addresses, language, languages, url, tags = [], links }: Foot): string {
  const hashtags = tags.map((tag) =>
    link(addresses.tag(tag), { text: `#${tag}`, class: "mention hashtag", rel: "tag" }),
  );
  const others = languages.filter((other) => other !== language).map((other) => translationLink(url, other));
  const also = others.length === 0 ? [] : [`${escapeText(fixedWords(language)("alsoIn"))}: ${others.join(" · ")}`];
  return paragraph([...(hashtags.length === 0 ? [] : [hashtags.join(" ")]), ...also, ...links]);
}

/** Where a page shows one of its languages, whichever the reader's browser asks for. */
export const translationLink = (url: string, language: LanguageTag): string =>
  link(`${url}?lang=${language}`, { text: ownName(language), hreflang: language });

export const hashtagTags = (addresses: Addresses, tags: readonly string[]) =>
  tags.map((tag) => ({ type: "Hashtag", name: `#${tag}`, href: addresses.tag(tag) }));
