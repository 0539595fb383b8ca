import {
  ownName,
  checkFirstStaff,
  doorPath,
  handleFrom,
  languageTag,
  ROLES,
  type CentreDraft,
  type DoorPath,
  type LanguageTag,
  type Result,
  type SetUpRefused,
  type StaffDraft,
  type Texts,
  type TextsRefused,
} from "@commonhall/domain";
import { listed, regionsFrom, sectorsFrom } from "../codes/code-fields.ts";
import { textsFieldName } from "../layout/fields.ts";
import type { FormError } from "../layout/parts.ts";
import { textsError, textsOf, type FormValues } from "../layout/read-form.ts";
import type { Words } from "../words/words.ts";

/** One question after the other; each step carries along what the earlier ones were told. */
export const SET_UP_STEPS = ["code", "centre", "texts", "staff"] as const;
export type SetUpStep = (typeof SET_UP_STEPS)[number];

export const stepFrom = (text: string): SetUpStep => SET_UP_STEPS.find((step) => step === text) ?? "code";

/** How many people a centre can start with here; more are added at the desk. */
export const FIRST_STAFF = [0, 1, 2] as const;

export type Checked<T> = Result<T, readonly FormError[]>;

const wrong = (...errors: readonly FormError[]): Checked<never> => ({ ok: false, error: errors });

export type CentreAnswers = Pick<CentreDraft, "handle"> & ScopeAnswers;

export function checkCentre(form: FormValues, words: Words): Checked<CentreAnswers> {
  const handle = handleFrom(form.get("handle"));
  const scope = checkScope(form, words);
  const errors = [
    ...(handle === undefined ? [{ field: "handle", message: words("setup.handle.wrong") }] : []),
    ...(scope.ok ? [] : scope.error),
  ];
  return handle === undefined || !scope.ok ? wrong(...errors) : { ok: true, value: { handle, ...scope.value } };
}

/** In which languages, where and for which work a centre is there. */
export type ScopeAnswers = Pick<CentreDraft, "languages" | "regions" | "sectors">;

export function checkScope(form: FormValues, words: Words): Checked<ScopeAnswers> {
  const languages = languagesFrom(form, words);
  const regions = regionsFrom(form, words);
  const sectors = sectorsFrom(form, words);
  if (languages.ok && regions.ok && sectors.ok) {
    return { ok: true, value: { languages: languages.value, regions: regions.value, sectors: sectors.value } };
  }
  return wrong(...[languages, regions, sectors].flatMap((read) => (read.ok ? [] : read.error)));
}

export function languagesFrom(form: FormValues, words: Words): Checked<readonly [LanguageTag, ...LanguageTag[]]> {
  const first = languageTag(form.get("language"));
  if (first === undefined) return wrong({ field: "language", message: words("setup.language.wrong") });
  const typed = listed(form.get("languages-more"));
  const unknown = typed.find((tag) => languageTag(tag) === undefined);
  if (unknown !== undefined) {
    return wrong({ field: "languages-more", message: words("setup.languages-more.wrong", { tag: unknown }) });
  }
  const others = [...form.all("languages"), ...typed].flatMap((tag) => languageTag(tag) ?? []);
  return { ok: true, value: [first, ...new Set(others.filter((tag) => tag !== first))] };
}

/** Where workers are to be asked. What is left empty is chosen later, at the desk. */
export function checkDoor(form: FormValues, words: Words): Checked<DoorPath | undefined> {
  const typed = form.get("door");
  const path = typed === "" ? undefined : doorPath(typed);
  return typed !== "" && path === undefined
    ? wrong({ field: "door", message: words("desk.door.path.wrong") })
    : { ok: true, value: path };
}

export type TextAnswers = Pick<CentreDraft, "name" | "summary">;

/** Both in the centre's first language; in the others as far as somebody has written them. */
export function checkTexts(
  form: FormValues,
  words: Words,
  languages: CentreAnswers["languages"],
): Checked<TextAnswers> {
  const [first] = languages;
  const name = textsOf(form, "name", languages);
  const summary = textsOf(form, "summary", languages);
  const wrongIn = (field: "name" | "summary", texts: Result<Texts, TextsRefused>): readonly FormError[] => {
    const error = texts.ok ? undefined : textsError(field, texts.error, words);
    if (error !== undefined) return [error];
    if (texts.ok && texts.value[first] !== undefined) return [];
    const message = words(`setup.${field}.missing`, { language: ownName(first) });
    return [{ field: textsFieldName(field, first), message }];
  };
  const errors = [...wrongIn("name", name), ...wrongIn("summary", summary)];
  if (errors.length > 0 || !name.ok || !summary.ok) return wrong(...errors);
  return { ok: true, value: { name: name.value, summary: summary.value } };
}

export const staffField = (index: number, field: "name" | "roles" | "passphrase" | "again"): string =>
  `staff.${index}.${field}`;

/** The first person, and the others as far as anything was typed for them. */
export const peopleOf = (form: FormValues): readonly { readonly index: number; readonly name: string }[] =>
  FIRST_STAFF.map((index) => ({ index, name: form.get(staffField(index, "name")) })).filter(
    ({ index, name }) => index === 0 || name !== "" || secret(form, index, "passphrase") !== "",
  );

/** As typed: a space at the end of a passphrase belongs to it. */
const secret = (form: FormValues, index: number, field: "passphrase" | "again"): string =>
  form.all(staffField(index, field)).at(-1) ?? "";

export function checkStaff(form: FormValues, words: Words): Checked<readonly StaffDraft[]> {
  const people = peopleOf(form);
  const differing = people.find(({ index }) => secret(form, index, "passphrase") !== secret(form, index, "again"));
  if (differing !== undefined) {
    return wrong({ field: staffField(differing.index, "again"), message: words("setup.passphrase.differs") });
  }
  const staff = people.map(({ index, name }): StaffDraft => ({
    name,
    roles: ROLES.filter((role) => form.all(staffField(index, "roles")).includes(role)),
    passphrase: secret(form, index, "passphrase"),
  }));
  const checked = checkFirstStaff(staff);
  return checked.ok ? checked : wrong(refusedStaff(checked.error, people, words));
}

/** Why a centre cannot be set up so, at the field that it is about. */
export function refusedStaff(
  refused: SetUpRefused,
  people: readonly { readonly name: string; readonly index: number }[],
  words: Words,
): FormError {
  const at = "name" in refused ? (people.find((person) => person.name === refused.name)?.index ?? 0) : 0;
  switch (refused.type) {
    case "name":
      return { field: staffField(at, "name"), message: words("setup.staff.name.wrong") };
    case "passphrase too short":
      return { field: staffField(at, "passphrase"), message: words("setup.passphrase.short") };
    case "passphrase has the name":
      return { field: staffField(at, "passphrase"), message: words("setup.passphrase.has-name") };
    case "no role":
      return { field: staffField(at, "roles"), message: words("setup.roles.none") };
    case "administrator with casework":
      return { field: staffField(at, "roles"), message: words("setup.roles.casework") };
    case "same name twice":
      return { field: staffField(at, "name"), message: words("setup.staff.name.twice", { name: refused.name }) };
    case "no administrator":
      return { field: staffField(0, "roles"), message: words("setup.roles.no-administrator") };
    case "handle taken":
      return { field: "handle", message: words("setup.handle.taken") };
    case "set up already":
      return { message: words("setup.done-already.what") };
  }
}
