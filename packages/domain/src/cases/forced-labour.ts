import { INDICATORS, type Indicator } from "../codes/indicators.ts";
import type { ViolationKind } from "../codes/violation-kinds.ts";
import { err, ok, type Result } from "../result.ts";

export const ASSESSMENT_LEVELS = ["none", "possible", "strong"] as const;
export type AssessmentLevel = (typeof ASSESSMENT_LEVELS)[number];

declare const judged: unique symbol;

/**
 * What a named person thinks of whether this is forced labour, and why. The ILO's booklet says that one indicator may be
 * enough and that several may be needed; so nothing counts its way to an answer, and there is no way to make one of
 * these besides `assessForcedLabour`.
 */
export interface ForcedLabourAssessment {
  readonly level: AssessmentLevel;
  /** Login name of the caseworker whose judgement this is. */
  readonly by: string;
  readonly reason: string;
  readonly [judged]: true;
}

export type AssessmentRefused = { readonly type: "nobody" } | { readonly type: "no reason" };

export function assessForcedLabour(judgement: {
  readonly level: AssessmentLevel;
  readonly by: string;
  readonly reason: string;
}): Result<ForcedLabourAssessment, AssessmentRefused> {
  const by = judgement.by.trim();
  const reason = judgement.reason.trim();
  if (by === "") return err({ type: "nobody" });
  if (reason === "") return err({ type: "no reason" });
  return ok({ level: judgement.level, by, reason } as ForcedLabourAssessment);
}

/** The indicators among what was coded. How many there are of eleven is shown, and concludes nothing. */
export const indicatorsAmong = (kinds: readonly ViolationKind[]): readonly Indicator[] =>
  INDICATORS.all.filter((indicator) => kinds.includes(indicator));
