import { z } from "zod";
import {
  checkFirstStaff,
  isStaffName,
  PASSPHRASE_MINIMUM,
  ROLES,
  UNDETERMINED,
  type CentreDraft,
  type LanguageTag,
  type Result,
  type StaffDraft,
  type StaffRefused,
  languageTag,
  err,
  ok,
} from "@commonhall/domain";
import { checkFields } from "./check-fields.ts";
import { fields, handle, isRecord, language, list, oneOf, regions, sectors, texts, word } from "./fields.ts";
import type { FieldPath, YamlFile } from "./yaml-file.ts";

export interface CentreFile {
  readonly centre: CentreDraft;
  readonly staff: readonly StaffDraft[];
}

/** `kind: centre` (interface.md 4). */
export function readCentre(file: YamlFile): Result<CentreFile, readonly string[]> {
  const first = firstLanguageIn(file.value);
  const read = checkFields(file, fields({ ...aboutCentre(first), staff: firstStaff }));
  if (!read.ok) return read;
  const { staff, ...told } = read.value;
  const centre = draftOf(file, told);
  if (!centre.ok) return centre;
  const checked = checkFirstStaff(staff);
  if (!checked.ok) {
    const { path, message } = staffSentence(checked.error, staff);
    return err([file.sentence(path, message)]);
  }
  return ok({ centre: centre.value, staff });
}

/** The same file for a centre that is there. Who works at its desk is changed at the desk, so `staff` is not looked at. */
export function readCentreChange(file: YamlFile): Result<CentreDraft, readonly string[]> {
  const first = firstLanguageIn(file.value);
  const read = checkFields(file, fields({ ...aboutCentre(first), staff: z.unknown().optional() }));
  if (!read.ok) return read;
  const { staff: _, ...told } = read.value;
  return draftOf(file, told);
}

type Told = Omit<CentreDraft, "languages"> & { readonly kind: string; readonly languages: readonly LanguageTag[] };

function draftOf(file: YamlFile, { kind: _, languages, ...centre }: Told): Result<CentreDraft, readonly string[]> {
  const [first, ...others] = languages;
  if (first === undefined) return err([file.sentence(["languages"], "is empty")]);
  return ok({ ...centre, languages: [first, ...others] });
}

/** Names and summaries without a language are in the first of the centre's, which stands further down in the same file. */
function firstLanguageIn(raw: unknown): LanguageTag {
  const languages = isRecord(raw) ? raw["languages"] : undefined;
  const first: unknown = Array.isArray(languages) ? languages[0] : undefined;
  const tag = typeof first === "string" ? languageTag(first) : undefined;
  return tag ?? UNDETERMINED;
}

const aboutCentre = (first: LanguageTag) => ({
  kind: z.literal("centre"),
  handle,
  name: texts({ first, maximum: 300 }),
  summary: texts({ first, maximum: 20_000 }),
  languages: list("a list of at least one language as [en, ar]", language, 1),
  regions: regions.default([]),
  sectors: sectors.default([]),
});

const person = fields({
  name: word("a name of 2 to 40 letters, digits, ., - or _ (a pseudonym will do)", (name) =>
    isStaffName(name) ? name : undefined,
  ),
  roles: list(`a list of roles out of ${ROLES.join(", ")}`, oneOf(ROLES), 1),
  passphrase: z.unknown().transform((input, context): string => {
    if (typeof input === "string" && [...input].length >= PASSPHRASE_MINIMUM) return input;
    // Whatever stands there is half a secret, so the message does not repeat it.
    context.addIssue({
      code: "custom",
      message: `give a passphrase of at least ${PASSPHRASE_MINIMUM} characters, in quotes`,
    });
    return z.NEVER;
  }),
});

const firstStaff = list(
  "a list of at least one person as [{ name: first, roles: [administrator, editor], passphrase: … }]",
  person,
  1,
);

function staffSentence(refusal: StaffRefused, staff: readonly StaffDraft[]): { path: FieldPath; message: string } {
  const index = "name" in refusal ? staff.findLastIndex((person) => person.name === refusal.name) : 0;
  const of = (field: string): FieldPath => ["staff", index, field];
  switch (refusal.type) {
    case "name":
      return { path: of("name"), message: "this name is not accepted" };
    case "passphrase too short":
      return { path: of("passphrase"), message: `give a passphrase of at least ${PASSPHRASE_MINIMUM} characters` };
    case "passphrase has the name":
      return { path: of("passphrase"), message: "the passphrase is the name; use another" };
    case "no role":
      return { path: of("roles"), message: `use at least one of ${ROLES.join(", ")}` };
    case "administrator with casework":
      return { path: of("roles"), message: `an administrator cannot be ${refusal.role} too; take one of them out` };
    case "same name twice":
      return { path: of("name"), message: `${refusal.name} is there twice; use different names` };
    case "no administrator":
      return { path: ["staff"], message: "nobody is administrator; give the role to one of them" };
  }
}
