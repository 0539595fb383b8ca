import {
  ASSESSMENT_LEVELS,
  ENGINE_CODES,
  FEES,
  indicatorDefinition,
  indicatorsAmong,
  INDICATORS,
  kindsOf,
  OCCUPATIONS,
  VIOLATION_GROUPS,
  VIOLATION_KINDS,
  WORK_STATUSES,
  regionName,
  type CodeList,
  sectorName,
} from "@commonhall/domain";
import { mainAbuses, type Coding, type RegisterEntry, type RegisterKind } from "@commonhall/vault";
import { countries } from "../codes/regions.ts";
import { DIVISIONS } from "../codes/sectors.ts";
import { choices, field, select, type Choice } from "../layout/fields.ts";
import { html, type Html } from "../layout/html.ts";
import { formValues, type FormValues } from "../layout/read-form.ts";
import type { InCase } from "./case.page.ts";

export type Registered = Readonly<Record<RegisterKind, readonly RegisterEntry[]>>;

export const FEE_ROWS = 4;
export const AGENT_ROWS = 4;

/** The boxes of the coding, filled with what was typed, or else with what was coded before. */
export function codingFields(inCase: InCase, registered: Registered): Html {
  const { visit, open } = inCase;
  const typed = visit.form.entries.length > 0 ? visit.form : formValues(entriesOf(open.coding, visit.reader.language));
  return html`${indicators(inCase, typed)}
${kinds(inCase, typed)}
${judgement(inCase, typed)}
${work(inCase, typed)}
${people(inCase, typed, registered)}
${recruitment(inCase, typed, registered)}`;
}

/** The ILO's words with a definition each. How many are ticked is shown, and concludes nothing. */
function indicators({ visit, say, open }: InCase, typed: FormValues): Html {
  const { language } = visit.reader;
  return choices({
    name: "kinds",
    legend: say("coding.indicators"),
    hint: say("coding.indicators.hint", {
      count: indicatorsAmong(open.coding.kinds).length,
      all: INDICATORS.all.length,
    }),
    type: "checkbox",
    choices: INDICATORS.all.map((code) => ({
      value: code,
      label: INDICATORS.label(code, language),
      hint: indicatorDefinition(code, language),
    })),
    chosen: typed.all("kinds"),
  });
}

function kinds({ visit, say }: InCase, typed: FormValues): Html {
  const { language } = visit.reader;
  const groups = VIOLATION_GROUPS.all.filter((group) => group !== "forced-labour");
  return html`<h2>${say("coding.kinds")}</h2><p class="hint">${say("coding.kinds.hint")}</p>
${groups.map((group) => {
  const own = kindsOf(group);
  return html`<details class="more"${own.some((kind) => typed.all("kinds").includes(kind)) && html` open`}><summary>${VIOLATION_GROUPS.label(group, language)}</summary>
${choices({
  name: `kinds`,
  legend: VIOLATION_GROUPS.label(group, language),
  type: "checkbox",
  choices: own.map((kind) => ({ value: kind, label: VIOLATION_KINDS.label(kind, language) })),
  chosen: typed.all("kinds"),
  compact: true,
  id: `kinds-${group}`,
})}</details>`;
})}`;
}

function judgement({ visit, say, open }: InCase, typed: FormValues): Html {
  const { errors, reader } = visit;
  const main = mainAbuses(open.coding);
  return html`<h2>${say("coding.judgement")}</h2>
${choices({
  name: "level",
  legend: say("coding.level"),
  hint: say("coding.level.hint"),
  type: "radio",
  choices: [
    { value: "", label: say("coding.level.unsaid") },
    ...ASSESSMENT_LEVELS.map((level) => ({ value: level, label: say(`coding.level.${level}`) })),
  ],
  chosen: [typed.get("level")],
  errors,
})}
${field({ name: "reason", label: say("coding.reason"), value: typed.fields["reason"], errors, rows: 3, autocomplete: "off" })}
${
  main.length > 0 &&
  select({
    name: "main",
    label: say("coding.main"),
    hint: say("coding.main.hint"),
    choices: [
      { value: "", label: say("unsaid") },
      ...main.map((code) => ({ value: code, label: ENGINE_CODES.label(code, reader.language) })),
    ],
    chosen: typed.get("main"),
    errors,
  })
}`;
}

