import {
  hundredths,
  languageTag,
  textsFrom,
  trusted,
  type ActionDraft,
  type ActorId,
  type CallDraft,
  type CampaignDraft,
  type CentreDraft,
  type LanguageTag,
  type PostDraft,
  type Region,
  type Sector,
  type StaffDraft,
  type Texts,
} from "@commonhall/domain";

/** Drafts as a test writes them: what it does not care about is filled in. */

export const tag = (text: string): LanguageTag => {
  const read = languageTag(text);
  if (read === undefined) throw new Error(`no language: ${text}`);
  return read;
};

/** In English, or as a map from language to text. */
export function texts(text: string | Readonly<Record<string, string>>): Texts {
  const read = textsFrom(typeof text === "string" ? { en: text } : text);
  if (!read.ok) throw new Error(`no text: ${read.error.type}`);
  return read.value;
}

export type Written = string | Readonly<Record<string, string>>;

export interface WrittenCampaign extends Partial<Omit<CampaignDraft, "handle" | "name" | "summary" | "demands">> {
  readonly handle: string;
  readonly name?: Written;
  readonly summary?: Written;
  readonly demands?: readonly Written[];
}

export const campaignDraft = ({ handle, name, summary, demands, ...rest }: WrittenCampaign): CampaignDraft => ({
  regions: ["ID" as Region],
  sectors: ["isic4:C14" as Sector],
  targets: [
    { name: "A Brand", role: "brand", url: "https://brand.example/" },
    { name: "A Supplier", role: "supplier" },
  ],
  translators: {},
  ...rest,
  handle: trusted.handle(handle),
  name: texts(name ?? "Pay what you owe"),
  summary: texts(summary ?? "Garment workers are owed severance since the factory closed."),
  demands: (demands ?? ["Pay the severance that the law sets"]).map(texts),
});

export const postDraft = (text: Written, campaign?: ActorId): PostDraft => ({
  text: texts(text),
  tags: [],
  regions: [],
  sectors: [],
  ...(campaign === undefined ? {} : { campaign }),
});

export interface WrittenAction extends Partial<Omit<ActionDraft, "name" | "text">> {
  readonly name?: Written;
  readonly text?: Written;
}

export const actionDraft = (campaign: ActorId, { name, text, ...rest }: WrittenAction = {}): ActionDraft => ({
  type: "rally",
  starts: Date.UTC(2026, 10, 28, 1),
  ends: Date.UTC(2026, 10, 28, 4),
  timezone: "Asia/Jakarta",
  place: { name: "Flagship store" },
  ...rest,
  campaign,
  name: texts(name ?? "Rally at the flagship store"),
  text: texts(text ?? "Bring whistles."),
});

/** An urgent call for three lawyers, to everybody, within a week. */
export const callDraft = (rest: Partial<CallDraft> = {}): CallDraft => ({
  urgency: "immediate",
  severity: "severe",
  certainty: "observed",
  exercise: false,
  text: texts("Twelve organisers were arrested at the picket this morning."),
  expires: Date.UTC(2026, 10, 29, 20),
  needs: [{ name: texts("Lawyers at the police station"), type: "legal", quantity: hundredths(300), unit: "people" }],
  audience: { type: "public" },
  regions: [],
  sectors: [],
  recognisable: false,
  ...rest,
});

export const centreDraft = (handle: string, name: Written = handle): CentreDraft => ({
  handle: trusted.handle(handle),
  name: texts(name),
  summary: texts("A hall for migrant workers."),
  languages: [tag("en"), tag("ar")],
  regions: ["LB" as Region],
  sectors: ["isic4:T97" as Sector],
});

export const PASSPHRASE = "a long passphrase of six words";

export const FIRST_STAFF: readonly StaffDraft[] = [
  { name: "first", roles: ["administrator", "editor"], passphrase: PASSPHRASE },
];
