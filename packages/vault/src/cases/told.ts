import { ENGINE_CODES } from "@commonhall/domain";
import { z } from "zod";
import { codeOf, languageSchema } from "../codes.ts";
import { ASKED_OF_WORKERS, CONTACT_WAYS } from "../intake/ports.ts";

/** What is sealed of what a worker told, by the form, by a helper, or with the code. */
export type ToldEntry = z.infer<typeof toldSchema>;
export type Report = Extract<ToldEntry, { type: "report" }>;

export const fileSchema = z.object({
  id: z.string(),
  kind: z.enum(["original", "clean"]),
  copyOf: z.string().optional(),
  name: z.string(),
  type: z.string(),
  length: z.number(),
  sha256: z.string(),
  key: z.string(),
  chunks: z.array(z.string()),
});

const reportSchema = z.object({
  type: z.literal("report"),
  at: z.number(),
  channel: z.enum(["web", "helper"]),
  language: languageSchema,
  happened: z.array(codeOf(ENGINE_CODES)),
  story: z.string().optional(),
  where: z.string().optional(),
  when: z.string().optional(),
  work: z.string().optional(),
  employer: z.string().optional(),
  contact: z
    .object({ how: z.enum(CONTACT_WAYS), details: z.string().optional(), safeTimes: z.string().optional() })
    .optional(),
  consents: z.array(z.enum(ASKED_OF_WORKERS)),
  files: z.array(fileSchema),
  /** Where replies are sealed to, and under which lookup they lie; null where the worker wanted no code. */
  receipt: z.object({ lookup: z.string(), key: z.string() }).nullable(),
});

const messageSchema = z.object({
  type: z.literal("message"),
  at: z.number(),
  language: languageSchema,
  text: z.string(),
  files: z.array(fileSchema),
});

/** All consents were taken back with the code. */
const withdrawalSchema = z.object({ type: z.literal("withdrawal"), at: z.number() });

export const toldSchema = z.discriminatedUnion("type", [reportSchema, messageSchema, withdrawalSchema]);
