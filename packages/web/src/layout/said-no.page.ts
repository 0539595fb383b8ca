import type { Centre } from "@commonhall/domain";
import type { Reader } from "../words/reader.ts";
import { html } from "./html.ts";
import { publicNav, type PageInput } from "./page.ts";
import { linkButton } from "./parts.ts";

/** Everything that a page can answer instead of what was asked for. */
export const REFUSALS = {
  "not-a-form": 400,
  "not-found": 404,
  gone: 410,
  "wrong-method": 405,
  "foreign-form": 403,
  "too-large": 413,
  "too-many": 429,
  broken: 500,
  elsewhere: 503,
} as const;

export type Refusal = keyof typeof REFUSALS;

/** Says what happened, and what one can do about it. */
export function saidNoPage(reader: Reader, refusal: Refusal, centre?: Centre): PageInput {
  const { words, link } = reader;
  const heading = words(`error.${refusal}.heading`);
  return {
    reader,
    title: heading,
    ...(centre === undefined ? {} : { centre, nav: publicNav(reader) }),
    unlisted: true,
    body: html`<p class="stamp">${REFUSALS[refusal]}</p>
<h1>${heading}</h1>
<p class="lead">${words(`error.${refusal}.what`)}</p>
<p>${words(`error.${refusal}.next`)}</p>
<p class="acts">${linkButton(link("/"), words("error.to-start"))}</p>`,
  };
}
