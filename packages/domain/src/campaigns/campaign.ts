import type { Region } from "../codes/regions.ts";
import type { Sector } from "../codes/sectors.ts";
import type { ActorId, Handle, ObjectId } from "../ids.ts";
import { firstLanguage, languagesOf, type LanguageTag, type Texts } from "../texts.ts";
import type { PlainDate, Timestamp } from "../time.ts";
import type { Target } from "./target.ts";

/** A draft is a `CampaignDraft` at the desk; what exists as a campaign has been published. */
export type CampaignStatus = "running" | "suspended" | "closed";

export const OUTCOMES = ["won", "partly", "lost", "unknown"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What a centre demands, of whom, and until when. Names and demands are plain text, summaries Markdown. */
export interface CampaignDraft {
  readonly handle: Handle;
  readonly name: Texts;
  readonly summary: Texts;
  readonly regions: readonly Region[];
  readonly sectors: readonly Sector[];
  readonly targets: readonly Target[];
  readonly demands: readonly Texts[];
  readonly starts?: PlainDate;
  /** The last day on which it runs. */
  readonly ends?: PlainDate;
  /** Who translated into which language; the first language has no translator. */
  readonly translators: Readonly<Record<LanguageTag, string>>;
}

export interface Campaign extends Omit<CampaignDraft, "starts" | "ends"> {
  readonly id: ActorId;
  readonly centre: ActorId;
  /** The public Note that tells the centre's followers of it (wire.md 2). */
  readonly openingPost: ObjectId;
  readonly starts: PlainDate;
  readonly ends: PlainDate;
  readonly status: CampaignStatus;
  readonly closing?: Closing;
  readonly published: Timestamp;
  readonly updated?: Timestamp;
  readonly log: readonly CampaignEvent[];
  /** A campaign of another centre, whose node is gone, that this one goes on with. */
  readonly goesOnFrom?: ActorId;
}

/** What posts and actions have to know of the campaign that they belong to, whoever leads it. */
export type CampaignFacts = Pick<Campaign, "id" | "name" | "regions" | "sectors">;

/** Row C8: no campaign ends without these three answers. */
export interface Closing {
  readonly outcome: Outcome;
  readonly changed: string;
  readonly workersTold: boolean;
}

/** `by` is a login name; it stays on the node. What happened and when is federated. */
export interface CampaignEvent {
  readonly at: Timestamp;
  readonly by: string;
  readonly what: "published" | "changed" | "suspended" | "resumed" | "renewed" | "closed" | "closed by the calendar";
}

/** Which language an object speaks, how far, and who put it into it (row C6). */
export interface TranslationState {
  readonly language: LanguageTag;
  readonly state: "original" | "complete" | "partial";
  readonly translator?: string;
}

/** Every language of any text of the campaign, the original first. What a language lacks is shown in the original. */
export function translations(
  campaign: Pick<CampaignDraft, "name" | "summary" | "demands" | "translators">,
): TranslationState[] {
  const texts = [campaign.name, campaign.summary, ...campaign.demands];
  const original = firstLanguage(campaign.name);
  const all = [...new Set([original, ...texts.flatMap(languagesOf)])];
  return all.map((language) => {
    const translator = campaign.translators[language];
    const complete = texts.every((text) => text[language] !== undefined);
    const state = language === original ? "original" : complete ? "complete" : "partial";
    return { language, state, ...(translator === undefined ? {} : { translator }) };
  });
}
