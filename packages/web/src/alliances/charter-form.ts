import {
  languagesOf,
  SHARED_KINDS,
  type AllianceMemberLine,
  type CharterDraft,
  type CharterTerms,
  type LanguageTag,
  type SharedKind,
} from "@commonhall/domain";
import { dateInput } from "../campaigns/writing/date-input.ts";
import { textFields } from "../campaigns/writing/campaign-form.ts";
import type { Visit } from "../desk/route.ts";
import { choices, field, select, textsField } from "../layout/fields.ts";
import { html, type Html } from "../layout/html.ts";
import type { FormError } from "../layout/parts.ts";
import { formValues, textsError, textsOf, type FormValues } from "../layout/read-form.ts";
import { typedDate, wholeNumber } from "../words/digits.ts";
import { sayFor } from "./words/say.ts";

/** What a charter says, to be typed. Languages are those of the centre, and those in which it has been written before. */
export function charterFields({ reader, errors }: Visit, form: FormValues, languages: readonly LanguageTag[]): Html {
  const say = sayFor(reader);
  const given = { languages, values: form.fields, errors, required: true };
  return html`${textsField({ ...given, name: "name", legend: say("form.name"), maxlength: 200 })}
${textsField({ ...given, name: "purpose", legend: say("form.purpose"), rows: 3, maxlength: 2000 })}
${field({
  name: "members",
  label: say("form.members"),
  hint: say("form.members.hint"),
  value: form.fields["members"],
  errors,
  rows: 8,
  ltr: true,
  required: true,
  autocomplete: "off",
})}
<fieldset><legend>${say("form.shared")}</legend>
${SHARED_KINDS.map((kind) => kindFields({ reader, errors }, form, kind))}
</fieldset>
${field({
  name: "retention",
  label: say("form.retention"),
  hint: say("form.retention.hint"),
  value: form.fields["retention"],
  errors,
  inputmode: "numeric",
  autocomplete: "off",
})}
${field({ name: "until", label: say("form.until"), hint: say("form.until.hint"), errors, required: true, ...dateInput(reader.words, form.get("until")) })}
${choices({
  name: "public",
  legend: say("charter.public"),
  type: "checkbox",
  choices: [{ value: "yes", label: say("form.public"), hint: say("form.public.hint") }],
  chosen: form.all("public"),
  errors,
})}`;
}

const FROM = ["nobody", "all", "some"] as const;

function kindFields({ reader, errors }: Pick<Visit, "reader" | "errors">, form: FormValues, kind: SharedKind): Html {
  const say = sayFor(reader);
  const senders = form.get(`senders.${kind}`);
  return html`${select({
    name: `kind.${kind}`,
    label: say(`form.kind.${kind}`),
    choices: FROM.map((value) => ({ value, label: say(`form.from.${value}`) })),
    chosen: form.get(`kind.${kind}`) || "nobody",
    errors,
  })}
${choices({
  name: `pass-on.${kind}`,
  legend: say(`form.kind.${kind}`),
  type: "checkbox",
  choices: [{ value: "yes", label: say("form.pass-on") }],
  chosen: form.all(`pass-on.${kind}`),
  compact: true,
})}
<details class="more"${senders !== "" && html` open`}><summary>${say("form.senders")}</summary>
${field({ name: `senders.${kind}`, label: say("form.senders"), hint: say("form.senders.hint"), value: senders, errors, rows: 3, ltr: true, autocomplete: "off" })}
</details>`;
}

export type Typed =
  | { readonly ok: true; readonly value: CharterDraft }
  | { readonly ok: false; readonly error: readonly FormError[] };

export function readCharterForm({ reader, form }: Visit, languages: readonly LanguageTag[]): Typed {
  const say = sayFor(reader);
  const [name, purpose] = [textsOf(form, "name", languages), textsOf(form, "purpose", languages)];
  const until = typedDate(form.get("until"));
  const days = form.get("retention");
  const retention = days === "" ? undefined : wholeNumber(days);
  const members = linesOf(form.get("members"));
  const wrong = (field: "name" | "purpose", texts: typeof name): readonly FormError[] =>
    texts.ok ? [] : [textsError(field, texts.error, reader.words) ?? { field, message: say("unfit.no-text") }];
  const errors: readonly FormError[] = [
    ...wrong("name", name),
    ...wrong("purpose", purpose),
    ...(members.length === 0 ? [{ field: "members", message: say("wrong.members") }] : []),
    ...(days !== "" && retention === undefined ? [{ field: "retention", message: say("wrong.retention") }] : []),
    ...(until === undefined ? [{ field: "until", message: say("wrong.until") }] : []),
  ];
  if (errors.length > 0 || !name.ok || !purpose.ok || until === undefined) return { ok: false, error: errors };
  const terms = { kinds: kindsIn(form), ...(retention === undefined ? {} : { retention }) };
  const isPublic = form.get("public") === "yes";
  return { ok: true, value: { name: name.value, purpose: purpose.value, public: isPublic, terms, until, members } };
}

type DraftKind = NonNullable<CharterDraft["terms"]["kinds"]["calls"]>;

function kindsIn(form: FormValues): CharterDraft["terms"]["kinds"] {
  return Object.fromEntries(
    SHARED_KINDS.flatMap((kind): [SharedKind, DraftKind][] => {
      const from = form.get(`kind.${kind}`);
      const passOn = form.get(`pass-on.${kind}`) === "yes";
      if (from === "all") return [[kind, { from, passOn }]];
      return from === "some" ? [[kind, { from: linesOf(form.get(`senders.${kind}`)), passOn }]] : [];
    }),
  );
}

const linesOf = (text: string): readonly string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** The terms as they would have been typed. Members by their handles, which people know. */
export function asForm(terms: CharterTerms, members: readonly AllianceMemberLine[]): FormValues {
  const nameOf = (id: string): string => members.find((member) => member.id === id)?.handle ?? id;
  const { kinds, retention } = terms.terms;
  return formValues([
    ...textFields("name", terms.name),
    ...textFields("purpose", terms.purpose),
    ["members", terms.members.map(({ id }) => nameOf(id)).join("\n")],
    ...SHARED_KINDS.flatMap((kind): [string, string][] => {
      const { from, passOn } = kinds[kind] ?? {};
      if (from === undefined) return [[`kind.${kind}`, "nobody"]];
      const senders: [string, string][] = from === "all" ? [] : [[`senders.${kind}`, from.map(nameOf).join("\n")]];
      return [
        [`kind.${kind}`, from === "all" ? "all" : "some"],
        ...senders,
        ...(passOn === true ? ([[`pass-on.${kind}`, "yes"]] as [string, string][]) : []),
      ];
    }),
    ["retention", retention === undefined ? "" : String(retention)],
    ["until", terms.until],
    ...(terms.public ? ([["public", "yes"]] as [string, string][]) : []),
  ]);
}

export const languagesFor = (centre: readonly LanguageTag[], terms?: CharterTerms): readonly LanguageTag[] =>
  terms === undefined ? centre : [...new Set([...languagesOf(terms.name), ...languagesOf(terms.purpose), ...centre])];
