import { groupsOf, type ReceiptCode } from "@commonhall/vault";
import { html, type Html } from "../layout/html.ts";
import { code as isolated } from "../layout/html.ts";
import { go, workersForm } from "./parts.ts";
import { codeToReadAloud } from "./read-aloud.ts";
import { sayIn, sayRichIn, type IntakeLanguage } from "./words/say.ts";

export interface CodeScreen {
  readonly language: IntakeLanguage;
  readonly code: ReceiptCode;
  readonly large: boolean;
  /** It will take longer than usual. */
  readonly slow: boolean;
  readonly action: string;
  readonly hidden?: Readonly<Record<string, string>>;
  /** Where the worker comes back to, as it is typed. */
  readonly address: string;
}

/** The one way on is to say that the code is kept. */
export function codeScreen({ language, code, large, slow, action, hidden = {}, address }: CodeScreen): Html {
  const say = sayIn(language);
  return html`<h1>${say("code.heading")}</h1>
<p class="receipt${large && " large"}" dir="ltr">${groupsOf(code).join(" ")}</p>
<p><strong>${say("code.once")}</strong></p>
${slow && html`<div class="notice"><p>${say("slow")}</p></div>`}
${workersForm({
  action,
  hidden: { ...hidden, step: "code", l: language, code },
  body: html`<div class="acts">${go(say, "code.kept", "kept", "strong")}
${large ? go(say, "code.small", "small") : go(say, "code.large", "large")}</div>`,
})}
<p>${say("code.what")}</p>
<p>${sayRichIn(language)("code.address", { address: isolated(address) })}</p>
${codeToReadAloud(code, language)}
<p class="quiet">${say("code.print")}</p>`;
}

export function doneScreen(language: IntakeLanguage, withCode: boolean, slow: boolean): Html {
  const say = sayIn(language);
  return html`<h1>${say("done.heading")}</h1>
<p>${say("done.what")}</p>
${slow && html`<p>${say("slow")}</p>`}
${withCode && html`<p>${say("done.code")}</p>`}
<p>${say("done.history")}</p>`;
}
