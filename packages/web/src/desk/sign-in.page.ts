import { html, type Html } from "../layout/html.ts";
import { field } from "../layout/fields.ts";
import { button, form, notice } from "../layout/parts.ts";
import type { Reader } from "../words/reader.ts";

export interface SignInInput {
  readonly reader: Reader;
  /** As typed before. The passphrase never comes back. */
  readonly name?: string;
  readonly problem?: Html;
  /** Where to go on. */
  readonly next?: string;
  /** A form that was sent after the session had ended: it is carried along until somebody has signed in. */
  readonly kept?: Kept;
}

export interface Kept {
  readonly path: string;
  readonly entries: readonly (readonly [name: string, value: string])[];
}

export const KEPT_PATH = "kept-path";
export const KEPT_PREFIX = "kept:";

export function signInBody({ reader, name, problem, next, kept }: SignInInput): Html {
  const { words } = reader;
  return html`<h1>${words("desk.sign-in.title")}</h1>
${kept !== undefined && notice("plain", html`<p><strong>${words("desk.kept.title")}</strong> ${words("desk.kept.text")}</p>`)}
${problem !== undefined && notice("bad", html`<p>${problem}</p>`)}
${form({
  action: reader.link("/desk/sign-in"),
  hidden: next === undefined ? {} : { next },
  body: html`${kept !== undefined && carried(kept)}${field({
    name: "name",
    label: words("desk.sign-in.name"),
    value: name,
    autocomplete: "username",
    required: true,
  })}
${field({
  name: "passphrase",
  label: words("desk.sign-in.passphrase"),
  type: "password",
  autocomplete: "current-password",
  required: true,
})}
${button({ label: words("desk.sign-in.button") })}`,
})}
<p class="quiet">${words("desk.sign-in.help")}</p>
<p><a href="${reader.link("/desk/lost-passphrase")}">${words("desk.sign-in.lost")}</a></p>`;
}

export interface CodeInput extends Pick<SignInInput, "reader" | "problem" | "next" | "kept"> {
  /** Of somebody whose passphrase was right. */
  readonly halfway: string;
}

export function codeBody({ reader: { words, link }, problem, next, kept, halfway }: CodeInput): Html {
  return html`<h1>${words("desk.code.title")}</h1>
${problem !== undefined && notice("bad", html`<p>${problem}</p>`)}
<p class="lead">${words("desk.code.lead")}</p>
${form({
  action: link("/desk/sign-in/code"),
  hidden: next === undefined ? { halfway } : { halfway, next },
  body: html`${kept !== undefined && carried(kept)}${field({
    name: "code",
    label: words("desk.code.code"),
    hint: words("desk.code.hint"),
    ltr: true,
    required: true,
    autocomplete: "one-time-code",
  })}
${button({ label: words("desk.sign-in.button") })}`,
})}`;
}

export const carried = ({ path, entries }: Kept): Html =>
  html`<input type="hidden" name="${KEPT_PATH}" value="${path}">${entries.map(
    ([name, value]) => html`<input type="hidden" name="${KEPT_PREFIX}${name}" value="${value}">`,
  )}`;
