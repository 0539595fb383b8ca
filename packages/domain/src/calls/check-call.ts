import type { ActorId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { firstLanguage, type LanguageTag } from "../texts.ts";
import { DAY, dateOf, startOfDay, type PlainDate, type Timestamp } from "../time.ts";
import type { CallDraft } from "./call.ts";
import type { NeedDraft } from "./need.ts";
import { isCurrency, unitFor } from "./unit.ts";
import { isWithin } from "./within-audience.ts";

/** A call is urgent: what waits longer than this is a campaign. */
export const LONGEST_CALL = 90 * DAY;
/** One screen shows them all. */
export const MOST_NEEDS = 20;

export type CallRefused =
  | { readonly type: "missing language"; readonly field: string; readonly language: LanguageTag }
  | { readonly type: "no need" }
  | { readonly type: "too many needs"; readonly most: number }
  | { readonly type: "unit does not fit"; readonly need: number }
  | { readonly type: "expires in the past" }
  | { readonly type: "expires too late"; readonly latest: Timestamp }
  | { readonly type: "need after expiry"; readonly need: number }
  /** Row S10. */
  | { readonly type: "public drill" }
  | { readonly type: "nobody named" }
  /** Row S9: workers can be recognised, and nobody said that they were asked. */
  | { readonly type: "no consent" }
  | { readonly type: "consent in the future"; readonly asked: PlainDate }
  /** They said yes to fewer people than this would go to. */
  | { readonly type: "consent for fewer" };

/** A call may be sent. `members`: of the alliance that the consent names. */
export function checkCall(
  draft: CallDraft,
  now: Timestamp,
  members: readonly ActorId[] = [],
): Result<CallDraft, CallRefused> {
  if (draft.expires <= now) return err({ type: "expires in the past" });
  if (draft.expires > now + LONGEST_CALL) return err({ type: "expires too late", latest: now + LONGEST_CALL });
  const refused = checkNeeds(draft) ?? checkAudience(draft) ?? checkConsent(draft, now, members);
  return refused === undefined ? ok(draft) : err(refused);
}

function checkNeeds({ needs, text, expires }: CallDraft): CallRefused | undefined {
  if (needs.length === 0) return { type: "no need" };
  if (needs.length > MOST_NEEDS) return { type: "too many needs", most: MOST_NEEDS };
  const language = firstLanguage(text);
  for (const [index, need] of needs.entries()) {
    if (need.name[language] === undefined) {
      return { type: "missing language", field: `needs[${index}].name`, language };
    }
    if (!fits(need)) return { type: "unit does not fit", need: index + 1 };
    if (need.by !== undefined && need.by > expires) return { type: "need after expiry", need: index + 1 };
  }
  return undefined;
}

/** A person, a place and a piece cannot be halved; hours and money can. */
function fits({ type, unit, quantity }: NeedDraft): boolean {
  const isWhole = quantity % 100 === 0;
  return type !== "other" && unitFor(type, unit) === unit && (isWhole || isCurrency(unit) || unit === "hours");
}

function checkAudience({ audience, exercise }: CallDraft): CallRefused | undefined {
  if (exercise && audience.type === "public") return { type: "public drill" };
  return audience.type === "named" && audience.actors.length === 0 ? { type: "nobody named" } : undefined;
}

function checkConsent(
  { recognisable, consent, audience }: CallDraft,
  now: Timestamp,
  members: readonly ActorId[],
): CallRefused | undefined {
  if (consent === undefined) return recognisable ? { type: "no consent" } : undefined;
  // In the first time zones it is tomorrow already.
  if (startOfDay(consent.asked) > startOfDay(dateOf(now)) + DAY) {
    return { type: "consent in the future", asked: consent.asked };
  }
  return isWithin(audience, consent.audience, members) ? undefined : { type: "consent for fewer" };
}