function work({ visit, say }: InCase, typed: FormValues): Html {
  const { errors, reader } = visit;
  const { language } = reader;
  const of = <Code extends string>(list: CodeList<Code>): Choice[] =>
    list.all.map((code) => ({ value: code, label: list.label(code, language) }));
  const pick = (name: "sector" | "occupation" | "status", options: readonly Choice[]) =>
    select({
      name,
      label: say(`coding.${name}`),
      choices: [{ value: "", label: say("unsaid") }, ...options],
      chosen: typed.get(name),
      errors,
    });
  const where = (name: "place" | "origin") =>
    field({
      name,
      label: say(`coding.${name}`),
      hint: say(`coding.${name}.hint`),
      value: typed.fields[name],
      errors,
      suggestions: "countries",
      autocomplete: "off",
    });
  return html`<h2>${say("coding.work")}</h2>
${pick(
  "sector",
  DIVISIONS.map((code) => ({ value: code, label: `${code.slice("isic4:".length)} ${sectorName(code, language)}` })),
)}
${pick("occupation", of(OCCUPATIONS))}${pick("status", of(WORK_STATUSES))}
${where("place")}${where("origin")}
<datalist id="countries">${countries(language).map(({ name }) => html`<option value="${name}">`)}</datalist>
${choices({
  name: "adult",
  legend: say("coding.adult"),
  hint: say("coding.adult.hint"),
  type: "radio",
  choices: [
    { value: "", label: say("unsaid") },
    { value: "yes", label: say("coding.adult.yes") },
    { value: "no", label: say("coding.adult.no") },
  ],
  chosen: [typed.get("adult")],
})}`;
}

function people({ visit, say }: InCase, typed: FormValues, registered: Registered): Html {
  return html`<h2>${say("coding.people")}</h2><p class="hint">${say("coding.people.hint")} <a href="${visit.reader.link("/desk/register")}">${say("register.title")}</a></p>
${(["person", "employer"] as const).map((kind) => entrySelect({ visit, say }, typed, { name: kind, kind, registered }))}`;
}

const entrySelect = (
  { visit, say }: Pick<InCase, "visit" | "say">,
  typed: FormValues,
  { name, kind, registered }: { readonly name: string; readonly kind: RegisterKind; readonly registered: Registered },
): Html =>
  select({
    name,
    label: say(`register.${kind}`),
    choices: [
      { value: "", label: say("unsaid") },
      ...registered[kind].map((entry) => ({ value: entry.id, label: entry.name })),
    ],
    chosen: typed.get(name),
    errors: visit.errors,
  });

function recruitment(inCase: InCase, typed: FormValues, registered: Registered): Html {
  const { visit, say } = inCase;
  const { errors, reader } = visit;
  const money = (name: string) =>
    html`${field({
      name: `${name}.amount`,
      label: say("coding.amount"),
      value: typed.fields[`${name}.amount`],
      errors,
      ltr: true,
      inputmode: "numeric",
      autocomplete: "off",
    })}${field({
      name: `${name}.currency`,
      label: say("coding.currency"),
      hint: say("coding.currency.hint"),
      value: typed.fields[`${name}.currency`],
      errors,
      ltr: true,
      maxlength: 3,
      autocomplete: "off",
    })}`;
  const rows = <Row>(count: number, row: (index: number) => Row): Row[] =>
    Array.from({ length: count }, (_, index) => row(index));
  return html`<h2>${say("coding.recruitment")}</h2><p class="hint">${say("coding.recruitment.hint")}</p>
${rows(AGENT_ROWS, (index) => entrySelect({ visit, say }, typed, { name: `agent.${index}`, kind: "recruiter", registered }))}
${rows(
  FEE_ROWS,
  (index) =>
    html`<fieldset class="regions"><legend>${say("coding.fee", { number: index + 1 })}</legend>${select({
      name: `fee.${index}.category`,
      label: say("coding.fee.category"),
      choices: [
        { value: "", label: say("unsaid") },
        ...FEES.all.map((code) => ({ value: code, label: FEES.label(code, reader.language) })),
      ],
      chosen: typed.get(`fee.${index}.category`),
      errors,
    })}${money(`fee.${index}`)}</fieldset>`,
)}
<fieldset class="regions"><legend>${say("coding.debt")}</legend>${money("debt")}</fieldset>
${(["promised", "signed"] as const).map((name) => field({ name, label: say(`coding.${name}`), value: typed.fields[name], errors, rows: 3, autocomplete: "off" }))}`;
}

/** What was coded, as the form would send it. */
function entriesOf(coding: Coding, language: string): (readonly [string, string])[] {
  const { recruitment, assessment } = coding;
  const told: Readonly<Record<string, string | undefined>> = {
    level: assessment?.level ?? "",
    reason: assessment?.reason,
    main: coding.mainAbuse,
    sector: coding.sector,
    occupation: coding.occupation,
    status: coding.workStatus,
    place: coding.place && regionName(coding.place, language),
    origin: coding.origin && regionName(coding.origin, language),
    adult: coding.adult === undefined ? "" : coding.adult ? "yes" : "no",
    person: coding.person,
    employer: coding.employer,
    promised: recruitment.promised,
    signed: recruitment.signed,
    "debt.amount": recruitment.debt?.amount,
    "debt.currency": recruitment.debt?.currency,
    ...Object.fromEntries(recruitment.chain.map((id, index) => [`agent.${index}`, id])),
    ...Object.fromEntries(
      recruitment.fees.flatMap((fee, index) => [
        [`fee.${index}.category`, fee.category],
        [`fee.${index}.amount`, fee.amount],
        [`fee.${index}.currency`, fee.currency],
      ]),
    ),
  };
  const single = Object.entries(told).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  return [...coding.kinds.map((kind) => ["kinds", kind] as const), ...single];
}
