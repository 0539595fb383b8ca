import { ENGINE_CODES } from "@commonhall/domain";
import { LARGEST_FILE, MOST_FILES } from "@commonhall/vault";
import { field } from "../layout/fields.ts";
import { html, type Html } from "../layout/html.ts";
import { fieldId, type FormError } from "../layout/parts.ts";
import { QUESTIONS, type Answers } from "./answers.ts";
import { filler, go, problems, workersForm } from "./parts.ts";
import type { Screen } from "./screens.ts";
import { sayRichIn, type IntakeLanguage, type Say, type SayKey } from "./words/say.ts";

/**
 * Everything once more, to be changed or sent. It is shown in clear here, so the form carries it in clear too: a draft
 * key that has gone in the meantime takes nothing away at the last step.
 */
export function checkScreen({ language, answers, errors, place }: Screen, say: Say): Html {
  const { action, hidden, centre, takesFiles, asks } = place;
  const carried = QUESTIONS.flatMap((question): [string, string][] => {
    const told = answers[question];
    if (told === undefined) return [];
    return typeof told === "string" ? [[question, told]] : told.map((code) => [question, code]);
  });
  const body = html`${carried.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<h1>${say("check.heading")}</h1>
<dl class="told">${rows(answers, language, say)}</dl>
${takesFiles && filesBox("check.files", errors, say)}
<p>${sayRichIn(language)("check.who", { centre })}</p>
<p>${say("check.code")}</p>
${asks !== undefined && field({ name: ANSWER, label: asks.question, hint: say("question.hint", { example: 123 }), value: asks.typed, errors, ltr: true, autocomplete: "off", inputmode: "numeric", maxlength: 40 })}
<div class="acts">${go(say, "check.button", "send", "strong")}
${go(say, "check.button.no-code", "send-without")}
${go(say, "back", "back")}</div>
${filler([...Object.entries(hidden), ...carried].flat())}`;
  return html`${problems(say, errors)}
${workersForm({ action, hidden: { ...hidden, step: "check", l: language }, body, files: takesFiles })}`;
}

/** The field for what is answered to the question of the screen. */
export const ANSWER = "q";

const MEGABYTE = 1024 * 1024;

/** For a few files at once. */
export function filesBox(label: SayKey, errors: readonly FormError[], say: Say): Html {
  const id = fieldId("files");
  const wrong = errors.find(({ field }) => field === "files");
  return html`<div class="field${wrong !== undefined && " wrong"}" id="${id}"><label for="files">${say(label)}</label>
<p class="hint" id="files-hint">${say("check.files.hint", { count: MOST_FILES, size: LARGEST_FILE / MEGABYTE })}</p>
${wrong !== undefined && html`<p class="error">${wrong.message}</p>`}
<input type="file" id="files" name="files" multiple aria-describedby="files-hint"></div>`;
}

function rows(answers: Answers, language: IntakeLanguage, say: Say): readonly Html[] {
  const { happened = [], consents = [], how, details, times, story, where, when, work, employer } = answers;
  const told = [
    ["happened", happened.map((code) => ENGINE_CODES.label(code, language))],
    ["story", [story]],
    ["work", [where, when, work, employer]],
    ["contact", [how === undefined ? undefined : say(`contact.${how}`), details, times]],
    ["consent", consents.map((level) => say(`consent.${level}`))],
  ] as const;
  return told.map(([step, lines]) => {
    const heading = say(`${step}.heading`);
    const there = lines.filter((line) => line !== undefined);
    return html`<div><dt>${heading}</dt>
<dd>${there.length === 0 ? html`<small>${say("check.nothing")}</small>` : there.map((line) => html`<p dir="auto">${line}</p>`)}
<button class="do calm small" name="go" value="to-${step}" aria-label="${say("change")}: ${heading}">${say("change")}</button></dd></div>`;
  });
}
