import { languageName, languageTag, ownName } from "@commonhall/domain";
import type { Consent, ConsentDraft } from "@commonhall/vault";
import { opens, refused, type DeskRoute, type Elsewhere, type Sheet } from "../desk/route.ts";
import { choices, field, select } from "../layout/fields.ts";
import { html, type Html } from "../layout/html.ts";
import { button, empty, type FormError } from "../layout/parts.ts";
import { INTAKE_LANGUAGES } from "../intake/words/say.ts";
import { typedDate } from "../words/digits.ts";
import { acts, type Act } from "./case-forms.route.ts";
import { caseForm, caseHead, withCase, type InCase } from "./case.page.ts";
import { insideDraws, nameOf, type Inside } from "./inside.ts";

/** What the worker agreed to, asked in their language; help never depends on it (anonymity.md 4.3). */
const page = opens("/cases/:case/consent", "work on cases", insideDraws(consentPage));

export const consentRoutes: readonly DeskRoute[] = [page, acts("/cases/:case/consent", page, "case-saved", save)];

const LEVELS = ["C0", "C1", "C2", "C3", "C4", "C5", "R"] as const;
const WAYS = ["in person", "phone", "message", "form"] as const;

function consentPage(inside: Inside): Promise<Sheet | Elsewhere> {
  return withCase(inside, (inCase): Sheet => {
    const { say, open } = inCase;
    return {
      room: "cases",
      title: say("tab.consent"),
      body: html`${caseHead(inCase, "consent")}
<h2>${say("tab.consent")}</h2>
<p class="lead">${say("consent.lead")}</p>
${open.consents.length === 0 ? empty(say("consent.none")) : html`<ul class="lines">${open.consents.map((consent) => line(inCase, consent))}</ul>`}
<h2>${say("consent.add")}</h2>
<p>${say("consent.once")}</p>
${caseForm(inCase, "consent", fields(inCase))}`,
    };
  });
}

function line(inCase: InCase, consent: Consent): Html {
  const { say } = inCase;
  return html`<li><strong>${say(`consent.${consent.level}`)}</strong>
${consent.organisation !== undefined && html`<span dir="auto">${consent.organisation}</span>`}
${consent.text !== undefined && html`<span dir="auto">${consent.text}</span>`}
<span class="quiet">${asked(inCase, consent)}${consent.teachBack && html` · ${say("consent.taught")}`}</span></li>`;
}

/** By nobody, where the worker ticked it in the form, or took everything back with the code. */
function asked(inCase: InCase, { level, by, how, month, expires, language: tag }: Consent): Html {
  const { visit, say, sayRich, open } = inCase;
  if (by === "" && level === "C0") return html`${say("consent.taken-back", { month })}`;
  const language = languageName(tag, visit.reader.language);
  if (by === "") {
    return html`${sayRich("consent.ticked", { month, language, expires })}${open.channel === "helper" && html` · ${say("channel.helper")}`}`;
  }
  return html`${sayRich("consent.asked", { name: nameOf(inCase, by), month, language, expires })} · ${say(`consent.how.${wayKey(how)}`)}`;
}

const wayKey = (way: (typeof WAYS)[number]): "person" | "phone" | "message" | "form" =>
  way === "in person" ? "person" : way;

function fields({ visit, say, open }: InCase): Html {
  const { form: typed, errors } = visit;
  const text = (name: "organisation" | "purpose" | "until" | "text", rows?: number) =>
    field({
      name,
      label: say(`consent.${name}`),
      value: typed.fields[name],
      errors,
      autocomplete: "off",
      ...(rows === undefined ? {} : { rows }),
      ...(name === "until" ? { ltr: true, hint: say("date.hint") } : {}),
    });
  const languages = [...new Set([...open.told.map(({ language }) => language), ...INTAKE_LANGUAGES])];
  return html`${choices({
    name: "level",
    legend: say("consent.level"),
    type: "radio",
    choices: LEVELS.map((level) => ({
      value: level,
      label: say(`consent.${level}`),
      hint: say(`consent.${level}.means`),
    })),
    chosen: typed.all("level"),
    errors,
  })}
${select({
  name: "language",
  label: say("consent.language"),
  choices: languages.map((tag) => ({ value: tag, label: ownName(tag) })),
  chosen: typed.get("language"),
})}
${select({
  name: "how",
  label: say("consent.how"),
  choices: WAYS.map((way) => ({ value: way, label: say(`consent.how.${wayKey(way)}`) })),
  chosen: typed.get("how"),
})}
${choices({
  name: "taught",
  legend: say("consent.teach-back"),
  type: "checkbox",
  choices: [{ value: "yes", label: say("consent.taught") }],
  chosen: typed.all("taught"),
})}
<fieldset class="regions"><legend>${say("consent.referral")}</legend>${text("organisation")}${text("purpose")}${text("until")}</fieldset>
${text("text", 4)}
${button({ label: say("consent.button") })}`;
}

async function save({ desk, visit, say }: Inside, id: Parameters<Act>[1]): ReturnType<Act> {
  const { form } = visit;
  const level = LEVELS.find((known) => known === form.get("level"));
  const until = typedDate(form.get("until"));
  const needs = (name: string, isMissing: boolean): FormError[] =>
    isMissing ? [{ field: name, message: say("refused.empty-text") }] : [];
  const errors = [
    ...(level === undefined ? [{ field: "level", message: say("consent.level.missing") }] : []),
    ...needs("organisation", level === "R" && form.get("organisation") === ""),
    ...needs("purpose", level === "R" && form.get("purpose") === ""),
    ...(level === "R" && until === undefined ? [{ field: "until", message: say("date.wrong") }] : []),
    ...needs("text", level === "C4" && form.get("text") === ""),
  ];
  const language = languageTag(form.get("language"));
  if (errors.length > 0 || level === undefined || language === undefined) return refused(...errors);
  const draft: ConsentDraft = {
    level,
    language,
    how: WAYS.find((way) => way === form.get("how")) ?? "in person",
    teachBack: form.get("taught") === "yes",
    ...(level === "R" && until !== undefined
      ? { organisation: form.get("organisation"), purpose: form.get("purpose"), until }
      : {}),
    ...(level === "C4" ? { text: form.get("text") } : {}),
  };
  return desk.cases.consent(id, draft);
}
