import {
  CERTAINTIES,
  CONSENT_WAYS,
  isCurrency,
  languageName,
  languagesOf,
  firstLanguage,
  languageTag,
  NEED_TYPES,
  quantityFrom,
  quantityText,
  SEVERITIES,
  unitFor,
  URGENCIES,
  type Audience,
  type Call,
  type Campaign,
  type CallDraft,
  type Consent,
  type LanguageTag,
  type Need,
  type NeedDraft,
  type Result,
  type Unit,
} from "@commonhall/domain";
import { audienceFields, readAudience } from "../../audiences/audience-part.ts";
import { readMoment } from "../../campaigns/writing/action-form.ts";
import { codeFields, readTexts, textFields } from "../../campaigns/writing/campaign-form.ts";
import { languagesIn } from "../../campaigns/writing/languages-part.ts";
import { rowCount, type Fields } from "../../campaigns/writing/work.ts";
import { changed } from "../../campaigns/writing/writing.ts";
import { regionsFrom, sectorsFrom } from "../../codes/code-fields.ts";
import type { Visit } from "../../desk/route.ts";
import { timeZoneOf } from "../../desk/times.ts";
import { textsFieldName } from "../../layout/fields.ts";
import type { FormError } from "../../layout/parts.ts";
import { textsError, textsOf, type FormValues } from "../../layout/read-form.ts";
import { typedDate, typedDecimal } from "../../words/digits.ts";
import type { Reader } from "../../words/reader.ts";
import { momentFields } from "./templates.ts";

/** What is in the form. `rows` says in which row the n-th need stands. */
export interface CallRead {
  readonly draft: CallDraft;
  readonly rows: readonly number[];
}

type Part<T> = Result<T, readonly FormError[]>;

/** Or everything that is wrong with it. */
export function readCall({ reader, centre }: Visit, form: FormValues, campaign: Campaign | undefined): Part<CallRead> {
  const { words } = reader;
  const languages = languagesIn(form, centre);
  const text = readTexts(reader, form, "text", languages);
  const expires = readMoment(reader, form, "expires", timeZoneOf(centre));
  const needs = readNeeds(reader, form, languages);
  const audience = readAudience(reader, form, "audience");
  const consent = readConsent(reader, form, audience.ok ? audience.value : undefined);
  const regions = regionsFrom(form, words);
  const sectors = sectorsFrom(form, words);
  const parts: readonly Part<unknown>[] = [text, expires, needs, audience, consent, regions, sectors];
  const errors = parts.flatMap((part) => (part.ok ? [] : part.error));
  const missing = { field: "expires.date", message: words("desk.call.until.missing") };
  if (expires.ok && expires.value === undefined) errors.push(missing);
  if (!text.ok || !expires.ok || !needs.ok || !audience.ok || !consent.ok || !regions.ok || !sectors.ok) {
    return { ok: false, error: errors };
  }
  if (errors.length > 0 || expires.value === undefined) return { ok: false, error: errors };
  const draft: CallDraft = {
    ...(campaign === undefined ? {} : { campaign: campaign.id }),
    urgency: URGENCIES.find((known) => known === form.get("urgency")) ?? "immediate",
    severity: SEVERITIES.find((known) => known === form.get("severity")) ?? "unknown",
    certainty: CERTAINTIES.find((known) => known === form.get("certainty")) ?? "unknown",
    exercise: form.get("exercise") === "yes",
    text: text.value,
    expires: expires.value,
    needs: needs.value.map(({ need }) => need),
    audience: audience.value,
    regions: regions.value,
    sectors: sectors.value,
    ...consent.value,
  };
  return { ok: true, value: { draft, rows: needs.value.map(({ row }) => row) } };
}

interface NeedRow {
  readonly row: number;
  readonly need: NeedDraft;
}

/** Rows in which nothing stands are no needs. */
function readNeeds(reader: Reader, form: FormValues, languages: readonly LanguageTag[]): Part<readonly NeedRow[]> {
  const rows = Array.from({ length: rowCount(form, "need") }, (_, row) => row).filter((row) =>
    isBegun(form, row, languages),
  );
  const read = rows.map((row) => readNeed(reader, form, row, languages));
  const errors = read.flatMap((need) => (need.ok ? [] : need.error));
  return errors.length > 0
    ? { ok: false, error: errors }
    : { ok: true, value: read.flatMap((need) => (need.ok ? [need.value] : [])) };
}

function isBegun(form: FormValues, row: number, languages: readonly LanguageTag[]): boolean {
  const isOut = changed(form) !== "" && row < Number(form.get("need.fixed"));
  const boxes = languages.map((language) => textsFieldName(`need.${row}.name`, language));
  return isOut || [...boxes, `need.${row}.quantity`].some((name) => form.get(name) !== "");
}

