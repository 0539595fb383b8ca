import { DEFAULT_DOOR, languageTag, ownName } from "@commonhall/domain";
import type { Site } from "@commonhall/wire";
import { listed, REGION_FIELDS, regionFields, SECTOR_FIELDS, sectorFields } from "../codes/code-fields.ts";
import { choices, field, select, textsField, type Choice } from "../layout/fields.ts";
import { code, html, inLanguage, type Html } from "../layout/html.ts";
import type { PageInput } from "../layout/page.ts";
import { button, errorList, form, linkButton, type FormError } from "../layout/parts.ts";
import type { FormValues } from "../layout/read-form.ts";
import { OFFERED_LANGUAGES } from "../words/offered-languages.ts";
import type { Reader } from "../words/reader.ts";
import type { Words } from "../words/words.ts";
import { askRoles } from "./ask-roles.ts";
import { passphraseRules } from "./passphrase-rules.ts";
import { FIRST_STAFF, SET_UP_STEPS, staffField, type SetUpStep } from "./set-up-form.ts";

export interface SetUpPageInput {
  readonly reader: Reader;
  readonly site: Site;
  readonly step: SetUpStep;
  readonly form: FormValues;
  readonly errors: readonly FormError[];
  /** Of the centre, as chosen in an earlier step. */
  readonly languages: readonly string[];
  /** Whether workers can be asked here at all: where there is a vault. */
  readonly asksDoor: boolean;
}

export function setUpPage(input: SetUpPageInput): PageInput {
  const { reader, step, errors } = input;
  const { words, link } = reader;
  const number = SET_UP_STEPS.indexOf(step) + 1;
  return {
    reader,
    title: words("setup.title"),
    unlisted: true,
    keeps: "set-up",
    body: html`<p class="meta">${words("setup.step", { number, of: SET_UP_STEPS.length })}</p>
<h1>${words(`setup.heading.${step}`)}</h1>
<p class="lead">${words(`setup.lead.${step}`)}</p>
${errorList(words, errors)}
${step === "staff" && errors.length > 0 && html`<p class="error">${words("setup.passphrase.not-kept")}</p>`}
${form({
  action: link("/setup"),
  id: "set-up",
  body: html`<input type="hidden" name="step" value="${step}">
${carried(input)}
${questions(input)}
<div class="acts">${button({ label: words(step === "staff" ? "setup.finish" : "setup.next"), name: "go", value: "next" })}
${number > 2 && button({ label: words("setup.back"), kind: "calm", name: "go", value: "back" })}</div>`,
})}`,
  };
}

/** Fields of each step, by how their names begin. */
const FIELDS: Readonly<Record<SetUpStep, readonly string[]>> = {
  code: ["code"],
  centre: ["handle", "door", "language", "languages", "languages-more", ...REGION_FIELDS, ...SECTOR_FIELDS],
  texts: ["name.", "summary."],
  staff: ["staff."],
};

const belongs = (name: string, step: SetUpStep): boolean =>
  FIELDS[step].some((known) => (known.endsWith(".") ? name.startsWith(known) : name === known));

/** What the other steps were told. Passphrases are never sent back. */
function carried({ step, form }: SetUpPageInput): readonly Html[] {
  const others = SET_UP_STEPS.filter((other) => other !== step);
  return form.entries
    .filter(([name]) => others.some((other) => belongs(name, other)) && !/\.(?:passphrase|again)$/.test(name))
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
}

function questions(input: SetUpPageInput): Html {
  switch (input.step) {
    case "code":
      return askCode(input);
    case "centre":
      return askCentre(input);
    case "texts":
      return askTexts(input);
    case "staff":
      return askStaff(input);
  }
}

const askCode = ({ reader: { words }, form, errors }: SetUpPageInput): Html =>
  field({
    name: "code",
    label: words("setup.code"),
    hint: words("setup.code.hint"),
    value: form.fields["code"],
    errors,
    ltr: true,
    required: true,
    autocomplete: "one-time-code",
  });

function askCentre({ reader, site, form, errors, asksDoor }: SetUpPageInput): Html {
  const { words, rich } = reader;
  return html`${field({
    name: "handle",
    label: words("setup.handle"),
    hint: rich("setup.handle.hint", { example: code(`@centro@${site.handleHost}`) }),
    value: form.fields["handle"],
    errors,
    ltr: true,
    required: true,
    maxlength: 40,
    autocomplete: "off",
  })}
${askLanguages(reader, form, errors)}
${regionFields(reader, form, errors)}
${sectorFields(reader, form, errors)}
${
  asksDoor &&
  field({
    name: "door",
    label: words("setup.door"),
    hint: words("setup.door.hint"),
    value: form.fields["door"] ?? DEFAULT_DOOR.path,
    errors,
    ltr: true,
    maxlength: 40,
    autocomplete: "off",
  })
}`;
}

