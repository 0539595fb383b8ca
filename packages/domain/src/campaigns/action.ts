import type { ActorId, ObjectId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { firstLanguage, type LanguageTag, type Texts } from "../texts.ts";
import type { Timestamp } from "../time.ts";

export const ACTION_TYPES = [
  "rally",
  "picket",
  "meeting",
  "strike",
  "boycott",
  "petition",
  "letters",
  "phone-in",
] as const;
export type ActionType = (typeof ACTION_TYPES)[number];

/** Those that happen at a place and time travel as an `Event`; the others as a `Note` (wire.md 2). */
export const isGathering = (type: ActionType): boolean => ["rally", "picket", "meeting", "strike"].includes(type);

export interface Place {
  readonly name: string;
  readonly address?: string;
}

export interface ActionDraft {
  readonly campaign: ActorId;
  readonly type: ActionType;
  readonly name: Texts;
  /** Markdown. */
  readonly text: Texts;
  readonly starts: Timestamp;
  /** Open for a strike; other gatherings without one last as long as they last. */
  readonly ends?: Timestamp;
  /** IANA name: `Asia/Jakarta`. Times are shown in it. */
  readonly timezone: string;
  readonly place?: Place;
  /** Where one signs up, signs or writes, if elsewhere. */
  readonly url?: string;
}

export interface Action extends ActionDraft {
  readonly id: ObjectId;
  readonly centre: ActorId;
  /** The campaign post that tells of it, because several programs show no Event. */
  readonly announcement: ObjectId;
  readonly cancelled: boolean;
  readonly published: Timestamp;
  readonly updated?: Timestamp;
  /** How often it has changed: the SEQUENCE of a calendar entry (RFC 5545). */
  readonly sequence: number;
}

export type ActionRefused =
  | { readonly type: "missing language"; readonly field: "text"; readonly language: LanguageTag }
  | { readonly type: "ends before it starts" }
  | { readonly type: "no place" }
  | { readonly type: "unknown time zone"; readonly timezone: string };

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export function checkAction(draft: ActionDraft): Result<ActionDraft, ActionRefused> {
  const language = firstLanguage(draft.name);
  if (draft.text[language] === undefined) return err({ type: "missing language", field: "text", language });
  if (draft.ends !== undefined && draft.ends <= draft.starts) return err({ type: "ends before it starts" });
  if (isGathering(draft.type) && draft.type !== "strike" && draft.place === undefined) return err({ type: "no place" });
  if (!isTimeZone(draft.timezone)) return err({ type: "unknown time zone", timezone: draft.timezone });
  return ok(draft);
}
