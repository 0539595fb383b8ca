import {
  languageName,
  firstLanguage,
  handleFrom,
  httpUrl,
  languagesOf,
  TARGET_ROLES,
  type CampaignDraft,
  type Centre,
  type LanguageTag,
  type PlainDate,
  type Result,
  type Target,
  type Texts,
} from "@commonhall/domain";
import { regionsFrom, sectorsFrom } from "../../codes/code-fields.ts";
import { SECTIONS } from "../../codes/sectors.ts";
import { textsFieldName } from "../../layout/fields.ts";
import type { FormError } from "../../layout/parts.ts";
import { textsError, textsOf, type FormValues } from "../../layout/read-form.ts";
import { typedDate } from "../../words/digits.ts";
import type { Reader } from "../../words/reader.ts";
import { languagesIn } from "./languages-part.ts";
import { rowCount, type Fields } from "./work.ts";

/** Boxes of a target besides its name and role, as OSDI calls them (row C2). */
export const TARGET_DETAILS = [
  "url",
  "organization",
  "title",
  "givenName",
  "familyName",
  "postalAddress",
  "emailAddress",
] as const;
type Detail = (typeof TARGET_DETAILS)[number];

/** What is in the form, or everything that is wrong with it. `rows` says in which row the n-th demand stands. */
export interface CampaignRead {
  readonly draft: CampaignDraft;
  readonly rows: readonly number[];
}

type Part<T> = Result<T, readonly FormError[]>;
const fine = <T>(value: T): Part<T> => ({ ok: true, value });
const wrong = (...error: readonly FormError[]): Part<never> => ({ ok: false, error });

export function readCampaign(reader: Reader, centre: Centre, form: FormValues): Part<CampaignRead> {
  const languages = languagesIn(form, centre);
  const handle = readHandle(reader, form);
  const name = readTexts(reader, form, "name", languages);
  const summary = readTexts(reader, form, "summary", languages);
  const demands = readDemands(reader, form, languages);
  const targets = readTargets(reader, form);
  const starts = readDate(reader, form, "starts");
  const ends = readDate(reader, form, "ends");
  const regions = regionsFrom(form, reader.words);
  const sectors = sectorsFrom(form, reader.words);
  if (
    handle.ok &&
    name.ok &&
    summary.ok &&
    demands.ok &&
    targets.ok &&
    starts.ok &&
    ends.ok &&
    regions.ok &&
    sectors.ok
  ) {
    const draft: CampaignDraft = {
      handle: handle.value,
      name: name.value,
      summary: summary.value,
      regions: regions.value,
      sectors: sectors.value,
      targets: targets.value,
      demands: demands.value.map(({ texts }) => texts),
      ...(starts.value === undefined ? {} : { starts: starts.value }),
      ...(ends.value === undefined ? {} : { ends: ends.value }),
      translators: translatorsIn(form, languages),
    };
    return fine({ draft, rows: demands.value.map(({ row }) => row) });
  }
  const parts: readonly Part<unknown>[] = [name, handle, summary, demands, targets, starts, ends, regions, sectors];
  return wrong(...parts.flatMap((part) => (part.ok ? [] : part.error)));
}

function readHandle({ words }: Reader, form: FormValues): Part<CampaignDraft["handle"]> {
  const handle = handleFrom(form.get("handle").toLowerCase().replace(/^@/, ""));
  return handle === undefined ? wrong({ field: "handle", message: words("desk.campaign.handle.wrong") }) : fine(handle);
}

/** In the language that the form is written in, and in the others as far as they are there. */
export function readTexts(
  reader: Reader,
  form: FormValues,
  name: "name" | "summary" | "text",
  languages: readonly LanguageTag[],
): Part<Texts> {
  const [first] = languages;
  const texts = textsOf(form, name, languages);
  if (texts.ok && first !== undefined && texts.value[first] !== undefined) return fine(texts.value);
  const error = texts.ok ? undefined : textsError(name, texts.error, reader.words);
  if (error !== undefined) return wrong(error);
  const language = first === undefined ? "" : languageName(first, reader.language);
  return wrong({
    field: textsFieldName(name, first ?? ""),
    message: reader.words(`desk.write.${name}.missing`, { language }),
  });
}

interface Demand {
  readonly row: number;
  readonly texts: Texts;
}

/** Rows in which nothing stands are no demands. */
function readDemands({ words }: Reader, form: FormValues, languages: readonly LanguageTag[]): Part<readonly Demand[]> {
  const rows = Array.from({ length: rowCount(form, "demand") }, (_, row) => row);
  const read = rows.map((row) => ({ row, texts: textsOf(form, `demand.${row}`, languages) }));
  const errors = read.flatMap(({ row, texts }) =>
    texts.ok ? [] : (textsError(`demand.${row}`, texts.error, words) ?? []),
  );
  return errors.length > 0
    ? wrong(...errors)
    : fine(read.flatMap(({ row, texts }) => (texts.ok ? [{ row, texts: texts.value }] : [])));
}