/** The one that the centre mostly writes in, and the others. */
export function askLanguages(
  { words, language, wanted }: Reader,
  form: FormValues,
  errors: readonly FormError[],
): Html {
  const chosen = languageTag(form.get("language")) ?? wanted.find((tag) => OFFERED_LANGUAGES.includes(tag)) ?? language;
  const typed = listed(form.get("languages-more")).flatMap((tag) => languageTag(tag) ?? []);
  const offered = [...new Set([...OFFERED_LANGUAGES, chosen, ...typed])];
  return html`${select({
    name: "language",
    label: words("setup.language"),
    hint: words("setup.language.hint"),
    choices: offered.map((tag) => ({ value: tag, label: ownName(tag) })),
    chosen,
    errors,
  })}
${choices({
  name: "languages",
  legend: words("setup.languages"),
  hint: words("setup.languages.hint"),
  type: "checkbox",
  choices: OFFERED_LANGUAGES.map((tag): Choice => ({
    value: tag,
    label: html`<span ${inLanguage(tag)}>${ownName(tag)}</span>`,
  })),
  chosen: form.all("languages"),
  compact: true,
})}
${field({
  name: "languages-more",
  label: words("setup.languages-more"),
  hint: words("setup.languages-more.hint"),
  value: form.fields["languages-more"],
  errors,
  ltr: true,
  autocomplete: "off",
})}`;
}

/** What it is called and who it is, a box for each language. */
export function askTexts({
  reader: { words },
  form,
  errors,
  languages,
}: Pick<SetUpPageInput, "reader" | "form" | "errors" | "languages">): Html {
  const given = { languages, values: form.fields, errors, required: true };
  return html`${textsField({ ...given, name: "name", legend: words("setup.name"), hint: words("setup.name.hint"), maxlength: 200 })}
${textsField({ ...given, name: "summary", legend: words("setup.summary"), hint: words("setup.summary.hint"), rows: 5 })}`;
}

function askStaff({ reader: { words }, form, errors }: SetUpPageInput): Html {
  const more = html`<p>${words("setup.passphrase.change-first")}</p>
${errors.length === 0 && html`<p>${words("setup.passphrase.not-kept")}</p>`}`;
  return html`${passphraseRules(words, more)}
${FIRST_STAFF.map((index) => {
  const asked = askPerson(index, words, form, errors);
  if (index === 0) return asked;
  const begun = form.get(staffField(index, "name")) !== "";
  return html`<details class="more"${begun && html` open`}><summary>${words("setup.staff.another", { number: index + 1 })}</summary>${asked}</details>`;
})}`;
}

/** Name, roles and passphrase of one person; the first of a node starts with the two roles that it cannot do without. */
function askPerson(index: number, words: Words, form: FormValues, errors: readonly FormError[]): Html {
  const name = staffField(index, "name");
  const roles = staffField(index, "roles");
  const typed = form.all(roles);
  const begun = form.get(name) !== "" || typed.length > 0;
  return html`<div class="person">
${field({ name, label: words("setup.staff.name"), hint: words("setup.staff.name.hint"), value: form.fields[name], errors, required: index === 0, autocomplete: "off", maxlength: 40 })}
${askRoles({ name: roles, words, chosen: begun || index > 0 ? typed : ["administrator", "editor"], errors })}
${(["passphrase", "again"] as const).map((part) =>
  field({
    name: staffField(index, part),
    label: words(`setup.passphrase.${part}`),
    type: "password",
    errors,
    required: index === 0,
    autocomplete: "new-password",
  }),
)}</div>`;
}

/** The centre is there. What to do next, and in which order. */
export function setUpDonePage(reader: Reader, handle: string): PageInput {
  const { words, rich, link } = reader;
  return {
    reader,
    title: words("setup.done"),
    unlisted: true,
    body: html`<h1>${words("setup.done")}</h1>
<p class="lead">${words("setup.done.what")}</p>
<p class="handle">${code(handle)}</p>
<ol><li>${rich("setup.done.sign-in", { desk: html`<a href="${link("/desk")}">${words("setup.done.desk")}</a>` })}</li>
<li>${words("setup.done.publish")}</li>
<li>${words("setup.done.tell")}</li></ol>
<p class="acts">${linkButton(link("/desk"), words("setup.done.to-desk"), "strong")}${linkButton(link("/"), words("setup.done.to-page"))}</p>`,
  };
}

export function setUpAlreadyPage(reader: Reader): PageInput {
  const { words, link } = reader;
  return {
    reader,
    title: words("setup.done-already"),
    unlisted: true,
    body: html`<h1>${words("setup.done-already")}</h1>
<p class="lead">${words("setup.done-already.what")}</p>
<p class="acts">${linkButton(link("/"), words("setup.done.to-page"), "strong")}${linkButton(link("/desk"), words("setup.done.to-desk"))}</p>`,
  };
}
