import { PASSPHRASE_MINIMUM, type PassphraseUnfit } from "@commonhall/domain";
import { html, type Html } from "../layout/html.ts";
import { field } from "../layout/fields.ts";
import type { FormError } from "../layout/parts.ts";
import type { FormValues } from "../layout/read-form.ts";
import type { Words } from "../words/words.ts";

/** What makes a good passphrase, before anybody has to think of one. */
export const passphraseRules = (
  words: Words,
  more?: Html,
): Html => html`<div class="notice plain"><h2>${words("setup.passphrase.rules")}</h2>
<ul><li>${words("setup.passphrase.rule.length", { minimum: PASSPHRASE_MINIMUM })}</li>
<li>${words("setup.passphrase.rule.words")}</li>
<li>${words("setup.passphrase.rule.name")}</li>
<li>${words("setup.passphrase.rule.lost")}</li></ul>
${more}</div>`;

/** Typed twice, and never sent back. */
export const passphraseTwice = (words: Words, errors: readonly FormError[]): readonly Html[] =>
  (["passphrase", "again"] as const).map((name) =>
    field({
      name,
      label: words(`setup.passphrase.${name}`),
      type: "password",
      errors,
      required: true,
      autocomplete: "new-password",
    }),
  );

/** As typed, spaces too. Undefined where it was typed in two ways. */
export function typedTwice({ fields }: FormValues): string | undefined {
  const passphrase = fields["passphrase"] ?? "";
  return passphrase === (fields["again"] ?? "") ? passphrase : undefined;
}

export const differs = (words: Words): FormError => ({ field: "again", message: words("setup.passphrase.differs") });

export const unfit = (words: Words, { type }: PassphraseUnfit): FormError => ({
  field: "passphrase",
  message: words(type === "passphrase too short" ? "setup.passphrase.short" : "setup.passphrase.has-name"),
});
