import { Parser } from "htmlparser2";
import sanitize from "sanitize-html";

/** What everybody shows: Mastodon's allow-list ∩ that of FEP-b2b8 (wire.md 11.4). */
export const ALLOWED_TAGS = ["p", "br", "a", "strong", "em", "ul", "ol", "li", "blockquote"] as const;
/** Of links, besides `href`: they tell a hashtag, a mention and a language apart from any other link. */
export const LINK_CLASSES = ["mention", "hashtag", "u-url"] as const;

const HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"] as const;

/** What stands in them is no text. */
const NO_TEXT = ["script", "style", "textarea", "option", "noscript", "title", "iframe", "svg", "math", "template"];

/**
 * The parser's time grows with the square of the tags that are open: a megabyte of `<b>` takes it forty seconds, in which
 * the node does nothing else. No text of this network has a tenth of these, since documents have 100 kB at most.
 */
const MOST_READ = { characters: 200_000, tags: 5000 };

/**
 * HTML of strangers within the allow-list. What it lacks loses its tags and keeps its words, scripts and styles lose both.
 * A text without end is cut.
 */
export function sanitizeHtml(html: string): string {
  return sanitize(headingsAsParagraphs(beginningOf(html)), {
    ...COMMON,
    transformTags: {
      b: "strong",
      i: "em",
      a: (tagName, attributes) => ({ tagName, attribs: { ...attributes, rel: relOf(attributes["rel"]) } }),
    },
  });
}

/** Our own HTML within the same allow-list: the second lock behind the Markdown renderer. */
export const withinAllowList = (html: string): string => sanitize(html, COMMON);

const COMMON: sanitize.IOptions = {
  allowedTags: [...ALLOWED_TAGS],
  allowedAttributes: { a: ["href", "hreflang", "rel", "class"], ol: ["start"] },
  allowedClasses: { a: [...LINK_CLASSES] },
  allowedSchemes: ["http", "https"],
  allowProtocolRelative: false,
  // Deeper than any quotation of a quotation.
  nestingLimit: 20,
  nonTextTags: [...NO_TEXT],
  exclusiveFilter: (frame) => (frame.tag === "a" && frame.attribs["href"] === undefined ? "excludeTag" : false),
};

function beginningOf(html: string): string {
  let end = -1;
  for (let tags = 0; tags <= MOST_READ.tags; tags += 1) {
    end = html.indexOf("<", end + 1);
    if (end === -1) return html.slice(0, MOST_READ.characters);
  }
  return html.slice(0, Math.min(end, MOST_READ.characters));
}

/** A strange link gets no word about the page it stands on, none of our weight in search engines, and no handle on our window. */
const relOf = (rel: string | undefined): string =>
  [...(rel?.split(/\s+/).includes("tag") === true ? ["tag"] : []), "nofollow", "noopener", "noreferrer"].join(" ");

/** `<h2>Word</h2>` → `<p><strong>Word</strong></p>`, as Mastodon does it. */
function headingsAsParagraphs(html: string): string {
  if (!/<h[1-6]/i.test(html)) return html;
  const names = HEADINGS.join("|");
  return html
    .replaceAll(new RegExp(`<(?:${names})(?:\\s[^<>]*)?>`, "gi"), "<p><strong>")
    .replaceAll(new RegExp(`</(?:${names})\\s*>`, "gi"), "</strong></p>");
}

/** The text alone, a line for each paragraph, list item and line break; cut at `max` characters with an ellipsis. */
export function plainText(html: string, max = Number.POSITIVE_INFINITY): string {
  if (!/[<&]/.test(html)) return cutText(tidy(html), max);
  let text = "";
  let unread = 0;
  const parser = new Parser({
    onopentagname: (name) => void (unread += UNREAD.has(name) ? 1 : 0),
    ontext: (piece) => void (text += unread === 0 ? piece : ""),
    onclosetag: (name) => {
      if (UNREAD.has(name)) unread -= 1;
      else if (BREAKS.has(name)) text += "\n";
    },
  });
  parser.end(beginningOf(html));
  return cutText(tidy(text), max);
}

const tidy = (text: string): string =>
  text
    .replaceAll(/[^\S\n]+/g, " ")
    .replaceAll(/ ?\n[ \n]*/g, "\n")
    .trim();

const UNREAD: ReadonlySet<string> = new Set(NO_TEXT);
const BREAKS: ReadonlySet<string> = new Set(["br", "p", "li", "blockquote", ...HEADINGS]);

/** Never within a character that people see as one. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (kept.length + segment.length > max - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
