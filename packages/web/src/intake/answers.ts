import { ENGINE_CODES, languageTag, type LanguageTag, type ReportedKind } from "@commonhall/domain";
import { ASKED_OF_WORKERS, CONTACT_WAYS, LONGEST_TEXT, type IncomingFile, type Intake } from "@commonhall/vault";
import { z } from "zod";
import type { FormError } from "../layout/parts.ts";
import type { FormValues } from "../layout/read-form.ts";
import type { IntakeLanguage, Say } from "./words/say.ts";

/** The questions, one a screen. Every one may be passed over. */
export const STEPS = ["language", "advice", "happened", "story", "work", "contact", "consent", "check"] as const;
export type Step = (typeof STEPS)[number];

/** Whatever a form claims: what is none of ours is the first. */
export const stepFrom = (text: string): Step => STEPS.find((step) => step === text) ?? "language";

const kind = z.custom<ReportedKind>((code) => typeof code === "string" && ENGINE_CODES.find(code) !== undefined);
const consent = z.enum(ASKED_OF_WORKERS);
const way = z.enum(CONTACT_WAYS);

const answersSchema = z.object({
  happened: z.array(kind).optional(),
  story: z.string().optional(),
  where: z.string().optional(),
  when: z.string().optional(),
  work: z.string().optional(),
  employer: z.string().optional(),
  how: way.optional(),
  details: z.string().optional(),
  times: z.string().optional(),
  consents: z.array(consent).optional(),
});

/** What was told so far. What was left out is not there. */
export type Answers = z.infer<typeof answersSchema>;
export type Question = keyof Answers;

/** What each screen asks for; the last one has all of it once more. */
const ASKED: Readonly<Record<Exclude<Step, "check">, readonly Question[]>> = {
  language: [],
  advice: [],
  happened: ["happened"],
  story: ["story"],
  work: ["where", "when", "work", "employer"],
  contact: ["how", "details", "times"],
  consent: ["consents"],
};

export const QUESTIONS: readonly Question[] = Object.values(ASKED).flat();

export const askedAt = (step: Step): readonly Question[] => (step === "check" ? QUESTIONS : ASKED[step]);

/** Of a draft that was opened; undefined where it is none. */
export function answersFrom(opened: unknown): Answers | undefined {
  const read = answersSchema.safeParse(opened);
  return read.success ? read.data : undefined;
}

/** What a screen was told. What nobody could have ticked there is passed over. */
export function toldAt(step: Step, form: FormValues): Answers {
  const told: Answers = {};
  for (const question of askedAt(step)) {
    if (question === "happened") told.happened = ENGINE_CODES.all.filter(isIn(form.all("happened")));
    else if (question === "consents") told.consents = ASKED_OF_WORKERS.filter(isIn(form.all("consents")));
    else if (question === "how") {
      const how = way.safeParse(form.get("how"));
      if (how.success) told.how = how.data;
    } else if (form.get(question) !== "") told[question] = form.get(question);
  }
  return told;
}

const isIn = (ticked: readonly string[]) => (code: string) => ticked.includes(code);

/** The answers without those that a screen asks for. */
export const without = (answers: Answers, step: Step): Answers =>
  Object.fromEntries(
    Object.entries(answers).filter(([question]) => !askedAt(step).some((asked) => asked === question)),
  );

/** What is too long for its box. It leads nowhere, not even back: in a draft it would grow with every screen. */
export const tooLongAt = (step: Step, answers: Answers, say: Say): readonly FormError[] =>
  askedAt(step).flatMap((question): FormError[] => {
    const told = answers[question];
    if (typeof told !== "string" || told.length <= LONGEST_TEXT) return [];
    const message = say("error.long", { most: LONGEST_TEXT, over: told.length - LONGEST_TEXT });
    return [{ field: question, message }];
  });

/** What has to be different before somebody goes on. */
export function problemsAt(step: Step, answers: Answers, say: Say): readonly FormError[] {
  const long = tooLongAt(step, answers, say);
  const { how, details, times } = answers;
  if (!askedAt(step).includes("how")) return long;
  if (how === undefined && (details ?? times) !== undefined) {
    return [...long, { field: "how", message: say("error.how") }];
  }
  if ((how === "phone" || how === "message") && details === undefined) {
    return [...long, { field: "details", message: say("error.details") }];
  }
  return long;
}

/** Nothing to keep: no word, no tick, no file. Consent and language alone tell nothing. */
export const isEmpty = (answers: Answers, files: number): boolean =>
  files === 0 &&
  QUESTIONS.every((question) => {
    const told = answers[question];
    return question === "consents" || told === undefined || told.length === 0;
  });

export function intakeOf(answers: Answers, language: IntakeLanguage, files: readonly IncomingFile[]): Intake {
  const { happened = [], consents = [], how, details, times, story, where, when, work, employer } = answers;
  const contact =
    how === undefined
      ? undefined
      : {
          how,
          ...(details === undefined ? {} : { details }),
          ...(times === undefined ? {} : { safeTimes: times }),
        };
  return {
    language: tagOf(language),
    happened,
    consents,
    files,
    ...(story === undefined ? {} : { story }),
    ...(where === undefined ? {} : { where }),
    ...(when === undefined ? {} : { when }),
    ...(work === undefined ? {} : { work }),
    ...(employer === undefined ? {} : { employer }),
    ...(contact === undefined ? {} : { contact }),
  };
}

export function tagOf(language: IntakeLanguage): LanguageTag {
  const tag = languageTag(language);
  if (tag === undefined) throw new Error(`${language} is no language tag`);
  return tag;
}
