import { languageName, ownName, languageTag, type Centre, type LanguageTag } from "@commonhall/domain";
import { field, select } from "../../layout/fields.ts";
import { html, type Html } from "../../layout/html.ts";
import { button, type FormError } from "../../layout/parts.ts";
import type { FormValues } from "../../layout/read-form.ts";
import { listed } from "../../codes/code-fields.ts";
import { OFFERED_LANGUAGES } from "../../words/offered-languages.ts";
import type { Reader } from "../../words/reader.ts";
import { withField } from "./work.ts";

/** The languages that a form has boxes for, the one that it is written in first. */
export function languagesIn(
  form: FormValues,
  centre: Pick<Centre, "languages">,
): readonly [LanguageTag, ...LanguageTag[]] {
  const shown = listed(form.get("languages")).flatMap((tag) => languageTag(tag) ?? []);
  const all = shown.length === 0 ? centre.languages : shown;
  const first = languageTag(form.get("language")) ?? all[0] ?? centre.languages[0];
  return [first, ...new Set(all.filter((tag) => tag !== first))];
}

/** Which language it is written in, and one more to be translated into. */
export function languagesPart(
  { words, language }: Reader,
  form: FormValues,
  centre: Centre,
  errors: readonly FormError[],
): Html {
  const languages = languagesIn(form, centre);
  const others = OFFERED_LANGUAGES.filter((tag) => !languages.some((known) => known === tag));
  const label = (tag: string) => `${ownName(tag)} (${languageName(tag, language)})`;
  return html`<input type="hidden" name="languages" value="${languages.join(" ")}">
${select({
  name: "language",
  label: words("desk.write.language"),
  hint: words("desk.write.language.hint"),
  choices: languages.map((tag) => ({ value: tag, label: label(tag) })),
  chosen: languages[0],
  errors,
})}
<details class="more"${errors.some((error) => error.field === "add-language-tag") && html` open`}><summary>${words("desk.write.add-language")}</summary>
${select({
  name: "add-language",
  label: words("desk.write.add-language.which"),
  choices: [
    { value: "", label: words("desk.write.add-language.none") },
    ...others.map((tag) => ({ value: tag, label: label(tag) })),
  ],
  chosen: "",
})}
${field({
  name: "add-language-tag",
  label: words("desk.write.add-language.tag"),
  hint: words("desk.write.add-language.tag.hint"),
  value: form.fields["add-language-tag"],
  errors,
  ltr: true,
  autocomplete: "off",
})}
${button({ label: words("desk.write.add-language.button"), kind: "calm", name: "do", value: "add-language" })}
</details>`;
}

/** The form with boxes for one language more; undefined where what was typed names none. */
export function withLanguageAdded(form: FormValues, centre: Pick<Centre, "languages">): FormValues | undefined {
  const tag = languageTag(form.get("add-language-tag") || form.get("add-language"));
  if (tag === undefined) return undefined;
  const all = [...new Set([...languagesIn(form, centre), tag])].join(" ");
  return withField(withField(withField(form, "languages", all), "add-language-tag", ""), "add-language", "");
}
