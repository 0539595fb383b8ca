import { direction } from "@commonhall/domain";
import { html as template, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

/** Markup whose texts are escaped. */
export type Html = HtmlEscapedString;
export type Piece = Html | string | number | false | undefined | readonly Piece[];

/** Escapes every text that is put in. Unlike the template underneath it is never a promise, and takes no unknown. */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Html {
  const made = template(strings, ...values);
  if (made instanceof Promise) throw new Error("A page waits for data before it is drawn, not while");
  return made;
}

/** For markup that came out of `htmlFromMarkdown` or `sanitizeHtml`, and for nothing else: it is not escaped again. */
export const sanitized = (markup: string): Html => raw(markup);

/**
 * The marks that turn or isolate a run of text (Unicode bidi classes LRE RLE LRO RLO PDF LRI RLI FSI PDI). A name or a
 * handle needs none of them, and one without its end would turn the text around it.
 */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/g;

/** A single-line text that can stand between others without disturbing them. */
export const calm = (text: string): string => text.replace(TURNING, "");

/** A name, a handle or a code within a sentence of any direction. */
export const bdi = (text: string): Html => html`<bdi>${calm(text)}</bdi>`;

/** The same where only plain text can stand: between the marks that isolate (U+2068 and U+2069). */
export const isolated = (text: string): string => `\u2068${calm(text)}\u2069`;

/** A handle, an address, a code: always written from left to right, in one piece. */
export const code = (text: string): Html => html`<bdi dir="ltr" class="code">${calm(text)}</bdi>`;

/** `lang="…" dir="…"` for an element whose text is in that language; `und` where nobody said which it is. */
export const inLanguage = (tag: string): Html =>
  tag === "und" ? html`dir="auto"` : html`lang="${tag}" dir="${direction(tag)}"`;
