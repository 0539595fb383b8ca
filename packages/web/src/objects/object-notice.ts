import { ownName, textIn, type ActorId, type StoredObject } from "@commonhall/domain";
import { plainText, sanitizeHtml } from "@commonhall/wire";
import type { Visit } from "../desk/route.ts";
import { when } from "../desk/times.ts";
import { bdi, code, html, inLanguage, sanitized, type Html } from "../layout/html.ts";
import { linkButton, pin } from "../layout/parts.ts";
import { pledgesPath } from "../pledges/pledges-path.ts";
import { span, zoneSaid } from "../words/dates.ts";
import { list } from "../words/numbers.ts";
import { campaignCard } from "./campaign-card.ts";
import type { ArrivedItem } from "./arrived-items.ts";
import type { ShownEvent, ShownObject } from "./shown-object.ts";

/** Longer texts are shown whole on a page of their own. */
const LONG = 900;

/** One thing that arrived: who says it, when, in which languages, who passed it on, and what it says. */
export function objectNotice(visit: Visit, item: ArrivedItem, nameOf: (actor: ActorId) => string): Html {
  const { object, shown } = item;
  const { reader } = visit;
  const isToAct = object.kind === "action" || object.kind === "campaign";
  return pin({
    kind: isToAct ? "brick" : "teal",
    meta: [
      reader.words(`desk.kind.${object.kind}`),
      limitedStamp(visit, object),
      html`<a href="${objectLink(visit, object)}">${when(visit, object.published)}</a>`,
      object.updated !== undefined && reader.rich("desk.arrived.changed", { time: when(visit, object.updated) }),
      shown.languages.length > 1 && list(shown.languages.map(ownName), reader.language),
    ],
    body: html`<p class="by"><a href="${reader.link(`/desk/arrived?from=${encodeURIComponent(item.from)}`)}">${bdi(item.fromName)}</a> ${code(item.fromHandle)}
${item.via !== undefined && html`<br><span class="quiet">${reader.rich("desk.arrived.via", { name: nameOf(item.via) })}</span>`}</p>
${objectBody(visit, object, shown, LONG)}
${object.kind === "call" && html`<p class="acts">${linkButton(reader.link(pledgesPath(object.id)), reader.words("desk.call.pledges"))}</p>`}`,
  });
}

/** Whoever reads it here shall know that others may not. */
export const limitedStamp = ({ reader }: Visit, { reach }: StoredObject): Html | false =>
  reach === "limited" && html`<b class="stamp">${reader.words("desk.arrived.limited")}</b>`;

/** The same in a line: its kind, who says it, and how it begins. */
export function arrivedLine(visit: Visit, { object, fromName, shown }: ArrivedItem): Html {
  const texts = shown.campaign?.names ?? shown.names ?? shown.contents ?? shown.summaries;
  const { language, text } =
    texts === undefined ? { language: "und", text: object.id } : textIn(texts, visit.reader.wanted);
  return html`<li><span class="quiet">${visit.reader.words(`desk.kind.${object.kind}`)} · ${bdi(fromName)}</span>
<a href="${objectLink(visit, object)}" ${inLanguage(language)}>${firstLine(text)}</a></li>`;
}

const firstLine = (markup: string): string => plainText(markup, 90).split("\n")[0] ?? "";

export const objectLink = ({ reader }: Pick<Visit, "reader">, object: Pick<StoredObject, "id">): string =>
  reader.link(`/desk/arrived/object?id=${encodeURIComponent(object.id)}`);

/** More markup than this is never needed for the beginning of a text; a page has twenty. */
const MARKUP_READ = 20_000;

/** Name, time and place, text. `longest`: beyond so many characters only its beginning, with the way to the whole. */
export function objectBody(
  visit: Visit,
  object: StoredObject,
  shown: ShownObject,
  longest = Number.POSITIVE_INFINITY,
): Html {
  const { reader } = visit;
  if (shown.campaign !== undefined) return campaignCard(reader, shown.campaign);
  const text = shown.contents ?? shown.summaries;
  const { language, text: markup } = text === undefined ? { language: "und", text: "" } : textIn(text, reader.wanted);
  const isWhole = longest === Number.POSITIVE_INFINITY || markup.length <= MARKUP_READ;
  const read = isWhole ? markup : markup.slice(0, MARKUP_READ);
  const cut = !isWhole || plainText(read).length > longest;
  return html`${name(visit, shown)}
${shown.event !== undefined && eventLine(visit, shown.event)}
${
  cut
    ? html`<div class="text" ${inLanguage(language)}><p>${plainText(read, longest)}</p></div>
<p><a href="${objectLink(visit, object)}">${reader.words("desk.arrived.whole")}</a></p>`
    : html`<div class="text" ${inLanguage(language)}>${sanitized(sanitizeHtml(read))}</div>`
}
${pictures(visit, shown)}`;
}

function name({ reader }: Visit, { names }: ShownObject): Html | false {
  if (names === undefined) return false;
  const { language, text } = textIn(names, reader.wanted);
  return html`<h2 class="headline" ${inLanguage(language)}>${text}</h2>`;
}

function eventLine({ reader }: Visit, event: ShownEvent): Html {
  const { words, language } = reader;
  return html`<p class="when">${event.cancelled && html`<b class="stamp">${words("action.cancelled")}</b> `}${span(event, language)}<br><small>${zoneSaid(event, reader)}</small></p>
${event.place !== undefined && html`<p>${bdi(event.place)}</p>`}`;
}

/** They are on somebody else's server, and looking at them there tells that server who looks: so it is left to a click. */
const pictures = ({ reader }: Visit, { pictures }: ShownObject): Html | false =>
  pictures.length > 0 &&
  html`<ul class="pictures">${pictures.map(
    ({ url, alt }) =>
      html`<li><a href="${url}" rel="nofollow noopener noreferrer">${reader.words("desk.arrived.picture")}</a> ${alt === "" ? html`<span class="quiet">${reader.words("desk.arrived.picture.no-words")}</span>` : html`<span dir="auto">${alt}</span>`}</li>`,
  )}</ul>`;
