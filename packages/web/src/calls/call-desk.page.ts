import { callIsOpen, languagesOf, waitsForReport, type Call, type CallEvent } from "@commonhall/domain";
import { addressesOf, shortCall } from "@commonhall/wire";
import { audienceWords, readerNames } from "../audiences/audience-words.ts";
import { deskPath, nameOf } from "../campaigns/desk-path.ts";
import { markdownOf, moreLanguages, pathOf } from "../campaigns/notices.ts";
import { admitted } from "../desk/rooms.ts";
import { NOT_FOUND, opens, type DeskRoute, type Elsewhere, type Sheet, type Visit } from "../desk/route.ts";
import { when } from "../desk/times.ts";
import { bdi, html, type Html } from "../layout/html.ts";
import { errorList, linkButton, metaLine, notice, textOf } from "../layout/parts.ts";
import { list } from "../words/numbers.ts";
import { pledgesPath } from "../pledges/pledges-path.ts";
import { callMeta } from "./call-parts.ts";
import { needs, report } from "./call.page.ts";
import { shortTexts } from "./short-texts.ts";

/** One call of ours from the side of those who sent it. */
export const callRoutes: readonly DeskRoute[] = [opens("/calls/:uuid", "read what arrived", callDeskPage)];

export const callOf = ({ ports, param }: Visit): Promise<Call | undefined> =>
  ports.calls.get(addressesOf(ports.site).call(param("uuid")));

async function callDeskPage(visit: Visit): Promise<Sheet | Elsewhere> {
  const { ports, reader, errors } = visit;
  const { words, link, language } = reader;
  const call = await callOf(visit);
  if (call === undefined) return NOT_FOUND;
  const now = ports.clock();
  const [campaign, names, said] = await Promise.all([
    call.campaign === undefined ? undefined : ports.campaigns.get(call.campaign),
    readerNames(visit, call.audience, "calls"),
    audienceWords(visit, call.audience),
  ]);
  const mayChange = admitted(visit.session.staff.roles, "publish");
  return {
    room: "calls",
    title: words("call.one"),
    moreLanguages: moreLanguages(call.text),
    body: html`<p><a href="${link("/desk/calls")}">${words("desk.room.calls")}</a>${campaign !== undefined && html` · <a href="${link(deskPath(campaign.id))}">${textOf(reader, campaign.name)}</a>`}</p>
${metaLine(callMeta(call, reader, now))}
<h1 class="small">${words("call.one")}</h1>
${errorList(words, errors)}
${mayChange && waitsForReport(call) && reportMissing(visit, call)}
<article class="sheet">${markdownOf(reader, call.text)}${report(call, reader)}</article>
<p>${words("desk.call.see.limited", { audience: said })}${names !== undefined && names.length > 0 && html`<br><span class="quiet">${bdi(list(names, language))}</span>`}</p>
<p class="acts">${linkButton(link(pledgesPath(call.id)), words("desk.call.pledges"))}</p>
${mayChange && acts(visit, call)}
${call.status !== "withdrawn" && needs(call, reader, now)}
${call.status !== "withdrawn" && shortTexts(reader, languagesOf(call.text), (tag, max) => shortCall(call, tag, max))}
<section><h2>${words("desk.call.log")}</h2><ul class="log">${call.log.map((event) => logLine(visit, event))}</ul></section>
${mayChange && html`<p class="acts">${linkButton(link(`${deskPath(call.id)}/delete`), words("desk.delete.link"))}</p>`}`,
  };
}

const reportMissing = ({ reader: { words, link } }: Visit, call: Call): Html =>
  notice(
    "plain",
    html`<p>${words("desk.call.report.missing")}</p><p class="acts">${linkButton(link(`${deskPath(call.id)}/close`), words("desk.call.report"), "strong")}</p>`,
  );

function acts({ reader, ports }: Visit, call: Call): Html {
  const { words, link } = reader;
  const here = deskPath(call.id);
  const isOpen = callIsOpen(call, ports.clock());
  return html`<p class="acts">${isOpen && linkButton(link(`/desk/write/call?of=${nameOf(call.id)}`), words("desk.call.change"), "strong")}
${call.status === "open" && linkButton(link(`${here}/close`), words("desk.call.close"))}
${call.status !== "withdrawn" && linkButton(link(`${here}/safe`), words("desk.call.safe"))}
${isOpen && call.audience.type !== "public" && linkButton(link(`${here}/narrow`), words("desk.call.narrow"))}
${call.audience.type === "public" && linkButton(link(pathOf(call.id)), words("desk.see-public"))}</p>`;
}

const LOGGED = {
  published: "desk.call.log.published",
  changed: "desk.call.log.changed",
  narrowed: "desk.call.log.narrowed",
  met: "desk.call.log.met",
  ended: "desk.call.log.ended",
  "ended by the calendar": "desk.call.log.ended-by-calendar",
  withdrawn: "desk.call.log.withdrawn",
} as const satisfies Record<CallEvent["what"], string>;

const logLine = (visit: Visit, { at, by, what }: CallEvent): Html =>
  html`<li><b>${visit.reader.words(LOGGED[what])}</b> ${when(visit, at)}${what !== "ended by the calendar" && html` <span class="quiet">${visit.reader.rich("desk.campaign.by", { name: bdi(by) })}</span>`}</li>`;
