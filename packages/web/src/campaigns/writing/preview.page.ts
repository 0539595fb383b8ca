import { ownName, type TranslationState, type WorkInProgress } from "@commonhall/domain";
import { mastodonView, sanitizeHtml, type JsonObject } from "@commonhall/wire";
import { NOT_FOUND, type Elsewhere, type Sheet, type Visit } from "../../desk/route.ts";
import { bdi, html, sanitized, type Html } from "../../layout/html.ts";
import { button, errorList, form, linkButton } from "../../layout/parts.ts";
import { list } from "../../words/numbers.ts";
import type { Reader } from "../../words/reader.ts";
import { harmPart, isHarmCleared } from "./harm-check.ts";
import { workTitle } from "./work-title.ts";
import { roomOf, type Ready, type Writing } from "./writing.ts";

export interface PreviewInput {
  readonly writing: Writing;
  readonly work: WorkInProgress;
  readonly ready: Ready;
  /** It is out already: what is sent now takes the place of what was sent then. */
  readonly changes: boolean;
}

/** How it will look, to whom, and the one button that cannot be taken back. */
export async function previewPage(visit: Visit, { writing, work, ready, changes }: PreviewInput): Promise<Sheet> {
  const { reader, session, errors } = visit;
  const { words, link } = reader;
  const [page, documents, followers, readers] = await Promise.all([
    ready.page(),
    ready.documents(),
    ready.followers(),
    ready.onlyFor?.(),
  ]);
  const cleared = ready.namesAnEmployer !== true || (await isHarmCleared(visit, work));
  const path = `/desk/write/${writing.kind}/${work.id}`;
  return {
    room: roomOf(writing.kind).room,
    title: words("desk.preview.title"),
    moreLanguages: ready.translations.map(({ language }) => language),
    body: html`<h1>${words("desk.preview.title")}</h1>
${errorList(words, errors)}
${!cleared && (await harmPart(visit, work))}
${
  cleared &&
  html`<section class="notice plain publish"><h2>${words(changes ? "desk.preview.send-change" : "desk.preview.send")}</h2>
<p>${readers === undefined ? words(changes ? "desk.preview.who.change" : "desk.preview.who", { count: followers }) : onlyFor(reader, readers)}</p>
<p>${words("desk.preview.no-way-back")}</p>
${form({
  action: link(`${path}/publish`),
  csrf: session.csrf,
  hidden: { saved: String(work.saved) },
  body: html`<div class="acts">${button({ label: publishLabel(reader, changes, followers, readers) })}
${linkButton(link(path), words("desk.preview.back"))}</div>`,
})}</section>`
}
${!cleared && html`<p class="acts">${linkButton(link(path), words("desk.preview.back"))}</p>`}
${ready.translations.length > 1 && languages(reader, ready.translations)}
<h2>${words("desk.preview.page")}</h2>
<p class="hint">${words(readers === undefined ? "desk.preview.page.hint" : "desk.preview.page.limited.hint")}</p>
<div class="as-seen">${withinAPage(page)}</div>
${
  documents.length > 0 &&
  html`<h2>${words("desk.preview.mastodon")}</h2>
<p class="hint">${words("desk.preview.mastodon.hint")}</p>
${documents.map((document) => mastodonCard(reader, document))}`
}`,
  };
}

/** "It is sent to 4 allies, and nobody else can read it". */
const onlyFor = ({ rich, language }: Reader, readers: readonly string[]): Html =>
  rich("desk.preview.who.limited", { count: readers.length, names: list(readers, language) });

/** The button says what happens: "Send to 4 allies". */
function publishLabel({ words }: Reader, changes: boolean, followers: number, readers?: readonly string[]): string {
  if (readers !== undefined) {
    const count = readers.length;
    return words(changes ? "desk.preview.publish.limited.change" : "desk.preview.publish.limited", { count });
  }
  return words(changes ? "desk.preview.publish.change" : "desk.preview.publish", { count: followers });
}

/** The heading of the page that is shown is one of many on the page that shows it. */
const withinAPage = (page: Html): Html =>
  sanitized(
    page
      .toString()
      .replaceAll(
        /<h1(?: class="([^"]*)")?/g,
        (_, names: string | undefined) => `<h2 class="${["as-h1", names ?? ""].join(" ").trim()}"`,
      )
      .replaceAll("</h1>", "</h2>"),
  );

const languages = ({ words, rich }: Reader, states: readonly TranslationState[]): Html =>
  html`<section><h2>${words("desk.preview.languages")}</h2><ul>${states.map(
    ({ language, state, translator }) =>
      html`<li>${bdi(ownName(language))}: ${words(`translation.${state}`)}${translator !== undefined && html` · ${rich("translation.by", { name: translator })}`}</li>`,
  )}</ul></section>`;

function mastodonCard({ words, rich }: Reader, document: JsonObject): Html {
  const { title, warning, html: markup, link, images } = mastodonView(document);
  return html`<article class="toot">
${warning !== undefined && html`<p><b>${words("desk.preview.warning")}</b> ${warning}</p>`}
${title !== undefined && html`<h3 dir="auto">${title}</h3>`}
<div dir="auto" class="text">${sanitized(sanitizeHtml(markup))}</div>
${link !== undefined && html`<p class="quiet">${rich("desk.preview.link", { link: bdi(link) })}</p>`}
${images.length > 0 && html`<ul>${images.map(({ alt }) => html`<li dir="auto">${alt}</li>`)}</ul>`}
</article>`;
}

/** What is thrown away cannot be brought back either, so it is asked. */
export async function throwAwayPage({ ports, param, reader, session, errors }: Visit): Promise<Sheet | Elsewhere> {
  const { words, rich, link } = reader;
  const work = await ports.workInProgress.get(param("work"));
  if (work === undefined || work.kind !== param("kind")) return NOT_FOUND;
  const path = `/desk/write/${work.kind}/${work.id}`;
  return {
    room: roomOf(work.kind).room,
    title: words("desk.throw-away.title"),
    body: html`<h1>${words("desk.throw-away.title")}</h1>
${errorList(words, errors)}
<p class="lead">${rich("desk.throw-away.text", { title: workTitle(reader, work) })}</p>
${form({
  action: link(`${path}/throw-away`),
  csrf: session.csrf,
  body: html`<div class="acts">${button({ label: words("desk.throw-away.button"), kind: "grave" })}
${linkButton(link(path), words("desk.throw-away.keep"))}</div>`,
})}`,
  };
}
