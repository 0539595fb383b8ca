import { languageName, ownName, TARGET_ROLES, type Centre } from "@commonhall/domain";
import { regionFields, sectorFields } from "../../codes/code-fields.ts";
import { field, select, textsField } from "../../layout/fields.ts";
import { code, html, type Html } from "../../layout/html.ts";
import { button, errorOf, fieldId, type FormError } from "../../layout/parts.ts";
import type { FormValues } from "../../layout/read-form.ts";
import type { Reader } from "../../words/reader.ts";
import type { Visit } from "../../desk/route.ts";
import { TARGET_DETAILS } from "./campaign-form.ts";
import { dateInput } from "./date-input.ts";
import { languagesIn, languagesPart } from "./languages-part.ts";
import { rowCount } from "./work.ts";
import { changed } from "./writing.ts";

/** What a campaign is asked for, in the order in which one would tell it. */
export function campaignBoxes(visit: Visit, form: FormValues): Html {
  const { reader, centre, errors } = visit;
  const { words } = reader;
  const given = {
    languages: languagesIn(form, centre),
    values: form.fields,
    errors,
    folded: words("desk.write.other-languages"),
  };
  return html`<section><h2>${words("desk.campaign.what")}</h2>
${languagesPart(reader, form, centre, errors)}
${textsField({ ...given, name: "name", legend: words("desk.campaign.name"), hint: words("desk.campaign.name.hint"), required: true })}
${handleBox(visit, form)}
${textsField({ ...given, name: "summary", legend: words("desk.campaign.summary"), hint: words("desk.campaign.summary.hint"), rows: 6, required: true })}
</section>
${rows(reader, form, errors, "demand", (row, count) => demandRow(visit, form, row, count))}
${rows(reader, form, errors, "target", (row, count) => targetRow(reader, form, errors, row, count))}
<section><h2>${words("desk.campaign.when")}</h2>
<p class="hint">${words("desk.campaign.when.hint")}</p>
${dateBox(reader, form, errors, "starts")}
${dateBox(reader, form, errors, "ends")}
</section>
<section><h2>${words("desk.campaign.where")}</h2>
${regionFields(reader, form, errors)}
${sectorFields(reader, form, errors)}
</section>
${translators(reader, form, centre)}`;
}

/** Its handle is its address for ever, so it is asked once. */
function handleBox({ reader, ports, errors }: Visit, form: FormValues): Html {
  const { words, rich } = reader;
  const of = changed(form);
  if (of !== "") {
    return html`<p>${rich("desk.campaign.handle.fixed", { handle: code(`@${of}@${ports.site.handleHost}`) })}</p>
<input type="hidden" name="handle" value="${form.fields["handle"] ?? of}">`;
  }
  return field({
    name: "handle",
    label: words("desk.campaign.handle"),
    hint: rich("desk.campaign.handle.hint", { example: code(`@payup2026@${ports.site.handleHost}`) }),
    value: form.fields["handle"],
    errors,
    ltr: true,
    required: true,
    autocomplete: "off",
  });
}

/** A part of which there can be any number: each row with a way to take it away, and one way to add another. */
function rows(
  { words }: Reader,
  form: FormValues,
  errors: readonly FormError[],
  part: "demand" | "target",
  draw: (row: number, count: number) => Html,
): Html {
  const count = rowCount(form, part);
  const error = errorOf(errors, part);
  return html`<section id="${fieldId(part)}"><h2>${words(`desk.campaign.${part}s`)}</h2>
<p class="hint">${words(`desk.campaign.${part}s.hint`)}</p>
${error !== undefined && html`<p class="error">${error}</p>`}
<input type="hidden" name="${part}.rows" value="${count}">
${Array.from({ length: count }, (_, row) => draw(row, count))}
${button({ label: words(`desk.campaign.${part}.add`), kind: "calm", name: "do", value: `add-${part}` })}
</section>`;
}

function demandRow({ reader, centre, errors }: Visit, form: FormValues, row: number, count: number): Html {
  const { words } = reader;
  return html`<div class="row">${textsField({
    name: `demand.${row}`,
    legend: words("desk.campaign.demand", { number: row + 1 }),
    languages: languagesIn(form, centre),
    values: form.fields,
    errors,
    rows: 2,
    folded: words("desk.write.other-languages"),
  })}
${takeAway(reader, "demand", row, count)}</div>`;
}

function targetRow(reader: Reader, form: FormValues, errors: readonly FormError[], row: number, count: number): Html {
  const { words } = reader;
  const name = (part: string) => `target.${row}.${part}`;
  const value = (part: string) => form.fields[name(part)];
  const begun = TARGET_DETAILS.some((part) => (value(part) ?? "") !== "" || errorOf(errors, name(part)) !== undefined);
  return html`<fieldset class="row" id="${fieldId(`target.${row}`)}"><legend>${words("desk.campaign.target", { number: row + 1 })}</legend>
<div class="beside">${field({ name: name("name"), label: words("desk.campaign.target.name"), value: value("name"), errors, autocomplete: "off" })}
${select({
  name: name("role"),
  label: words("desk.campaign.target.role"),
  choices: TARGET_ROLES.map((role) => ({ value: role, label: words(`target.${role}`) })),
  chosen: value("role"),
})}</div>
<details class="more"${begun && html` open`}><summary>${words("desk.campaign.target.more")}</summary>
<p class="hint">${words("desk.campaign.target.more.hint")}</p>
<div class="two">${TARGET_DETAILS.map((part) =>
    field({
      name: name(part),
      label: words(`desk.campaign.target.${part}`),
      value: value(part),
      errors,
      autocomplete: "off",
      ltr: part === "url" || part === "emailAddress",
      ...(part === "postalAddress" ? { rows: 3 } : {}),
    }),
  )}</div></details>
${takeAway(reader, "target", row, count)}</fieldset>`;
}

const takeAway = ({ words }: Reader, part: "demand" | "target", row: number, count: number): Html | false =>
  count > 1 &&
  button({
    label: words(`desk.campaign.${part}.remove`, { number: row + 1 }),
    kind: "grave",
    name: "do",
    value: `remove-${part}-${row}`,
  });

/** The browser's own calendar; where something is typed that it could not show, a plain box shows it. */
function dateBox({ words }: Reader, form: FormValues, errors: readonly FormError[], name: "starts" | "ends"): Html {
  return field({ ...dateInput(words, form.fields[name] ?? ""), name, label: words(`desk.campaign.${name}`), errors });
}

/** Row C6: a translation has somebody's name to it. */
function translators({ words, language }: Reader, form: FormValues, centre: Centre): Html | false {
  const [, ...others] = languagesIn(form, centre);
  return (
    others.length > 0 &&
    html`<section><h2>${words("desk.campaign.translators")}</h2>
<p class="hint">${words("desk.campaign.translators.hint")}</p>
${others.map((tag) =>
  field({
    name: `translator.${tag}`,
    label: words("desk.campaign.translator", { language: `${ownName(tag)} (${languageName(tag, language)})` }),
    value: form.fields[`translator.${tag}`],
    autocomplete: "off",
  }),
)}</section>`
  );
}
