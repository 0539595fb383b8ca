import { direction, ENGINE_CODES, ownName } from "@commonhall/domain";
import { ASKED_OF_WORKERS, CONTACT_WAYS, LONGEST_TEXT } from "@commonhall/vault";
import { choices, field, type Choice } from "../layout/fields.ts";
import { html, type Html } from "../layout/html.ts";
import type { FormError } from "../layout/parts.ts";
import { STEPS, type Answers, type Step } from "./answers.ts";
import { checkScreen } from "./check.screen.ts";
import { go, problems, workersForm } from "./parts.ts";
import { safetyAdvice } from "./read-aloud.ts";
import { INTAKE_LANGUAGES, sayIn, type IntakeLanguage, type Say } from "./words/say.ts";

/** One question, as somebody sees it, with all that it needs to go on from here. */
export interface Screen {
  readonly step: Step;
  readonly language: IntakeLanguage;
  readonly answers: Answers;
  /** Every answer that stands not on this screen, sealed. */
  readonly draft?: string | undefined;
  readonly errors: readonly FormError[];
  /** It was opened from the last screen, and leads back there. */
  readonly fromCheck: boolean;
  readonly place: Place;
}

/** Where the questions are asked: behind the workers' door, or at the desk of somebody who types for a worker. */
export interface Place {
  readonly action: string;
  /** What every form there carries: a token, or that of the session. */
  readonly hidden: Readonly<Record<string, string>>;
  /** The centre's name. */
  readonly centre: Html;
  /** Where a code is entered. */
  readonly codePath?: string;
  readonly takesFiles: boolean;
  /** While reports come in floods: what the last screen asks, and what was typed under it. */
  readonly asks?: { readonly question: string; readonly typed: string };
}

/** The screen without the page around it. */
export function screen(shown: Screen): Html {
  const { step, language, draft, errors, fromCheck, place } = shown;
  const say = sayIn(language);
  const number = STEPS.indexOf(step) + 1;
  if (step === "language") return languageScreen(shown, say);
  if (step === "check") return checkScreen(shown, say);
  return html`<p class="quiet">${say("step", { number, of: STEPS.length })}</p>
${problems(say, errors)}
${workersForm({
  action: place.action,
  hidden: { ...place.hidden, step, l: language, back: fromCheck ? "check" : undefined, d: draft },
  body: html`${SCREENS[step](shown, say)}
<div class="acts">${go(say, "next", "next", "strong")}
${step !== "advice" && step !== "consent" && go(say, "skip", "skip")}
${go(say, "back", "back")}</div>`,
})}`;
}

const SCREENS: Readonly<Record<Exclude<Step, "language" | "check">, (shown: Screen, say: Say) => Html>> = {
  advice,
  happened,
  story,
  work,
  contact,
  consent,
};

function languageScreen({ place, errors, language }: Screen, say: Say): Html {
  const tongues = INTAKE_LANGUAGES.map(
    (tag) =>
      html`<button class="do calm small" name="l" value="${tag}" lang="${tag}" dir="${direction(tag)}">${ownName(tag)}</button>`,
  );
  const { codePath, hidden, action } = place;
  return html`${problems(say, errors)}
<h1>${say("language.heading")}</h1>
${workersForm({ action, hidden: { ...hidden, step: "language" }, body: html`<div class="tongues">${tongues}</div>` })}
${codePath !== undefined && html`<p><a class="way" href="${codePath}?lang=${language}">${say("have-code")}</a></p>`}`;
}

function advice({ language, place: { codePath } }: Screen, say: Say): Html {
  return html`<h1>${say("advice.heading")}</h1>
${safetyAdvice(language)}
${codePath !== undefined && html`<p><a class="way" href="${codePath}?lang=${language}">${say("have-code")}</a></p>`}`;
}

function happened({ language, answers }: Screen, say: Say): Html {
  return choices({
    name: "happened",
    legend: html`<h1>${say("happened.heading")}</h1>`,
    hint: say("happened.hint"),
    type: "checkbox",
    choices: ENGINE_CODES.all.map((value) => ({ value, label: ENGINE_CODES.label(value, language) })),
    chosen: answers.happened ?? [],
  });
}

function story({ answers, errors }: Screen, say: Say): Html {
  return html`<h1>${say("story.heading")}</h1>
${field({ name: "story", label: say("story.label"), hint: say("story.hint"), value: answers.story, errors, rows: 8, maxlength: LONGEST_TEXT })}`;
}

function work({ answers, errors }: Screen, say: Say): Html {
  const boxes = (["where", "when", "work", "employer"] as const).map((name) =>
    field({ name, label: say(`work.${name}`), value: answers[name], errors, maxlength: LONGEST_TEXT }),
  );
  return html`<h1>${say("work.heading")}</h1><p class="hint">${say("work.hint")}</p>${boxes}`;
}

function contact({ answers, errors }: Screen, say: Say): Html {
  return html`<h1>${say("contact.heading")}</h1>
${choices({
  name: "how",
  legend: say("contact.how"),
  hint: say("contact.hint"),
  type: "radio",
  choices: CONTACT_WAYS.map((value) => ({ value, label: say(`contact.${value}`) })),
  chosen: answers.how === undefined ? [] : [answers.how],
  errors,
})}
${field({ name: "details", label: say("contact.details"), value: answers.details, errors, maxlength: LONGEST_TEXT })}
${field({ name: "times", label: say("contact.times"), value: answers.times, errors, rows: 2, maxlength: LONGEST_TEXT })}`;
}

function consent({ answers }: Screen, say: Say): Html {
  return html`${choices({
    name: "consents",
    legend: html`<h1>${say("consent.heading")}</h1>`,
    hint: say("consent.lead"),
    type: "checkbox",
    choices: ASKED_OF_WORKERS.map((value): Choice => ({
      value,
      label: say(`consent.${value}`),
      hint: say(`consent.${value}.hint`),
    })),
    chosen: answers.consents ?? [],
  })}<p>${say("consent.later")}</p>`;
}
