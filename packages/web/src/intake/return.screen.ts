import { direction, ownName } from "@commonhall/domain";
import { isWeek, LONGEST_TEXT, startOfWeek, type ReplyToRead } from "@commonhall/vault";
import { field } from "../layout/fields.ts";
import { html, type Html } from "../layout/html.ts";
import type { FormError } from "../layout/parts.ts";
import { filesBox } from "./check.screen.ts";
import { filler, go, problems, workersForm } from "./parts.ts";
import { INTAKE_LANGUAGES, sayIn, type IntakeLanguage, type Say } from "./words/say.ts";

export interface ReturnScreen {
  readonly language: IntakeLanguage;
  /** Of the page where a code is entered. */
  readonly action: string;
  readonly errors: readonly FormError[];
  /** As typed, or twenty digits. */
  readonly code: string;
  /** For the centre, as typed. */
  readonly text: string;
}

/** Where a code is entered. What was written for the centre before stays on the page. */
export function enterCode({ language, action, errors, code, text }: ReturnScreen): Html {
  const say = sayIn(language);
  const tongues = INTAKE_LANGUAGES.map(
    (tag) =>
      html`<a class="way" href="${action}?lang=${tag}" lang="${tag}" dir="${direction(tag)}">${ownName(tag)}</a> `,
  );
  return html`<h1>${say("return.heading")}</h1>
${problems(say, errors)}
${workersForm({
  action,
  hidden: { l: language, step: "open" },
  body: html`${field({ name: "code", label: say("return.label"), hint: say("return.hint"), value: code, errors, ltr: true, autocomplete: "off", inputmode: "numeric" })}
${text !== "" && field({ name: "text", label: say("add.label"), value: text, rows: 5, maxlength: LONGEST_TEXT })}
<div class="acts">${go(say, "return.button", "open", "strong")}${text !== "" && go(say, "add.button", "add")}</div>
${filler([])}`,
})}
<nav>${tongues}</nav>`;
}

export interface RepliesScreen extends ReturnScreen {
  readonly replies: readonly ReplyToRead[];
}

/** The answers, the box to write more, and what can be taken back. Nothing here says whether the code is one. */
export function repliesScreen(shown: RepliesScreen): Html {
  const { language, replies } = shown;
  const say = sayIn(language);
  const answers = replies.map(
    ({ text, week }) =>
      html`<div class="notice"><p class="quiet">${say("return.week", { date: weekText(week, language) })}</p><p class="said" dir="auto">${text}</p></div>`,
  );
  return html`<h1>${say("return.replies")}</h1>
${answers}
<p>${replies.length === 0 ? say("return.none") : say("return.soon")}</p>
${addBox(shown, say)}
${withdrawBox(shown, say)}`;
}

/** Too many at once: everything that was typed is here, to be sent again. */
export function busyScreen(shown: ReturnScreen, again: "open" | "add" | "withdraw"): Html {
  const say = sayIn(shown.language);
  if (again === "add") return addBox(shown, say);
  return again === "withdraw" ? html`${problems(say, shown.errors)}${withdrawBox(shown, say)}` : enterCode(shown);
}

export function addBox({ language, action, errors, code, text }: ReturnScreen, say: Say): Html {
  return html`<h2 id="add">${say("add.heading")}</h2>
${problems(say, errors)}
${workersForm({
  action,
  hidden: { l: language, step: "add", code },
  files: true,
  body: html`${field({ name: "text", label: say("add.label"), value: text, errors, rows: 5, maxlength: LONGEST_TEXT })}
${filesBox("add.files", errors, say)}
<div class="acts">${go(say, "add.button", "add", "strong")}</div>
${filler([])}`,
})}`;
}

const withdrawBox = ({ language, action, code }: ReturnScreen, say: Say): Html =>
  html`<h2>${say("withdraw.heading")}</h2><p>${say("withdraw.what")}</p>
${workersForm({
  action,
  hidden: { l: language, step: "withdraw", code },
  body: html`<div class="acts">${go(say, "withdraw.button", "withdraw")}</div>`,
})}`;

/** What has been done, and the way back to the answers. */
export function doneWith(what: "add.kept" | "withdraw.done", { language, action, code }: ReturnScreen): Html {
  const say = sayIn(language);
  return html`<h1>${say(`${what}.heading`)}</h1>
<p>${say(what)}</p>
${workersForm({
  action,
  hidden: { l: language, step: "open", code },
  body: html`<div class="acts">${go(say, "back", "open")}</div>${filler([])}`,
})}`;
}

function weekText(week: string, language: IntakeLanguage): string {
  if (!isWeek(week)) return week;
  const style = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, style).format(startOfWeek(week));
}
