import { ownName, type LanguageTag } from "@commonhall/domain";
import { SHORT_LENGTHS, smsParts, type ShortLength } from "@commonhall/wire";
import { bdi, html, inLanguage, type Html } from "../layout/html.ts";
import { fieldId } from "../layout/parts.ts";
import type { Reader } from "../words/reader.ts";

/** Row S11: ready to be copied, in each language, with what it costs as a short message. */
export function shortTexts(
  { words, rich }: Reader,
  languages: readonly LanguageTag[],
  textIn: (language: LanguageTag, max: ShortLength) => string,
): Html {
  const boxes = languages.flatMap((language) =>
    SHORT_LENGTHS.map((max) => {
      const text = textIn(language, max);
      const id = fieldId(`short-${max}-${language}`);
      const { parts, alphabet } = smsParts(text);
      const costs = words("desk.short.costs", { characters: text.length, parts, alphabet });
      return html`<div class="field"><label for="${id}">${rich("desk.short.of", { max, language: bdi(ownName(language)) })}</label>
<p class="hint" id="${id}-hint">${costs}</p>
<textarea id="${id}" readonly rows="${max > 160 ? 6 : 3}" aria-describedby="${id}-hint" ${inLanguage(language)}>\n${text}</textarea></div>`;
    }),
  );
  return html`<details class="more"><summary>${words("desk.short.title")}</summary>
<p>${words("desk.short.lead")}</p>
<div class="two">${boxes}</div></details>`;
}
