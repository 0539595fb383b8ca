import type { Centre } from "@commonhall/domain";
import { html } from "../layout/html.ts";
import { publicNav, type PageInput } from "../layout/page.ts";
import type { Reader } from "../words/reader.ts";
import { sayFor, type BulletinKey } from "./words/say.ts";

const PARTS: readonly BulletinKey[] = [
  "how.who",
  "how.groups",
  "how.shares",
  "how.when",
  "how.people",
  "how.statistics",
  "how.limits",
];

/** What every number of a bulletin means, and what it does not. */
export function howCountedPage(reader: Reader, centre: Centre): PageInput {
  const say = sayFor(reader);
  return {
    reader,
    centre,
    title: say("how.title"),
    nav: publicNav(reader),
    body: html`<h1>${say("how.title")}</h1>
${PARTS.map((part) => html`<p>${say(part)}</p>`)}
<p><a href="${reader.link("/bulletins")}">${say("back")}</a></p>`,
  };
}
