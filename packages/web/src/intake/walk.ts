import type { Drafts } from "@commonhall/vault";
import type { FormError } from "../layout/parts.ts";
import type { FormValues } from "../layout/read-form.ts";
import {
  answersFrom,
  problemsAt,
  stepFrom,
  STEPS,
  toldAt,
  tooLongAt,
  without,
  type Answers,
  type Step,
} from "./answers.ts";
import type { Place, Screen } from "./screens.ts";
import { intakeLanguage, sayIn, type IntakeLanguage } from "./words/say.ts";

/** What a screen was told, and what its button asks for. */
export interface Walked {
  readonly step: Step;
  readonly language: IntakeLanguage;
  readonly answers: Answers;
  readonly errors: readonly FormError[];
  readonly fromCheck: boolean;
  readonly wants: "show" | "send" | "send without a code";
}

/**
 * Takes one screen's form. What it claims to be is believed, since it can only change what its own sender tells: any
 * step may come at any time and any number of times. `stay` shows the same screen again.
 */
export async function walk(
  form: FormValues,
  drafts: Drafts,
  fallback: IntakeLanguage,
  stay: readonly FormError[] = [],
): Promise<Walked> {
  const step = stepFrom(form.get("step"));
  const language = intakeLanguage(form.get("l")) ?? fallback;
  const say = sayIn(language);
  const kept = form.get("d") === "" ? {} : answersFrom(await drafts.open(form.get("d")));
  const skipped = form.get("go") === "skip" && step !== "check";
  const told = skipped ? {} : toldAt(step, form);
  const answers = { ...without(kept ?? {}, step), ...told };
  const errors = [
    ...stay,
    ...(kept === undefined ? [{ message: say("error.draft") }] : []),
    ...(form.get("go") === "back" ? tooLongAt : problemsAt)(step, answers, say),
  ];
  const here = { step, language, answers, errors, fromCheck: form.get("back") === "check" && step !== "check" };
  if (errors.length > 0) return { ...here, wants: "show" };
  return next(here, form.get("go"));
}

function next(here: Omit<Walked, "wants">, go: string): Walked {
  const show = (step: Step, fromCheck = false): Walked => ({ ...here, step, fromCheck, wants: "show" });
  const { step, fromCheck } = here;
  const place = STEPS.indexOf(step);
  if (go === "back") return show(fromCheck ? "check" : (STEPS[place - 1] ?? "language"));
  if (step !== "check") return show(fromCheck ? "check" : (STEPS[place + 1] ?? "check"));
  if (go === "send") return { ...here, wants: "send" };
  if (go === "send-without") return { ...here, wants: "send without a code" };
  const wanted = STEPS.find((step) => `to-${step}` === go);
  return wanted === undefined ? show("check") : show(wanted, true);
}

/** Ready to be drawn. The last screen shows every answer, and what it shows it carries itself. */
export async function screenOf(walked: Omit<Walked, "wants">, place: Place, drafts: Drafts): Promise<Screen> {
  const { step, language, answers, errors, fromCheck } = walked;
  const others = without(answers, step);
  const draft = Object.keys(others).length === 0 ? undefined : await drafts.seal(others);
  return { step, language, answers, errors, fromCheck, place, draft };
}
