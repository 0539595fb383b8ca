import { languagesOf, textIn, type ObjectId, type Post, type StoredObject, type Timestamp } from "@commonhall/domain";
import { htmlFromMarkdown, isJsonObject, sanitizeHtml, type JsonObject } from "@commonhall/wire";
import { html, inLanguage, sanitized, type Html } from "../layout/html.ts";

/** A post as pages show it, whether its text is at hand as it was written or only as it was sent. */
export interface ShownPost {
  readonly id: ObjectId;
  readonly published: Timestamp;
  readonly updated?: Timestamp;
  readonly tags: readonly string[];
  /** The first is the one that it was written in. */
  readonly languages: readonly string[];
  /** The action or campaign that it only tells of. */
  readonly about?: string;
  /** The text in the first of the wanted languages that it has. */
  textIn(wanted: readonly string[]): { readonly language: string; readonly body: Html };
}

export function shownFromPost(post: Post): ShownPost {
  return {
    id: post.id,
    published: post.published,
    ...(post.updated === undefined ? {} : { updated: post.updated }),
    tags: post.tags,
    languages: languagesOf(post.text),
    textIn(wanted) {
      const { language, text } = textIn(post.text, wanted);
      return { language, body: sanitized(htmlFromMarkdown(text)) };
    },
  };
}

/** The notes that the node writes itself, to open a campaign or to announce an action, are kept as documents only. */
export function shownFromDocument(object: StoredObject): ShownPost {
  const document: unknown = JSON.parse(object.document);
  const contents = isJsonObject(document) ? contentsOf(document, object.language) : {};
  const about = isJsonObject(document) ? document["about"] : undefined;
  return {
    id: object.id,
    published: object.published,
    ...(object.updated === undefined ? {} : { updated: object.updated }),
    tags: [],
    languages: Object.keys(contents),
    ...(typeof about === "string" ? { about } : {}),
    textIn(wanted) {
      const { language, text } = textIn(contents, wanted);
      return { language, body: sanitized(sanitizeHtml(text)) };
    },
  };
}

function contentsOf(document: JsonObject, language: string): Record<string, string> {
  const { contentMap, content } = document;
  const map = isJsonObject(contentMap) ? Object.entries(contentMap) : [];
  const texts = map.flatMap(([tag, text]): [string, string][] => (typeof text === "string" ? [[tag, text]] : []));
  if (texts.length > 0) return Object.fromEntries(texts);
  return { [language]: typeof content === "string" ? content : "" };
}

/** The text of a post, marked with its language. */
export function postText(post: ShownPost, wanted: readonly string[]): Html {
  const { language, body } = post.textIn(wanted);
  return html`<div class="text" ${inLanguage(language)}>${body}</div>`;
}
