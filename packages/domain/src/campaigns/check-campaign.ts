import { err, ok, type Result } from "../result.ts";
import { firstLanguage, type LanguageTag, type Texts } from "../texts.ts";
import { addMonths, dateOf, type PlainDate, type Timestamp } from "../time.ts";
import type { CampaignDraft } from "./campaign.ts";

/** Row C7: a campaign runs for three months at a time. */
export const RUNS_FOR_MONTHS = 3;

export type CampaignDraftRefused =
  | { readonly type: "missing language"; readonly field: string; readonly language: LanguageTag }
  | { readonly type: "no demand" }
  | { readonly type: "no target" }
  | { readonly type: "ends before it starts"; readonly starts: PlainDate; readonly ends: PlainDate }
  | { readonly type: "ends in the past"; readonly ends: PlainDate; readonly today: PlainDate }
  | { readonly type: "runs too long"; readonly ends: PlainDate; readonly latest: PlainDate };

export interface Dates {
  readonly starts: PlainDate;
  readonly ends: PlainDate;
}

/**
 * A campaign may be published: it demands something of somebody, every text is there in the language it was written
 * in, and it ends within three months of its start or of today, whichever is later. Without dates it starts today.
 */
export function checkCampaign(draft: CampaignDraft, now: Timestamp): Result<Dates, CampaignDraftRefused> {
  const language = firstLanguage(draft.name);
  const texts: [string, Texts][] = [
    ["summary", draft.summary],
    ...draft.demands.map((demand, index): [string, Texts] => [`demands[${index}]`, demand]),
  ];
  const lacking = texts.find(([, text]) => text[language] === undefined);
  if (lacking !== undefined) return err({ type: "missing language", field: lacking[0], language });
  if (draft.demands.length === 0) return err({ type: "no demand" });
  if (draft.targets.length === 0) return err({ type: "no target" });
  return checkDates(draft, now);
}

function checkDates(draft: CampaignDraft, now: Timestamp): Result<Dates, CampaignDraftRefused> {
  const today = dateOf(now);
  const starts = draft.starts ?? today;
  const latest = addMonths(starts > today ? starts : today, RUNS_FOR_MONTHS);
  const ends = draft.ends ?? latest;
  if (ends < today) return err({ type: "ends in the past", ends, today });
  if (ends < starts) return err({ type: "ends before it starts", starts, ends });
  if (ends > latest) return err({ type: "runs too long", ends, latest });
  return ok({ starts, ends });
}
