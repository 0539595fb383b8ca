import type { JsonObject } from "./json.ts";

/** What a reader on Mastodon gets to see of an object (wire.md 11). */
export interface MastodonView {
  readonly title?: string;
  /** Above a fold: the text is shown after a click. */
  readonly warning?: string;
  readonly html: string;
  readonly link?: string;
  readonly images: readonly { readonly url: string; readonly alt: string }[];
}

export function mastodonView(object: JsonObject): MastodonView {
  throw new Error(`not yet: ${JSON.stringify(object)}`);
}
