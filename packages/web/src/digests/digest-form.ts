import { DIGEST_RHYTHMS, ownName, type FeedName } from "@commonhall/domain";
import { choices, field, select } from "../layout/fields.ts";
import { html, type Html } from "../layout/html.ts";
import { button, form, type FormError } from "../layout/parts.ts";
import { NO_FORM, type FormValues } from "../layout/read-form.ts";
import type { PublicReader } from "../words/reader.ts";
import { PUBLIC_LANGUAGES } from "../words/public/words.ts";
import { sayFor } from "./words/say.ts";

export interface DigestFormInput {
  readonly feed: FeedName;
  /** Whether the node can send mails at all. */
  readonly hasMail: boolean;
  /** What was typed before, and what was wrong with it. */
  readonly typed?: FormValues;
  readonly errors?: readonly FormError[];
}

export const digestPath = (feed: FeedName): string => `/feeds/${feed}/digest`;

/** The form folded away, for the page of a feed. */
export const digestPart = (reader: PublicReader, feed: FeedName): Html =>
  html`<details class="more not-printed" id="digest"><summary>${sayFor(reader)("form.title")}</summary>${digestForm(reader, { feed, hasMail: true })}</details>`;

/** Asks for a feed by mail. Where no mail server is set it says what else there is. */
export function digestForm(
  reader: PublicReader,
  { feed, hasMail, typed = NO_FORM, errors = [] }: DigestFormInput,
): Html {
  const say = sayFor(reader);
  if (!hasMail) return html`<p>${say("form.off")}</p>`;
  const [rhythm] = typed.all("rhythm");
  return html`<p>${say("form.lead")}</p>
<p class="quiet">${say("form.urgent")}</p>
${form({
  action: reader.link(digestPath(feed)),
  body: html`${field({
    name: "address",
    label: say("form.address"),
    hint: say("form.address.hint"),
    value: typed.fields["address"],
    errors,
    ltr: true,
    required: true,
    autocomplete: "email",
  })}
${choices({
  name: "rhythm",
  legend: say("form.rhythm"),
  type: "radio",
  choices: DIGEST_RHYTHMS.map((value) => ({ value, label: say(`rhythm.${value}`), hint: say(`rhythm.${value}.hint`) })),
  chosen: [rhythm ?? "weekly"],
  errors,
})}
${select({
  name: "language",
  label: say("form.language"),
  choices: PUBLIC_LANGUAGES.map((value) => ({ value, label: ownName(value) })),
  chosen: typed.fields["language"] ?? reader.language,
  errors,
})}
${button({ label: say("form.button") })}`,
})}`;
}
