import {
  assessForcedLabour,
  ASSESSMENT_LEVELS,
  ENGINE_CODES,
  engineCodeOf,
  FEES,
  isCountry,
  isStigmatised,
  OCCUPATIONS,
  region,
  sector,
  VIOLATION_KINDS,
  WORK_STATUSES,
  type EngineCode,
  type FeeCategory,
  type ForcedLabourAssessment,
  type Occupation,
  type Region,
  type Sector,
  type ViolationKind,
  type WorkStatus,
} from "@commonhall/domain";
import { z } from "zod";
import { isRegisterId, type RegisterId } from "../ids.ts";

/** A decimal as people write it, with at most two digits after the point, and an ISO 4217 code. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** How somebody came to the job, and what it cost them (row R12). */
export interface Recruitment {
  /** Agents of the register, from the village to the employer. */
  readonly chain: readonly RegisterId[];
  readonly fees: readonly (Money & { readonly category: FeeCategory })[];
  readonly debt?: Money;
  /** What was promised, and what stood in the contract that was signed. */
  readonly promised?: string;
  readonly signed?: string;
}

/** What a caseworker makes of a report, in codes. Sealed in the case; what of it may ever count is taken from here. */
export interface Coding {
  readonly kinds: readonly ViolationKind[];
  /** The one that weighs most, of those that bring no shame; the statistics count it (anonymity.md 5.7). */
  readonly mainAbuse?: EngineCode;
  readonly assessment?: ForcedLabourAssessment;
  readonly sector?: Sector;
  readonly occupation?: Occupation;
  readonly workStatus?: WorkStatus;
  /** Where it happened: a country or a province of one. */
  readonly place?: Region;
  /** The worker's country. */
  readonly origin?: Region;
  /** Left out where nobody knows; then the case counts nowhere. */
  readonly adult?: boolean;
  readonly person?: RegisterId;
  readonly employer?: RegisterId;
  readonly recruitment: Recruitment;
}

export const NOTHING_CODED: Coding = { kinds: [], recruitment: { chain: [], fees: [] } };

/** The coarse codes of a coding, each once, in the order of their list. */
export const engineCodesOf = ({ kinds }: Pick<Coding, "kinds">): readonly EngineCode[] => {
  const found = new Set(kinds.map(engineCodeOf));
  return ENGINE_CODES.all.filter((code) => found.has(code));
};

/** Those of them that may be the main one. */
export const mainAbuses = (coding: Pick<Coding, "kinds">): readonly EngineCode[] =>
  engineCodesOf(coding).filter((code) => !isStigmatised(code));

const LONGEST = 4000;

const code = <Code extends string>(find: (text: string) => Code | undefined) =>
  z.string().transform((text, context): Code => {
    const found = find(text);
    if (found !== undefined) return found;
    context.addIssue({ code: "custom", message: "unknown code" });
    return z.NEVER;
  });

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

export const isCurrency = (text: string): boolean => CURRENCIES.has(text);
export const isAmount = (text: string): boolean => /^\d{1,9}(?:\.\d{1,2})?$/.test(text);

const money = z.strictObject({ amount: z.string().refine(isAmount), currency: z.string().refine(isCurrency) });
const registerId = code((text) => (isRegisterId(text) ? text : undefined));

const assessment = z
  .strictObject({ level: z.enum(ASSESSMENT_LEVELS), by: z.string(), reason: z.string().max(LONGEST) })
  .transform((judgement, context): ForcedLabourAssessment => {
    const assessed = assessForcedLabour(judgement);
    if (assessed.ok) return assessed.value;
    context.addIssue({ code: "custom", message: assessed.error.type });
    return z.NEVER;
  });

const schema = z
  .strictObject({
    kinds: z.array(code(VIOLATION_KINDS.find)),
    mainAbuse: code(ENGINE_CODES.find).exactOptional(),
    assessment: assessment.exactOptional(),
    sector: code(sector).exactOptional(),
    occupation: code(OCCUPATIONS.find).exactOptional(),
    workStatus: code(WORK_STATUSES.find).exactOptional(),
    place: code(region).exactOptional(),
    origin: code((text) => (isCountry(text) ? region(text) : undefined)).exactOptional(),
    adult: z.boolean().exactOptional(),
    person: registerId.exactOptional(),
    employer: registerId.exactOptional(),
    recruitment: z.strictObject({
      chain: z.array(registerId).max(20),
      fees: z.array(money.extend({ category: code(FEES.find) })).max(50),
      debt: money.exactOptional(),
      promised: z.string().max(LONGEST).exactOptional(),
      signed: z.string().max(LONGEST).exactOptional(),
    }),
  })
  .refine(
    (coding) => coding.mainAbuse === undefined || mainAbuses(coding).includes(coding.mainAbuse),
    "the main abuse is none of those coded",
  );

/** Reads back what was sealed. Throws on anything that no caseworker could have coded; the words of it are in no message. */
export function parseCoding(value: unknown): Coding {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`Not a coding: ${parsed.error.issues.map(({ path }) => path.join(".")).join(", ")}`);
}
