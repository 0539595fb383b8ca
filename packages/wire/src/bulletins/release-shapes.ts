import {
  ENGINE_CODES,
  LEVELS,
  NINE_SECTORS,
  ORIGINS,
  region,
  SECTOR_GROUPS,
  SHARES,
  SIZE_BANDS,
  STATISTICS,
  plainDate,
  type NineSector,
  type SectorGroup,
} from "@commonhall/domain";
import { z } from "zod";

/**
 * The pieces of a release, wherever it is read. Each is one of a closed list, so that nothing which is not a code can
 * stand in one; what fits together `releaseFault` knows.
 */
const codeOf = <T extends string>(find: (text: string) => T | undefined) =>
  z.string().transform((text, context): T => {
    const code = find(text);
    if (code !== undefined) return code;
    context.addIssue("is no code");
    return z.NEVER;
  });

const sectorCode = codeOf<NineSector | SectorGroup>(
  (text) => NINE_SECTORS.find(text) ?? SECTOR_GROUPS.find((group) => group === text),
);

const abuseCode = codeOf((text) => ENGINE_CODES.find(text));

export const groupShape = {
  level: z.enum(LEVELS),
  place: codeOf(region),
  period: z.string(),
  sector: sectorCode.nullable(),
  origin: codeOf((text) => ORIGINS.find(text)).nullable(),
  people: z.enum(SIZE_BANDS),
  abuse: z.array(z.strictObject({ code: abuseCode, share: z.enum(SHARES) })).max(ENGINE_CODES.all.length),
  threshold: z.int(),
};

const cellCode = codeOf((text) => NINE_SECTORS.find(text) ?? ENGINE_CODES.find(text));

export const tableShape = {
  place: codeOf(region),
  period: z.string(),
  by: z.enum(STATISTICS),
  cells: z
    .array(z.strictObject({ code: cellCode, people: z.union([z.literal("<11"), z.int()]) }))
    .max(ENGINE_CODES.all.length),
};

export const releaseId = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, "is no random UUID");

export const policyText = z.string().regex(/^sha256-[A-Za-z0-9_-]{43}$/, "is no SHA-256");

export const day = codeOf(plainDate);

/** What is wrong, and nothing of what stands there: names of fields are the schema's own. */
export function faultIn({ issues: [issue] }: z.ZodError): string {
  const field = issue?.path.filter((part) => typeof part === "string").join(".") ?? "";
  if (issue?.code === "unrecognized_keys") return `it has a field${under(field)} that none has`;
  return field === "" ? "it is not what it should be" : `its field ${field} cannot be read`;
}

const under = (field: string): string => (field === "" ? "" : ` under ${field}`);
