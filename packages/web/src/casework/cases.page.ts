import { ENGINE_CODES, plainDate } from "@commonhall/domain";
import { startOfWeek, type CaseLine, type Reminder, type VaultState } from "@commonhall/vault";
import { opens, sends, type DeskRoute, type Sheet } from "../desk/route.ts";
import { calm, html, type Html } from "../layout/html.ts";
import { button, empty, errorList, form, linkButton, notice, pager, pin } from "../layout/parts.ts";
import { day, dayOf } from "../words/dates.ts";
import { list } from "../words/numbers.ts";
import { clockNotice, confirmClock } from "./clock-notice.ts";
import { copyReminder } from "./copy-due.ts";
import { diskReminder } from "./disk-left.ts";
import { insideDraws, insideRuns, type Inside } from "./inside.ts";
import type { SayKey } from "./words/say.ts";

/** What was told, newest week first. */
const draw = insideDraws(casesPage);

export const casesRoutes: readonly DeskRoute[] = [
  opens("/cases", "work on cases", draw),
  sends("/clock", "work on cases", draw, insideRuns(confirmClock)),
];

const FILTERS = ["unverified", "open", "closed", "quarantined"] as const;

async function casesPage(inside: Inside): Promise<Sheet> {
  const { visit, desk, say } = inside;
  const status = FILTERS.find((known) => known === visit.query("status"));
  const after = visit.query("after");
  const { items, changed, next } = await desk.cases.list({
    ...(status === undefined ? {} : { status }),
    ...(after === "" ? {} : { after }),
  });
  const state = await visit.ports.casework?.vault.state();
  const none = status === undefined ? say("cases.none") : say(`cases.none.${status}`);
  const here = `/desk/cases${status === undefined ? "" : `?status=${status}`}`;
  const older =
    next === undefined ? undefined : `${here}${here.includes("?") ? "&" : "?"}after=${encodeURIComponent(next)}`;
  return {
    room: "cases",
    title: say("cases.title"),
    body: html`<h1>${say("cases.title")}</h1>
${errorList(visit.reader.words, visit.errors)}
<div class="acts">${linkButton(visit.reader.link("/desk/register"), say("register.title"))}${lockButton(inside)}</div>
${clockNotice(inside, state?.clockAhead)}
${await keysNotice(inside, state)}
${await diskNotice(inside)}
${await copyNotice(inside)}
${renewingNotice(inside)}
${after === "" && (await remindersSection(inside))}
${filters(inside, status)}
${changed > 0 && notice("bad", html`<p>${say("cases.changed", { count: changed })}</p>`)}
${items.length === 0 ? empty(none) : html`<ul class="lines">${items.map((item) => caseLine(inside, item))}</ul>`}
${pager({ older: older === undefined ? undefined : { href: visit.reader.link(older), label: say("cases.older") } })}`,
  };
}

export const lockButton = ({ visit, say }: Inside): Html =>
  form({
    action: visit.reader.link("/desk/lock"),
    csrf: visit.session.csrf,
    body: button({ label: say("lock.button"), kind: "calm" }),
  });

/** Until papers exist that bring back every case of this caseworker, they are told so. */
async function keysNotice({ visit, desk, say }: Inside, state: VaultState | undefined): Promise<Html | false> {
  const keys = visit.reader.link("/desk/keys");
  if (state !== undefined && state.recovery === undefined) {
    return notice(
      "bad",
      html`<p>${say("recovery.missing")}</p><p>${linkButton(keys, say("recovery.missing.button"))}</p>`,
    );
  }
  const [without, former] = [await desk.keys.withoutRecovery(), await desk.keys.sealedToFormer()];
  if (without === 0 && former === 0) return false;
  const { csrf } = visit.session;
  const renew = form({ action: `${keys}/renew`, csrf, body: button({ label: say("renew.button") }) });
  return notice(
    "bad",
    html`${without > 0 && html`<p>${say("recovery.without", { count: without })}</p>`}${former > 0 && html`<p>${say("renew.former", { count: former })}</p>`}${renew}`,
  );
}

async function diskNotice({ visit }: Inside): Promise<Html | undefined> {
  const reminder = await diskReminder(visit);
  return reminder === undefined ? undefined : notice("bad", reminder);
}

/** Each page says how far it is; nobody has to wait for it. */
function renewingNotice({ visit, say }: Inside): Html | undefined {
  const renewing = visit.ports.casework?.vault.renewing(visit.session.staff.id);
  return renewing === undefined ? undefined : notice("plain", html`<p>${say("renew.old", renewing)}</p>`);
}

async function copyNotice({ visit }: Inside): Promise<Html | undefined> {
  const reminder = await copyReminder(visit);
  return reminder === undefined ? undefined : notice("plain", reminder);
}

async function remindersSection(inside: Inside): Promise<Html | undefined> {
  const reminders = await inside.desk.reminders();
  if (reminders.length === 0) return undefined;
  return html`<section><h2>${inside.say("reminders.title")}</h2><div class="grid">${reminders.map((one) => reminderPin(inside, one))}</div></section>`;
}

function reminderPin({ visit: { reader }, say }: Inside, { caseId, title, kind, text, due }: Reminder): Html {
  const date = due === undefined ? undefined : plainDate(due);
  return pin({
    meta: [
      say(`task.${kind === "erased soon" ? "erased-soon" : kind}`),
      date !== undefined && day(date, reader.language),
    ],
    heading: html`<a href="${reader.link(casePath(caseId))}">${title === undefined ? say("case.untitled") : html`<bdi>${calm(title)}</bdi>`}</a>`,
    body: html`<p dir="auto">${text}</p>`,
  });
}

function filters({ visit: { reader }, say }: Inside, current: (typeof FILTERS)[number] | undefined): Html {
  const way = (key: SayKey, status?: string) =>
    html`<li><a href="${reader.link(status === undefined ? "/desk/cases" : `/desk/cases?status=${status}`)}"${status === current && html` aria-current="page"`}>${say(key)}</a></li>`;
  return html`<nav class="filters" aria-label="${say("cases.filter")}"><ul class="meta">${way("cases.all")}${FILTERS.map((status) => way(`status.${status}`, status))}</ul></nav>`;
}

function caseLine(inside: Inside, line: CaseLine): Html {
  const { visit, say, sayRich } = inside;
  const { language } = visit.reader;
  const happened = line.happened.map((code) => ENGINE_CODES.label(code, language));
  return html`<li>
<a href="${visit.reader.link(casePath(line.id))}"><strong>${caseTitle(inside, line)}</strong></a>
${happened.length > 0 && html`<span>${list(happened, language)}</span>`}
<span class="quiet">${say(`status.${line.status}`)} · ${sayRich("cases.week", { day: dayOf(startOfWeek(line.week), language) })}${line.channel === "helper" && html` · ${say("channel.helper")}`}${line.held && html` · ${say("hold.held")}`}</span>
${line.added && html`<strong>${say("cases.added")}</strong>`}
</li>`;
}

export const casePath = (id: string): string => `/desk/cases/${id}`;

export const caseTitle = ({ say }: Pick<Inside, "say">, { title }: Pick<CaseLine, "title">): Html =>
  title === undefined ? html`${say("case.untitled")}` : html`<bdi>${calm(title)}</bdi>`;
