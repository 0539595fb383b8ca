import { textIn, type StoredObject } from "@commonhall/domain";
import { isJsonObject, plainText, type FeedEntry, type JsonObject, type JsonValue } from "@commonhall/wire";

const TITLE_LENGTH = 90;

/**
 * An entry says what the object's document says, which was built for readers without pages of their own. Undefined for
 * the notes by which a node tells of a campaign or an action that stands in the feed itself.
 */
export function feedEntry(object: StoredObject, wanted: readonly string[]): FeedEntry | undefined {
  const document: unknown = JSON.parse(object.document);
  if (!isJsonObject(document)) return undefined;
  if (typeof document["about"] === "string" || (object.kind === "campaign" && object.type === "Note")) return undefined;
  const content = textOf(document, "content", object.language, wanted);
  const summary = textOf(document, "summary", object.language, wanted);
  const name =
    textOf(document, "name", object.language, wanted) ?? textOf(document, "heading", object.language, wanted);
  const html = [summary?.text, content?.text, demandsOf(document, wanted)]
    .filter((part) => part !== undefined)
    .join("");
  return {
    id: object.id,
    url: object.id,
    title: name?.text ?? plainText(html, TITLE_LENGTH),
    html,
    language: (content ?? summary)?.language ?? object.language,
    published: object.published,
    ...(object.updated === undefined ? {} : { updated: object.updated }),
    categories: categoriesOf(document),
  };
}

/** `contentMap` in one of the wanted languages, else `content`. */
function textOf(document: JsonObject, field: string, language: string, wanted: readonly string[]) {
  const map = document[`${field}Map`];
  const texts = isJsonObject(map) ? Object.entries(map).flatMap(pairOfTexts) : [];
  if (texts.length > 0) return textIn(Object.fromEntries(texts), wanted);
  const text = document[field];
  return typeof text === "string" ? { language, text } : undefined;
}

const pairOfTexts = ([tag, text]: [string, JsonValue]): [string, string][] =>
  typeof text === "string" ? [[tag, text]] : [];

/** The demands of a campaign, as a list. */
function demandsOf(document: JsonObject, wanted: readonly string[]): string | undefined {
  const demands = listOf(document["demands"]).flatMap((demand) =>
    isJsonObject(demand) ? [textOf(demand, "name", "und", wanted)] : [],
  );
  const lines = demands.flatMap((demand) => (demand === undefined ? [] : [`<li>${escaped(demand.text)}</li>`]));
  return lines.length === 0 ? undefined : `<ol>${lines.join("")}</ol>`;
}

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const listOf = (value: JsonValue | undefined): readonly JsonValue[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** Hashtags without `#`, regions and sectors. */
function categoriesOf(document: JsonObject): readonly string[] {
  const tags = listOf(document["tag"]).flatMap((tag) =>
    isJsonObject(tag) && tag["type"] === "Hashtag" && typeof tag["name"] === "string"
      ? [tag["name"].replace(/^#/, "")]
      : [],
  );
  const codes = [...listOf(document["regions"]), ...listOf(document["sectors"])];
  return [...tags, ...codes.filter((code) => typeof code === "string")];
}
