import { direction } from "@commonhall/domain";
import { groupsOf, type ReceiptCode } from "@commonhall/vault";
import { html, type Html } from "../layout/html.ts";
import { sayIn, type IntakeLanguage, type SayKey } from "./words/say.ts";

/** What a worker is told before anything is asked: on their own screen, or read out by somebody of the centre. */
export function safetyAdvice(language: IntakeLanguage): Html {
  const say = sayIn(language);
  const lines = (...keys: readonly SayKey[]): Html => html`<ul>${keys.map((key) => html`<li>${say(key)}</li>`)}</ul>`;
  return html`<h2>${say("advice.safe")}</h2>
${lines("advice.alone", "advice.phone", "advice.history", "advice.danger")}
<h2>${say("advice.we")}</h2>
${lines("advice.name", "advice.questions", "advice.sealed", "advice.limits")}`;
}

/**
 * One digit after the other, as the language writes digits; a comma makes a voice pause. Where a list is read from the
 * right it stays one number, or somebody would read it backwards.
 */
export function codeToReadAloud(code: ReceiptCode, language: IntakeLanguage): Html {
  const digits = new Intl.NumberFormat(language);
  const between = direction(language) === "rtl" ? "" : ", ";
  const spelt = (group: string) =>
    html`<bdi>${[...group].map((digit) => digits.format(Number(digit))).join(between)}</bdi>`;
  return html`<h2>${sayIn(language)("code.aloud")}</h2>
<ul class="aloud">${groupsOf(code).map((group) => html`<li>${spelt(group)}</li>`)}</ul>`;
}
