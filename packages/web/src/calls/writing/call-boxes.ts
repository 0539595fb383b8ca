import {
  CERTAINTIES,
  CONSENT_WAYS,
  languageName,
  NEED_TYPES,
  ownName,
  SEVERITIES,
  URGENCIES,
} from "@commonhall/domain";
import { audiencePart } from "../../audiences/audience-part.ts";
import { campaignChoice } from "../../campaigns/writing/campaign-choice.ts";
import { dateInput, timeInput } from "../../campaigns/writing/date-input.ts";
import { languagesIn, languagesPart } from "../../campaigns/writing/languages-part.ts";
import { rowCount } from "../../campaigns/writing/work.ts";
import { changed } from "../../campaigns/writing/writing.ts";
import { regionFields, sectorFields } from "../../codes/code-fields.ts";
import type { Visit } from "../../desk/route.ts";
import { timeZoneOf } from "../../desk/times.ts";
import { choices, field, select, textsField } from "../../layout/fields.ts";
import { bdi, html, type Html } from "../../layout/html.ts";
import { button, errorOf, fieldId } from "../../layout/parts.ts";
import type { FormValues } from "../../layout/read-form.ts";
import { OFFERED_LANGUAGES } from "../../words/offered-languages.ts";

/** What a call is asked for: what has happened, until when, what is needed, who may read it, and whether they were asked. */
export async function callBoxes(visit: Visit, form: FormValues): Promise<Html> {
  const { reader, centre, errors } = visit;
  const { words } = reader;
  return html`<section><h2>${words("desk.call.what")}</h2>
${await campaignChoice(visit, form, { orNone: words("desk.call.no-campaign"), ownOnly: true })}
${choices({
  name: "exercise",
  legend: words("desk.call.exercise"),
  type: "radio",
  choices: [
    { value: "no", label: words("desk.call.exercise.no") },
    { value: "yes", label: words("desk.call.exercise.yes"), hint: words("desk.call.exercise.hint") },
  ],
  chosen: [form.get("exercise") || "no"],
  errors,
})}
${languagesPart(reader, form, centre, errors)}
${textsField({
  name: "text",
  legend: words("desk.call.text"),
  hint: words("desk.call.text.hint"),
  languages: languagesIn(form, centre),
  values: form.fields,
  errors,
  rows: 6,
  required: true,
  folded: words("desk.write.other-languages"),
})}
${gravity(visit, form)}
</section>
${untilBoxes(visit, form)}
${needBoxes(visit, form)}
<section>${await audiencePart(visit, form, {
    name: "audience",
    legend: words("desk.call.audience"),
    hint: words("desk.call.audience.hint"),
    kind: "calls",
  })}</section>
${await consentBoxes(visit, form)}
${codeBoxes(visit, form)}`;
}

function gravity({ reader: { words }, errors }: Visit, form: FormValues): Html {
  return html`${choices({
    name: "urgency",
    legend: words("desk.call.urgency"),
    type: "radio",
    choices: URGENCIES.map((value) => ({ value, label: words(`call.urgency.${value}`) })),
    chosen: [form.get("urgency") || "immediate"],
    errors,
    compact: true,
  })}
<div class="two">${select({
    name: "severity",
    label: words("desk.call.severity"),
    choices: SEVERITIES.map((value) => ({ value, label: words(`call.severity.${value}`) })),
    chosen: form.get("severity") || "unknown",
    errors,
  })}
${select({
  name: "certainty",
  label: words("desk.call.certainty"),
  choices: CERTAINTIES.map((value) => ({ value, label: words(`call.certainty.${value}`) })),
  chosen: form.get("certainty") || "observed",
  errors,
})}</div>`;
}

function untilBoxes({ reader, centre, errors }: Visit, form: FormValues): Html {
  const { words, rich } = reader;
  const [date, time] = ["expires.date", "expires.time"];
  return html`<section><h2>${words("desk.call.until")}</h2>
<p class="hint">${rich("desk.call.until.hint", { zone: bdi(timeZoneOf(centre)) })}</p>
<div class="beside">${field({ ...dateInput(words, form.fields[date] ?? ""), name: date, label: words("desk.call.until.date"), errors, required: true })}
${field({ ...timeInput(words, form.fields[time] ?? ""), name: time, label: words("desk.call.until.time"), errors, required: true })}</div>
</section>`;
}

function needBoxes(visit: Visit, form: FormValues): Html {
  const { words } = visit.reader;
  const count = rowCount(form, "need");
  const error = errorOf(visit.errors, "need");
  return html`<section id="${fieldId("need")}"><h2>${words("desk.call.needs")}</h2>
<p class="hint">${words("desk.call.needs.hint")}</p>
${error !== undefined && html`<p class="error">${error}</p>`}
<input type="hidden" name="need.rows" value="${count}">
<input type="hidden" name="need.fixed" value="${form.get("need.fixed")}">
${Array.from({ length: count }, (_, row) => needRow(visit, form, row, count))}
${button({ label: words("desk.call.need.add"), kind: "calm", name: "do", value: "add-need" })}
</section>`;
}

