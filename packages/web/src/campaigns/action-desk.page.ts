import type { Action } from "@commonhall/domain";
import { addressesOf } from "@commonhall/wire";
import {
  go,
  NOT_FOUND,
  opens,
  refused,
  sends,
  type DeskRoute,
  type Elsewhere,
  type Run,
  type Sheet,
  type Visit,
} from "../desk/route.ts";
import { field } from "../layout/fields.ts";
import { bdi, html, type Html } from "../layout/html.ts";
import { button, errorList, facts, form, linkButton, metaLine, textOf } from "../layout/parts.ts";
import { span, zoneSaid } from "../words/dates.ts";
import { wholeNumber } from "../words/digits.ts";
import { deskPath, nameOf } from "./desk-path.ts";
import { markdownOf, pathOf } from "./notices.ts";
import { publishRefusal } from "./publish-refused.ts";

/** One action from the side of those who call for it. */
export const actionRoutes: readonly DeskRoute[] = [
  opens("/actions/:uuid", "publish", actionDeskPage),
  sends("/actions/:uuid/count", "publish", actionDeskPage, count),
  opens("/actions/:uuid/cancel", "publish", cancelPage),
  sends("/actions/:uuid/cancel", "publish", cancelPage, cancel),
];

const actionOf = ({ ports, param }: Visit): Promise<Action | undefined> =>
  ports.campaigns.action(addressesOf(ports.site).action(param("uuid")));

/** Those who were there have counted: their number takes the place of the clicks (row C12). */
async function count(visit: Visit): ReturnType<Run> {
  const { ports, form, reader } = visit;
  const action = await actionOf(visit);
  if (action === undefined) return NOT_FOUND;
  const counted = wholeNumber(form.get("count"));
  if (counted === undefined) return refused({ field: "count", message: reader.words("desk.action.count.wrong") });
  await ports.participation.set(action.id, counted);
  return go(deskPath(action.id), "counted");
}

async function cancel(visit: Visit): ReturnType<Run> {
  const { ports, session, reader } = visit;
  const action = await actionOf(visit);
  if (action === undefined) return NOT_FOUND;
  const cancelled = await ports.campaignCommands.cancelAction(action.id, session.staff.name);
  return cancelled.ok ? go(deskPath(action.id), "cancelled") : refused(publishRefusal(reader, cancelled.error));
}

async function actionDeskPage(visit: Visit): Promise<Sheet | Elsewhere> {
  const { ports, reader, errors } = visit;
  const { words, link, language } = reader;
  const action = await actionOf(visit);
  if (action === undefined) return NOT_FOUND;
  const [campaign, coming] = await Promise.all([
    ports.campaigns.get(action.campaign),
    ports.participation.count(action.id),
  ]);
  const here = deskPath(action.id);
  return {
    room: "campaigns",
    title: words("desk.kind.action"),
    body: html`<p>${campaign !== undefined && html`<a href="${link(deskPath(campaign.id))}">${textOf(reader, campaign.name)}</a>`}</p>
${metaLine([words(`action.type.${action.type}`), action.cancelled && html`<b class="stamp">${words("action.cancelled")}</b>`])}
<h1${action.cancelled && html` class="struck"`}>${textOf(reader, action.name)}</h1>
${errorList(words, errors)}
<article class="sheet">${facts([
      [words("desk.action.when"), html`${span(action, language)}<br><small>${zoneSaid(action, reader)}</small>`],
      action.place === undefined
        ? undefined
        : [
            words("action.place"),
            html`${bdi(action.place.name)}${action.place.address !== undefined && html`<br>${bdi(action.place.address)}`}`,
          ],
    ])}
${markdownOf(reader, action.text)}</article>
<p class="acts">${!action.cancelled && linkButton(link(`/desk/write/action?of=${nameOf(action.id)}`), words("desk.action.change"), "strong")}
${linkButton(link(pathOf(action.id)), words("desk.see-public"))}
${!action.cancelled && linkButton(link(`${here}/cancel`), words("desk.action.cancel"))}
${linkButton(link(`${here}/delete`), words("desk.delete.link"))}</p>
${countForm(visit, action, coming)}`,
  };
}

function countForm({ reader, session, form: typed, errors }: Visit, action: Action, coming: number): Html {
  const { words, link } = reader;
  return html`<section><h2>${words(`coming.heading.${action.type}`)}</h2>
<p class="figure">${words(`coming.count.${action.type}`, { count: coming })}</p>
<p>${words("desk.action.count.text")}</p>
${form({
  action: link(`${deskPath(action.id)}/count`),
  csrf: session.csrf,
  body: html`${field({
    name: "count",
    label: words("desk.action.count"),
    hint: words("desk.action.count.hint"),
    value: typed.fields["count"],
    errors,
    inputmode: "numeric",
    autocomplete: "off",
  })}
${button({ label: words("desk.action.count.button"), kind: "calm" })}`,
})}</section>`;
}

async function cancelPage(visit: Visit): Promise<Sheet | Elsewhere> {
  const { reader, errors, session } = visit;
  const { words, link } = reader;
  const action = await actionOf(visit);
  if (action === undefined) return NOT_FOUND;
  const here = deskPath(action.id);
  if (action.cancelled) return go(here);
  return {
    room: "campaigns",
    title: words("desk.cancel.title"),
    body: html`<h1>${words("desk.cancel.title")}</h1>
${errorList(words, errors)}
<blockquote>${textOf(reader, action.name)}</blockquote>
<p class="lead">${words("desk.cancel.text")}</p>
${form({
  action: link(`${here}/cancel`),
  csrf: session.csrf,
  body: html`<div class="acts">${button({ label: words("desk.cancel.button"), kind: "grave" })}${linkButton(link(here), words("desk.cancel.not"))}</div>`,
})}`,
  };
}

/** An action in a list. */
export function actionLine({ reader }: Visit, action: Action, coming: number): Html {
  const { words, link, language } = reader;
  return html`<li><a href="${link(deskPath(action.id))}"${action.cancelled && html` class="struck"`}>${textOf(reader, action.name)}</a>
<span>${span(action, language)}</span>
${metaLine([
  words(`action.type.${action.type}`),
  action.cancelled && html`<b class="stamp">${words("action.cancelled")}</b>`,
  coming > 0 && words(`coming.count.${action.type}`, { count: coming }),
])}</li>`;
}
