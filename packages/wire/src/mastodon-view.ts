import { isJsonObject, type JsonObject, type JsonValue } from "./json.ts";
import { sanitizeHtml } from "./text/html.ts";

/** What a reader on Mastodon gets to see of an object. */
export interface MastodonView {
  /** A heading above the text; plain text. */
  readonly title?: string;
  /** Plain text above a fold: the rest is shown after a click. */
  readonly warning?: string;
  /** Within the allow-list, ready for a page. */
  readonly html: string;
  /** Where the reader is sent for what is left out. */
  readonly link?: string;
  readonly images: readonly { readonly url: string; readonly alt: string }[];
  /** The rows of a profile. Values are HTML within the allow-list. */
  readonly fields: readonly { readonly name: string; readonly html: string }[];
}

/**
 * As Mastodon reads it (wire.md 11, the table): of a Note its content, with a summary as a content warning; of an
 * Article or Event its name, its summary and a link, while its content is dropped; of an actor its profile. What it
 * shows in no way at all, a Proposal for instance, gives an empty view.
 */
export function mastodonView(object: JsonObject): MastodonView {
  const type = text(object["type"]) ?? "";
  const images = imagesOf(object["attachment"]);
  const link = text(object["url"]) ?? text(object["id"]);
  if (type === "Note" || type === "Question") {
    return view({ warning: text(object["summary"]), html: html(object["content"]), images });
  }
  if (CONVERTED.has(type)) {
    return view({ title: text(object["name"]), html: html(object["summary"]), link, images });
  }
  if (ACTORS.has(type)) {
    const fields = rowsOf(object["attachment"]);
    return view({ title: text(object["name"]), html: html(object["summary"]), link, fields });
  }
  return view({ html: "" });
}

/** `activity.rb`, `CONVERTED_TYPES`. */
const CONVERTED = new Set(["Article", "Event", "Page", "Image", "Audio", "Video"]);
const ACTORS = new Set(["Organization", "Group", "Application", "Service", "Person"]);
const MOST_IMAGES = 4;
const MOST_FIELDS = 50;

interface Parts {
  readonly title?: string | undefined;
  readonly warning?: string | undefined;
  readonly html: string;
  readonly link?: string | undefined;
  readonly images?: MastodonView["images"];
  readonly fields?: MastodonView["fields"];
}

function view({ title, warning, html, link, images = [], fields = [] }: Parts): MastodonView {
  return {
    ...(title === undefined ? {} : { title }),
    ...(warning === undefined ? {} : { warning }),
    ...(link === undefined ? {} : { link }),
    html,
    images,
    fields,
  };
}

const text = (value: JsonValue | undefined): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value : undefined;

const html = (value: JsonValue | undefined): string => sanitizeHtml(text(value) ?? "");

const entriesOf = (attachment: JsonValue | undefined): JsonObject[] =>
  (Array.isArray(attachment) ? attachment : [attachment]).filter(isJsonObject);

function imagesOf(attachment: JsonValue | undefined): MastodonView["images"] {
  const images = entriesOf(attachment).flatMap((entry) => {
    const isImage = entry["type"] === "Image" || text(entry["mediaType"])?.startsWith("image/") === true;
    const url = text(entry["url"]);
    return isImage && url !== undefined ? [{ url, alt: text(entry["name"]) ?? "" }] : [];
  });
  return images.slice(0, MOST_IMAGES);
}

function rowsOf(attachment: JsonValue | undefined): MastodonView["fields"] {
  const rows = entriesOf(attachment).filter((entry) => entry["type"] === "PropertyValue");
  return rows.slice(0, MOST_FIELDS).map((row) => ({ name: text(row["name"]) ?? "", html: html(row["value"]) }));
}
