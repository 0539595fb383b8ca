import { objectId, statusAt, type ReceivedCallLine } from "@commonhall/domain";
import { NOT_FOUND, opens, type DeskRoute, type Elsewhere, type Sheet, type Visit } from "../desk/route.ts";
import { when } from "../desk/times.ts";
import { bdi, code, html } from "../layout/html.ts";
import { errorList, linkButton, metaLine } from "../layout/parts.ts";
import { objectBody } from "../objects/object-notice.ts";
import { pledgesPath } from "../pledges/pledges-path.ts";
import { shownObject } from "../objects/shown-object.ts";
import { callMeta } from "./call-parts.ts";
import { needBars, shownReceived } from "./need-bars.ts";

/** A call of somebody else's with what is still missing. */
export const receivedCallRoutes: readonly DeskRoute[] = [
  opens("/calls/received", "read what arrived", receivedCallPage),
];

export const receivedPath = (id: string): string => `/desk/calls/received?id=${encodeURIComponent(id)}`;

export function receivedCallOf({ ports, query }: Visit): Promise<ReceivedCallLine | undefined> {
  const id = objectId(query("id"));
  return id === undefined ? Promise.resolve(undefined) : ports.calls.received(id);
}

async function receivedCallPage(visit: Visit): Promise<Sheet | Elsewhere> {
  const { ports, reader, errors } = visit;
  const { words, link, rich } = reader;
  const line = await receivedCallOf(visit);
  if (line === undefined) return NOT_FOUND;
  const { call, item } = line;
  const now = ports.clock();
  const shown = shownObject(item.object);
  const isOpen = statusAt(call, now) === "open";
  return {
    room: "calls",
    title: words("call.one"),
    moreLanguages: shown.languages,
    body: html`<p><a href="${link("/desk/calls")}">${words("desk.room.calls")}</a></p>
${metaLine([...callMeta(call, reader, now), when(visit, item.object.published)])}
<h1 class="small">${words("call.one")}</h1>
${errorList(words, errors)}
<p class="by">${rich("desk.call.from", { name: bdi(item.fromName) })} ${code(item.fromHandle)}</p>
${call.needs.length > 0 && html`<section><h2>${words("call.needs")}</h2>${needBars(reader, { needs: call.needs.map((need) => shownReceived(need, isOpen, now)) })}</section>`}
<article class="sheet">${objectBody(visit, item.object, shown)}</article>
<p class="acts">${linkButton(link(pledgesPath(call.id)), words("desk.call.pledges"), "strong")} ${linkButton(shown.url, rich("desk.call.open", { host: code(new URL(shown.url).host) }))}</p>`,
  };
}
