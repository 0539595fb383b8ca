import { PERMISSIONS, type Centre, type Permission } from "@commonhall/domain";
import { addressesOf, type Site } from "@commonhall/wire";
import { markdownOf } from "../campaigns/notices.ts";
import { who } from "../centres/centre.page.ts";
import { code, html, type Html } from "../layout/html.ts";
import { publicNav, type PageInput } from "../layout/page.ts";
import { facts, textOf } from "../layout/parts.ts";
import { textFor, type Reader } from "../words/reader.ts";
import type { WordKey } from "../words/words.ts";

export interface AboutPageInput {
  readonly reader: Reader;
  readonly site: Site;
  readonly centre: Centre;
  readonly version: string;
}

/** Row G5: who runs this, who decides, what is kept and for how long, what never leaves, and what it cannot protect from. */
export function aboutPage(input: AboutPageInput): PageInput {
  const { reader, site, centre } = input;
  const { words } = reader;
  return {
    reader,
    centre,
    title: words("site.about"),
    nav: publicNav(reader, "about"),
    canonical: `${site.origin}/about`,
    preview: {
      url: `${site.origin}/about`,
      description: words("about.what"),
      siteName: textFor(reader, centre.name).text,
    },
    body: html`<h1>${words("site.about")}</h1>
<p class="lead">${words("about.what")}</p>
<div class="grid">
<section><h2>${words("about.who")}</h2>
<p>${reader.rich("about.who.text", { name: html`<b>${textOf(reader, centre.name)}</b>` })}</p>
${markdownOf(reader, centre.summary)}${who(centre, reader)}</section>
<section><h2>${words("about.contact")}</h2>
<p class="handle">${code(addressesOf(site).handleOf(centre.handle))}</p>
<p>${words("about.contact.text")}</p></section>
</div>
<section><h2>${words("about.decides")}</h2><p>${words("about.decides.text")}</p>${deciders(reader)}</section>
<section><h2>${words("about.kept")}</h2><p>${words("about.kept.text")}</p>${kept(reader)}</section>
<div class="grid">
${bullets(reader, "about.never", ["about.never.people", "about.never.staff", "about.never.followers", "about.never.readers"])}
${bullets(reader, "about.copies", ["about.copies.public", "about.copies.delete", "about.copies.old"])}
</div>
<section><h2>${words("about.threats")}</h2><p>${words("about.threats.text")}</p>${threats(reader)}</section>
${software(input)}`,
  };
}

const SHOWN_PERMISSIONS: readonly (readonly [Permission, WordKey])[] = [
  ["publish", "about.decides.publish"],
  ["follow", "about.decides.follow"],
  ["moderate", "about.decides.moderate"],
  ["manage allies", "about.decides.allies"],
  ["manage staff", "about.decides.staff"],
];

/** Read off the rule that the desk enforces, so that the page cannot say something else. */
const deciders = ({ words }: Reader): Html =>
  facts(
    SHOWN_PERMISSIONS.map(([permission, key]) => [
      words(key),
      PERMISSIONS[permission].map((role) => words(`desk.role.${role}`)).join(" · "),
    ]),
  );

const KEPT = ["published", "arrived", "deliveries", "followers", "mails", "staff", "counts", "logs"] as const;

const kept = ({ words }: Reader): Html =>
  html`<div class="wide" tabindex="0" role="region" aria-label="${words("about.kept")}"><table>
<thead><tr><th scope="col">${words("about.kept.thing")}</th><th scope="col">${words("about.kept.long")}</th></tr></thead>
<tbody>${KEPT.map(
    (thing) =>
      html`<tr><th scope="row">${words(`about.kept.${thing}`)}</th><td>${words(`about.kept.${thing}.long`)}</td></tr>`,
  )}</tbody></table></div>`;

const bullets = ({ words }: Reader, heading: WordKey, lines: readonly WordKey[]): Html =>
  html`<section><h2>${words(heading)}</h2><ul>${lines.map((line) => html`<li>${words(line)}</li>`)}</ul></section>`;

const THREATS = ["watching", "machine", "hosting", "seized", "impostor", "inside", "crowd"] as const;

/** What somebody could do, what stands in the way, and what does not. */
const threats = ({ words }: Reader): Html =>
  html`<div class="threats">${THREATS.map(
    (threat) =>
      html`<section><h3>${words(`about.threat.${threat}`)}</h3><p>${words(`about.threat.${threat}.text`)}</p></section>`,
  )}</div>`;

export const SOURCE_PATH = "/about/source.tar.gz";

function software({ reader, version }: AboutPageInput): Html {
  const { words, rich, link } = reader;
  return html`<section><h2>${words("about.software")}</h2>
<p>${rich("about.software.text", { name: html`<b>${words("site.program")}</b>`, version: code(version) })}</p>
<p>${rich("about.software.source", { link: html`<a href="${SOURCE_PATH}" dir="ltr">source.tar.gz</a>` })}</p>
<p>${rich("about.software.vocabulary", { link: html`<a href="${link("/ns")}">${words("ns.title")}</a>` })}</p></section>`;
}