function readTargets(reader: Reader, form: FormValues): Part<readonly Target[]> {
  const rows = Array.from({ length: rowCount(form, "target") }, (_, row) => row).filter((row) => isBegun(form, row));
  const read = rows.map((row) => readTarget(reader, form, row));
  const errors = read.flatMap((target) => (target.ok ? [] : target.error));
  return errors.length > 0 ? wrong(...errors) : fine(read.flatMap((target) => (target.ok ? [target.value] : [])));
}

const isBegun = (form: FormValues, row: number): boolean =>
  ["name", ...TARGET_DETAILS].some((detail) => form.get(`target.${row}.${detail}`) !== "");

function readTarget({ words }: Reader, form: FormValues, row: number): Part<Target> {
  const typed = (part: "name" | "role" | Detail) => form.get(`target.${row}.${part}`);
  const name = typed("name");
  const url = typed("url") === "" ? undefined : webAddress(typed("url"));
  const email = typed("emailAddress");
  const errors = [
    ...(name === ""
      ? [{ field: `target.${row}.name`, message: words("desk.campaign.target.name.missing", { number: row + 1 }) }]
      : []),
    ...(typed("url") !== "" && url === undefined
      ? [{ field: `target.${row}.url`, message: words("desk.write.url.wrong") }]
      : []),
    ...(email !== "" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)
      ? [{ field: `target.${row}.emailAddress`, message: words("desk.campaign.target.email.wrong") }]
      : []),
  ];
  if (errors.length > 0) return wrong(...errors);
  const details = TARGET_DETAILS.flatMap((detail): [Detail, string][] => {
    const value = detail === "url" ? (url ?? "") : typed(detail);
    return value === "" ? [] : [[detail, value]];
  });
  return fine({
    name,
    role: TARGET_ROLES.find((role) => role === typed("role")) ?? "other",
    ...Object.fromEntries(details),
  });
}

/** People leave `https://` away. */
export function webAddress(typed: string): string | undefined {
  const text = /^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`;
  const url = httpUrl(text);
  return url !== undefined && url.hostname.includes(".") ? text : undefined;
}

/** Undefined where the box is empty. */
function readDate({ words }: Reader, form: FormValues, name: "starts" | "ends"): Part<PlainDate | undefined> {
  const typed = form.get(name);
  if (typed === "") return fine(undefined);
  const date = typedDate(typed);
  return date === undefined ? wrong({ field: name, message: words("desk.write.date.wrong") }) : fine(date);
}

/** The language that it was written in has no translator. */
const translatorsIn = (form: FormValues, [, ...others]: readonly LanguageTag[]): CampaignDraft["translators"] =>
  Object.fromEntries(others.map((tag) => [tag, form.get(`translator.${tag}`)]).filter(([, name]) => name !== ""));

/** A campaign as the form shows it, so that it can be changed. */
export function campaignFields(draft: CampaignDraft, centre: Pick<Centre, "languages">): Fields {
  const { handle, name, summary, demands, targets, starts, ends, regions, sectors, translators } = draft;
  const first = firstLanguage(name);
  const spoken = [first, ...[name, summary, ...demands].flatMap(languagesOf), ...centre.languages];
  return Object.fromEntries([
    ["handle", handle],
    ["language", first],
    ["languages", [...new Set(spoken)].join(" ")],
    ...textFields("name", name),
    ...textFields("summary", summary),
    ["demand.rows", String(Math.max(1, demands.length))],
    ...demands.flatMap((demand, row) => textFields(`demand.${row}`, demand)),
    ["target.rows", String(Math.max(1, targets.length))],
    ...targets.flatMap((target, row) => targetFields(target, row)),
    ["starts", starts ?? ""],
    ["ends", ends ?? ""],
    ...codeFields({ regions, sectors }),
    ...Object.entries(translators).map(([tag, who]) => [`translator.${tag}`, who]),
  ]);
}

export const textFields = (name: string, texts: Texts): [string, string][] =>
  Object.entries(texts).map(([tag, text]) => [textsFieldName(name, tag), text]);

/** Sections are ticked, finer codes typed. */
export function codeFields({ regions, sectors }: Pick<CampaignDraft, "regions" | "sectors">): [string, string][] {
  const ticked = sectors.filter((code) => SECTIONS.includes(code));
  const typed = sectors.filter((code) => !SECTIONS.includes(code));
  return [
    ...regions.map((code, index): [string, string] => [`region.${index}`, code]),
    ...ticked.map((code, index): [string, string] => [index === 0 ? "sectors" : `sectors[${index}]`, code]),
    ["sectors-more", typed.join(", ")],
  ];
}

const targetFields = (target: Target, row: number): [string, string][] =>
  (["name", "role", ...TARGET_DETAILS] as const).flatMap((part): [string, string][] => {
    const value = target[part];
    return value === undefined ? [] : [[`target.${row}.${part}`, value]];
  });
