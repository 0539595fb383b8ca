import { feedKindLabel, FEED_KINDS, type FeedItem, type StoredObject } from "@commonhall/domain";
import { DOCUMENT_LIMIT, oneLine, sanitizeHtml, type FeedEntry } from "@commonhall/wire";
import { feedEntry } from "../feed-entry.ts";

const LONGEST_TITLE = 200;

/**
 * What a feed says of one object, ours or anybody's. What others wrote is their markup, and is sanitized; a document
 * longer than any of this network is not read, and stands there with the first words of its text.
 */
export function itemEntry({ object, fromName }: FeedItem, wanted: readonly string[]): FeedEntry | undefined {
  const entry = object.document.length > DOCUMENT_LIMIT ? brief(object) : feedEntry(object, wanted);
  if (entry === undefined) return undefined;
  const title = oneLine(entry.title, LONGEST_TITLE);
  return {
    ...entry,
    title: title === "" ? kindOf(object, entry.language) : title,
    author: oneLine(fromName, LONGEST_TITLE),
    html: object.local ? entry.html : sanitizeHtml(entry.html),
  };
}

const brief = ({ id, text, language, published, updated }: StoredObject): FeedEntry => ({
  id,
  url: id,
  title: text,
  html: "",
  language,
  published,
  ...(updated === undefined ? {} : { updated }),
  categories: [],
});

/** A picture without words still needs a title, which Atom demands. */
function kindOf({ kind }: StoredObject, language: string): string {
  return feedKindLabel(FEED_KINDS.find((one) => one === kind) ?? "any", language);
}
