import { plainDate } from "@commonhall/domain";
import { z } from "zod";
import { languageSchema } from "../codes.ts";
import { ASKED_OF_WORKERS } from "../intake/ports.ts";
import { parseCoding } from "./coding.ts";
import { OUTCOMES, TASK_KINDS } from "./ports.ts";

/** What staff do with a case. Each is one entry, signed inside by who did it; nothing is changed afterwards, only added to. */
export type StaffDeed = z.infer<typeof deedSchema>;

const date = z.string().transform((text, context) => {
  const day = plainDate(text);
  if (day !== undefined) return day;
  context.addIssue("no date");
  return z.NEVER;
});

const coding = z.unknown().transform((value, context) => {
  try {
    return parseCoding(value);
  } catch {
    context.addIssue("no coding");
    return z.NEVER;
  }
});

export const CONSENT_LEVELS = ["C0", ...ASKED_OF_WORKERS, "C4", "R"] as const;

export const consentSchema = z.object({
  level: z.enum(CONSENT_LEVELS),
  language: languageSchema,
  how: z.enum(["in person", "phone", "message", "form"]),
  teachBack: z.boolean(),
  organisation: z.string().exactOptional(),
  purpose: z.string().exactOptional(),
  until: date.exactOptional(),
  text: z.string().exactOptional(),
});

const text = z.string();
export const deedSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("accepted") }),
  z.object({ type: z.literal("named"), title: text }),
  /** 32 bytes: what of the release is left to chance for this case, drawn here and never again (anonymity.md 5.3, R7). */
  z.object({ type: z.literal("verified"), coin: text.exactOptional() }),
  z.object({ type: z.literal("coded"), coding }),
  z.object({ type: z.literal("note"), text }),
  z.object({ type: z.literal("reply"), reply: text, text }),
  z.object({ type: z.literal("task"), kind: z.enum(TASK_KINDS), text, due: date.exactOptional() }),
  z.object({ type: z.literal("task done"), task: text }),
  z.object({ type: z.literal("consent"), consent: consentSchema }),
  z.object({ type: z.literal("concluded"), outcome: z.enum(OUTCOMES), text }),
  z.object({ type: z.literal("reopened") }),
  z.object({ type: z.literal("confirmed") }),
  z.object({ type: z.literal("hold"), reason: text, until: date }),
  z.object({ type: z.literal("hold agreed"), hold: text }),
  z.object({ type: z.literal("hold ended") }),
  z.object({ type: z.literal("shared"), member: text }),
  z.object({ type: z.literal("taken back"), member: text }),
]);
