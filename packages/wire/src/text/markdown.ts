import MarkdownIt from "markdown-it";
import { withinAllowList } from "./html.ts";

/**
 * Markdown of people as HTML within the allow-list of wire.md 11.4: paragraphs, line breaks, links to http(s), bold,
 * italics, lists, quotations; a heading becomes a bold paragraph. Raw HTML is shown as text, never as markup, and so is
 * what else Markdown knows.
 */
export function htmlFromMarkdown(markdown: string): string {
  return withinAllowList(renderer.render(markdown)).replaceAll(/>\n+/g, ">");
}

const renderer = new MarkdownIt("default", { html: false, breaks: true, linkify: true, typographer: false }).disable([
  "table",
  "code",
  "fence",
  "hr",
  "reference",
  "html_block",
  "html_inline",
  "image",
  "backticks",
  "strikethrough",
]);

// `www.` and bare names are guesses, and a guess may lead elsewhere; what is written out as an address is meant as one.
renderer.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
renderer.validateLink = (url) => /^https?:\/\//i.test(url);
renderer.renderer.rules["heading_open"] = () => "<p><strong>";
renderer.renderer.rules["heading_close"] = () => "</strong></p>\n";
