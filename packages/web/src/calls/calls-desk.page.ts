import type { Call, ReceivedCallLine, StoredObject } from "@commonhall/domain";
import { plainText } from "@commonhall/wire";
import { workLine } from "../campaigns/campaigns-desk.page.ts";
import { deskPath } from "../campaigns/desk-path.ts";
import { firstWords } from "../campaigns/notices.ts";
import { admitted } from "../desk/rooms.ts";
import { opens, type DeskRoute, type Sheet, type Visit } from "../desk/route.ts";
import { bdi, html, inLanguage, type Html } from "../layout/html.ts";
import { empty, linkButton, metaLine, pin } from "../layout/parts.ts";
import { textFor, type Reader } from "../words/reader.ts";
import { shownObject } from "../objects/shown-object.ts";
import { callMeta } from "./call-parts.ts";
import { needBars, shownReceived } from "./need-bars.ts";
import { receivedPath } from "./received-call.page.ts";
import { TEMPLATES } from "./writing/templates.ts";

/** What we ask of others, and what others ask of us. */
export const callsRoutes: readonly DeskRoute[] = [
  opens("/calls", "read what arrived", callsPage),
  opens("/calls/new", "publish", newCallPage),
];

/** More than anybody looks through here. */
const LISTED = 50;

async function callsPage(visit: Visit): Promise<Sheet> {
  const { ports, reader } = visit;
  const { words, link } = reader;
  const mayWrite = admitted(visit.session.staff.roles, "publish");
  const [ours, received, works] = await Promise.all([
    ports.calls.list({ limit: LISTED }),
    ports.calls.openReceived(ports.clock(), LISTED),
    mayWrite ? ports.workInProgress.list() : [],
  ]);
  const begun = works.filter(({ kind }) => kind === "call");
  return {
    room: "calls",
    title: words("desk.room.calls"),
    body: html`<h1>${words("desk.room.calls")}</h1>
<p class="lead">${words("desk.calls.lead")}</p>
${mayWrite && html`<p class="acts">${linkButton(link("/desk/calls/new"), words("desk.write.call.button"), "strong")}</p>`}
<section><h2>${words("desk.calls.received")}</h2>
${received.length === 0 ? empty(words("desk.calls.received.none")) : html`<div class="grid">${received.map((line) => receivedPin(visit, line))}</div>`}
<p><a href="${link("/desk/arrived?kind=call")}">${words("desk.calls.received.all")}</a></p></section>
<section><h2>${words("desk.calls.ours")}</h2>
${ours.length === 0 ? empty(words("desk.calls.none")) : html`<ul class="lines">${ours.map((call) => callLine(visit, call))}</ul>`}</section>
${begun.length > 0 && html`<section><h2>${words("desk.work.title")}</h2><ul class="lines">${begun.map((work) => workLine(visit, work))}</ul></section>`}`,
  };
}

export function callLine({ reader, ports }: Visit, call: Call): Html {
  const { language, text } = textFor(reader, call.text);
  return html`<li><strong><a href="${reader.link(deskPath(call.id))}" ${inLanguage(language)}>${firstWords(text, 90)}</a></strong>
${metaLine(callMeta(call, reader, ports.clock()))}</li>`;
}

function receivedPin({ reader, ports }: Visit, { call, item }: ReceivedCallLine): Html {
  const now = ports.clock();
  const { language, text } = gist(reader, item.object);
  return pin({
    kind: call.urgency === "immediate" ? "brick" : "teal",
    meta: callMeta(call, reader, now),
    heading: html`<a href="${reader.link(receivedPath(call.id))}" ${inLanguage(language)}>${text}</a>`,
    body: html`<p class="by">${reader.rich("desk.call.from", { name: bdi(item.fromName) })}</p>
${needBars(reader, { needs: call.needs.map((need) => shownReceived(need, true, now)) })}`,
  });
}

const FACTS = /^\s*<p><strong>.*?<\/p>/s;
/** More markup than this is never needed for the beginning of a text. */
const MARKUP_READ = 20_000;

/** What has happened, in a line: what a call is and by when, which our nodes say first, the pin says itself. */
function gist(reader: Reader, object: StoredObject): { readonly language: string; readonly text: string } {
  const { contents } = shownObject(object);
  if (contents === undefined) return { language: object.language, text: object.text };
  const { language, text } = textFor(reader, contents);
  const rest = text.slice(0, MARKUP_READ).replace(FACTS, "");
  return { language, text: plainText(rest === "" ? text : rest, 160).replaceAll("\n", " ") };
}

/** What has happened, to begin with what is mostly needed then (row S4). */
function newCallPage({ reader, query }: Visit): Promise<Sheet> {
  const { words, link } = reader;
  const campaign = query("campaign") === "" ? "" : `&campaign=${encodeURIComponent(query("campaign"))}`;
  const way = (template: string, label: string): Html =>
    html`<li>${linkButton(link(`/desk/write/call?template=${template}${campaign}`), label)}</li>`;
  return Promise.resolve({
    room: "calls",
    title: words("desk.calls.new"),
    body: html`<p><a href="${link("/desk/calls")}">${words("desk.room.calls")}</a></p>
<h1>${words("desk.calls.new")}</h1>
<p class="lead">${words("desk.calls.new.lead")}</p>
<ul class="ways">${TEMPLATES.map((template) => way(template, words(`desk.call.template.${template}`)))}
${way("blank", words("desk.call.template.blank"))}</ul>`,
  });
}