function needRow({ reader, centre, errors }: Visit, form: FormValues, row: number, count: number): Html {
  const { words } = reader;
  const name = (part: string) => `need.${row}.${part}`;
  const value = (part: string) => form.fields[name(part)];
  const number = row + 1;
  // What has been sent out can be closed; others may have promised something for it.
  const isOut = changed(form) !== "" && row < Number(form.get("need.fixed"));
  return html`<fieldset class="row" id="${fieldId(`need.${row}`)}"><legend>${words("desk.call.need", { number })}</legend>
${textsField({
  name: name("name"),
  legend: words("desk.call.need.name"),
  languages: languagesIn(form, centre),
  values: form.fields,
  errors,
  folded: words("desk.write.other-languages"),
})}
<div class="beside">${select({
    name: name("type"),
    label: words("desk.call.need.type"),
    choices: NEED_TYPES.map((type) => ({ value: type, label: words(`need.type.${type}`) })),
    chosen: value("type"),
    errors,
  })}
${field({ name: name("quantity"), label: words("desk.call.need.quantity"), value: value("quantity"), errors, inputmode: "numeric", autocomplete: "off" })}
${select({
  name: name("unit"),
  label: words("desk.call.need.unit"),
  choices: [
    { value: "counted", label: words("desk.call.need.unit.counted") },
    { value: "hours", label: words("desk.call.need.unit.hours") },
    { value: "money", label: words("need.type.money") },
  ],
  chosen: value("unit"),
  errors,
})}
${field({ name: name("currency"), label: words("desk.call.need.currency"), hint: words("desk.call.need.currency.hint"), value: value("currency"), errors, ltr: true, maxlength: 3, autocomplete: "off" })}</div>
${value("by") !== undefined && html`<input type="hidden" name="${name("by")}" value="${value("by")}">`}
${isOut && choices({ name: name("closed"), legend: words("desk.call.need", { number }), type: "checkbox", choices: [{ value: "yes", label: words("desk.call.need.closed") }], chosen: form.all(name("closed")), errors, compact: true })}
${!isOut && count > 1 && button({ label: words("desk.call.need.remove", { number }), kind: "grave", name: "do", value: `remove-need-${row}` })}</fieldset>`;
}

async function consentBoxes(visit: Visit, form: FormValues): Promise<Html> {
  const { reader, errors, centre } = visit;
  const { words, language } = reader;
  const offered = [...new Set([...centre.languages, ...OFFERED_LANGUAGES])];
  return html`<section><h2>${words("desk.call.consent")}</h2>
<p class="hint">${words("desk.call.consent.hint")}</p>
${choices({
  name: "recognisable",
  legend: words("desk.call.recognisable"),
  type: "radio",
  choices: (["yes", "no"] as const).map((value) => ({ value, label: words(`desk.call.recognisable.${value}`) })),
  chosen: form.all("recognisable"),
  errors,
})}
<div class="beside">${field({ ...dateInput(words, form.fields["asked"] ?? ""), name: "asked", label: words("desk.call.consent.asked"), errors })}
${select({
  name: "asked-language",
  label: words("desk.call.consent.language"),
  choices: offered.map((tag) => ({ value: tag, label: `${ownName(tag)} (${languageName(tag, language)})` })),
  chosen: form.get("asked-language") || centre.languages[0],
  errors,
})}
${select({
  name: "asked-how",
  label: words("desk.call.consent.how"),
  choices: CONSENT_WAYS.map((way) => ({ value: way, label: words(`desk.call.consent.how.${wayKey(way)}`) })),
  chosen: form.get("asked-how") || "in person",
  errors,
})}</div>
${select({
  name: "asked-for",
  label: words("desk.call.consent.audience"),
  choices: [
    { value: "same", label: words("desk.call.consent.audience.same") },
    { value: "allies", label: words("desk.audience.allies") },
    { value: "public", label: words("desk.audience.public") },
  ],
  chosen: form.get("asked-for") || "same",
  errors,
})}
</section>`;
}

type Way = (typeof CONSENT_WAYS)[number];
const WAY_KEYS = {
  "in person": "in-person",
  phone: "phone",
  message: "message",
  "in writing": "in-writing",
  "through somebody they trust": "through-somebody-they-trust",
} as const satisfies Record<Way, string>;
const wayKey = (way: Way): (typeof WAY_KEYS)[Way] => WAY_KEYS[way];

function codeBoxes({ reader, errors }: Visit, form: FormValues): Html {
  const begun = ["region.0", "sectors", "sectors-more"].some((name) => form.get(name) !== "");
  return html`<details class="more"${begun && html` open`}><summary>${reader.words("desk.call.codes")}</summary>
${regionFields(reader, form, errors)}
${sectorFields(reader, form, errors)}</details>`;
}