function readNeed(reader: Reader, form: FormValues, row: number, languages: readonly LanguageTag[]): Part<NeedRow> {
  const { words } = reader;
  const name = (part: string) => `need.${row}.${part}`;
  const number = row + 1;
  const [first] = languages;
  const texts = textsOf(form, name("name"), languages);
  const type = NEED_TYPES.find((known) => known === form.get(name("type"))) ?? "legal";
  const quantity = quantityFrom(typedDecimal(form.get(name("quantity"))));
  const unit = readUnit(form, row, type);
  const by = Date.parse(form.get(name("by")));
  const lacks = texts.ok && first !== undefined && texts.value[first] === undefined;
  const language = first === undefined ? "" : languageName(first, reader.language);
  const missing = {
    field: textsFieldName(name("name"), first ?? ""),
    message: words("desk.call.need.name.missing", { language, number }),
  };
  const errors: readonly (FormError | undefined)[] = [
    texts.ok ? (lacks ? missing : undefined) : (textsError(name("name"), texts.error, words) ?? missing),
    quantity === undefined
      ? { field: name("quantity"), message: words("desk.call.need.quantity.wrong", { number }) }
      : undefined,
    unit === undefined ? { field: name("unit"), message: words("desk.call.need.unit.wrong", { number }) } : undefined,
  ];
  const told = errors.filter((error) => error !== undefined);
  if (told.length > 0 || !texts.ok || quantity === undefined || unit === undefined) return { ok: false, error: told };
  const need: NeedDraft = {
    name: texts.value,
    type,
    quantity,
    unit,
    ...(Number.isNaN(by) ? {} : { by }),
    ...(form.all(name("closed")).includes("yes") ? { closed: true } : {}),
  };
  return { ok: true, value: { row, need } };
}

function readUnit(form: FormValues, row: number, type: NeedDraft["type"]): Unit | undefined {
  const chosen = form.get(`need.${row}.unit`);
  if (type === "money") return unitFor(type, form.get(`need.${row}.currency`).toUpperCase());
  return unitFor(type, chosen === "hours" ? "hours" : chosen === "money" ? "money" : undefined);
}

type Asked = Pick<CallDraft, "recognisable" | "consent">;

/** Row S9. What stands in the boxes where nobody can be recognised is left out. */
function readConsent({ words }: Reader, form: FormValues, audience: Audience | undefined): Part<Asked> {
  const said = form.get("recognisable");
  if (said === "no") return { ok: true, value: { recognisable: false } };
  if (said !== "yes") {
    return { ok: false, error: [{ field: "recognisable", message: words("desk.call.recognisable.missing") }] };
  }
  const asked = typedDate(form.get("asked"));
  const language = languageTag(form.get("asked-language"));
  const how = CONSENT_WAYS.find((way) => way === form.get("asked-how"));
  if (asked === undefined || language === undefined || how === undefined) {
    return { ok: false, error: [{ field: "asked", message: words("desk.call.consent.missing") }] };
  }
  const whom = form.get("asked-for");
  const consented: Audience | undefined = whom === "allies" || whom === "public" ? { type: whom } : audience;
  const consent: Consent = { asked, language, how, audience: consented ?? { type: "named", actors: [] } };
  return { ok: true, value: { recognisable: true, consent } };
}

/** A call as the form shows it, so that it can be changed. */
export function callFields(call: Call, { centre }: Pick<Visit, "centre">): Fields {
  const first = firstLanguage(call.text);
  const languages = [first, ...languagesOf(call.text), ...call.needs.flatMap(({ name }) => languagesOf(name))];
  return Object.fromEntries([
    ["language", first],
    ["languages", [...new Set(languages)].join(" ")],
    ["exercise", call.exercise ? "yes" : "no"],
    ["urgency", call.urgency],
    ["severity", call.severity],
    ["certainty", call.certainty],
    ...textFields("text", call.text),
    ...momentFields("expires", call.expires, centre),
    ["need.rows", String(call.needs.length)],
    ["need.fixed", String(call.needs.length)],
    ...call.needs.flatMap(needFields),
    ...audienceFields("audience", call.audience),
    ...consentFields(call),
    ...codeFields(call),
  ]);
}

function needFields({ name, type, quantity, unit, by, closed }: Need, row: number): [string, string][] {
  const at = (part: string) => `need.${row}.${part}`;
  return [
    ...textFields(at("name"), name),
    [at("type"), type],
    [at("quantity"), quantityText(quantity)],
    [at("unit"), isCurrency(unit) ? "money" : unit === "hours" ? "hours" : "counted"],
    [at("currency"), isCurrency(unit) ? unit : ""],
    ...(by === undefined ? [] : [[at("by"), new Date(by).toISOString()] as [string, string]]),
    ...(closed === undefined ? [] : [[at("closed"), "yes"] as [string, string]]),
  ];
}

function consentFields({ consent, recognisable, audience }: Call): [string, string][] {
  if (consent === undefined) return [["recognisable", recognisable ? "yes" : "no"]];
  const { asked, language, how, audience: whom } = consent;
  const isSame = JSON.stringify(whom) === JSON.stringify(audience) || whom.type === "named" || whom.type === "alliance";
  return [
    ["recognisable", "yes"],
    ["asked", asked],
    ["asked-language", language],
    ["asked-how", how],
    ["asked-for", isSame ? "same" : whom.type],
  ];
}
