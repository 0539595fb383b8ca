import type { Audience } from "../audiences/audience.ts";
import type { Region } from "../codes/regions.ts";
import type { Sector } from "../codes/sectors.ts";
import type { ActorId, ObjectId } from "../ids.ts";
import type { Texts } from "../texts.ts";
import type { Timestamp } from "../time.ts";

/** What a centre tells about a campaign, or about itself where it names none. Text is Markdown. */
export interface PostDraft {
  readonly campaign?: ActorId;
  readonly text: Texts;
  /** Without `#`: `severance`, `PayUp`. */
  readonly tags: readonly string[];
  /** Empty: the campaign's, else the centre's. */
  readonly regions: readonly Region[];
  readonly sectors: readonly Sector[];
  /** Everybody, where nothing is said. What is limited no campaign passes on. */
  readonly audience?: Audience;
}

export interface Post extends PostDraft {
  readonly id: ObjectId;
  readonly centre: ActorId;
  readonly published: Timestamp;
  readonly updated?: Timestamp;
}

/** A word in the text's own script, for use after `#`: letters, marks, digits and `_`, not digits alone. */
export const isTag = (text: string): boolean => /^[\p{L}\p{M}\p{N}_]{1,60}$/u.test(text) && !/^\d+$/.test(text);
export const TAG_RULE = "1 to 60 letters, digits or _, without # and without spaces";
