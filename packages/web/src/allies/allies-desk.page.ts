import { actorId, type AllyLine, type Vouching } from "@commonhall/domain";
import { vouchingLine } from "../attestations/vouching.ts";
import { go, opens, refused, sends, type DeskRoute, type Run, type Sheet, type Visit } from "../desk/route.ts";
import { when } from "../desk/times.ts";
import { bdi, code, html, type Html } from "../layout/html.ts";
import { button, empty, errorList, form, linkButton, notice, pin } from "../layout/parts.ts";
import { day } from "../words/dates.ts";
import { allyRefusal } from "./ally-refused.ts";
import { endAlly, endPage } from "./end-ally.page.ts";
import { offerAlliance, offerForm } from "./offer-ally.part.ts";
import { gridFields, gridFrom, termsGrid } from "./terms-grid.part.ts";
import { sayFor, sayRichFor } from "./words/say.ts";

/** Allies, two by two: who they are, what goes between us, and by which keys we know each other. */
export const alliesRoutes: readonly DeskRoute[] = [
  opens("/allies", "manage allies", alliesPage),
  sends("/allies", "manage allies", alliesPage, offerAlliance),
  sends("/allies/accept", "manage allies", alliesPage, accept),
  sends("/allies/decline", "manage allies", alliesPage, decline),
  sends("/allies/allow", "manage allies", alliesPage, allow),
  opens("/allies/end", "manage allies", endPage(alliesPage)),
  sends("/allies/end", "manage allies", endPage(alliesPage), endAlly),
];

async function accept({ ports, reader, form: typed }: Visit): ReturnType<Run> {
  const answer = await ports.allies.accept(typed.get("ally"));
  return answer.ok ? go("/desk/allies", "ally-accepted") : refused(allyRefusal(reader, answer.error));
}

async function decline({ ports, reader, form: typed }: Visit): ReturnType<Run> {
  const answer = await ports.allies.decline(typed.get("ally"));
  return answer.ok ? go("/desk/allies", "ally-declined") : refused(allyRefusal(reader, answer.error));
}

async function allow({ ports, reader, form: typed }: Visit): ReturnType<Run> {
  const answer = await ports.allies.allow(typed.get("ally"), gridFrom(typed));
  return answer.ok ? go("/desk/allies", "ally-allowed") : refused(allyRefusal(reader, answer.error));
}

/** How many offers wait for somebody here. Those of strangers wait apart. */
export const alliesWaiting = async ({ ports }: Pick<Visit, "ports">): Promise<number> =>
  (await ports.allies.list()).filter(({ state, apart }) => state === "received" && !apart).length;

async function alliesPage(visit: Visit): Promise<Sheet> {
  const { ports, reader, centre, errors } = visit;
  const say = sayFor(reader);
  const all = await ports.allies.list();
  const [asked, allies] = await Promise.all([
    pins(
      visit,
      all.filter(({ state, apart }) => state === "received" && !apart),
      askedPin,
    ),
    pins(
      visit,
      all.filter(({ state }) => state === "accepted"),
      allyPin,
    ),
  ]);
  const offered = all.filter(({ state }) => state === "offered");
  const former = all.filter(({ state }) => state === "declined" || state === "ended");
  return {
    room: "allies",
    title: say("allies"),
    body: html`<h1>${say("allies")}</h1>
${errorList(reader.words, errors)}
<p class="lead">${say("lead")}</p>
${strangers(visit, all)}
${asked.length > 0 && html`<section><h2>${say("asked")}</h2><p class="hint">${say("asked.hint")}</p>${asked}</section>`}
<section><h2>${say("allies")}</h2>
${allies.length === 0 ? empty(say("allies.none")) : allies}
${offerForm(visit)}</section>
${offered.length > 0 && html`<section><h2>${say("offered")}</h2><ul class="lines">${offered.map((line) => offeredLine(visit, line))}</ul></section>`}
${former.length > 0 && html`<details><summary>${say("former")}</summary><ul class="lines">${former.map((line) => html`<li>${who(line)} ${stateOf(visit, line)}</li>`)}</ul></details>`}
<section><h2>${say("keys.ours")}</h2>${digits(visit, await ports.vouching.of(centre.id))}</section>`,
  };
}

type Pinned = (visit: Visit, line: AllyLine, vouching: Vouching) => Html;

const pins = (visit: Visit, lines: readonly AllyLine[], draw: Pinned): Promise<readonly Html[]> =>
  Promise.all(lines.map(async (line) => draw(visit, line, await visit.ports.vouching.of(line.peer))));

function strangers({ reader }: Visit, all: readonly AllyLine[]): Html | false {
  const count = all.filter(({ state, apart }) => state === "received" && apart).length;
  const text = sayFor(reader)("apart", { count });
  return count > 0 && notice("plain", html`<p><a href="${reader.link("/desk/apart")}">${text}</a></p>`);
}

function askedPin(visit: Visit, line: AllyLine, vouching: Vouching): Html {
  const { reader } = visit;
  const say = sayFor(reader);
  const { purpose, grid } = line.terms;
  return pin({
    meta: [when(visit, line.since), lastDay(visit, line)],
    heading: who(line),
    body: html`<p>${vouchingLine(reader, vouching)}</p>
${purpose !== undefined && html`<p>${sayRichFor(reader)("purpose", { text: purpose })}</p>`}
<h4>${say("grid")}</h4>
${termsGrid(reader, line.name, grid)}
${theirKey(visit, vouching)}
<div class="acts">${answerForm(visit, line, "accept")}${answerForm(visit, line, "decline")}</div>`,
  });
}

const answerForm = ({ reader, session }: Visit, { peer }: AllyLine, path: "accept" | "decline"): Html =>
  form({
    action: reader.link(`/desk/allies/${path}`),
    csrf: session.csrf,
    hidden: { ally: peer },
    body: button({ label: sayFor(reader)(path), kind: path === "accept" ? "strong" : "calm" }),
  });

/** What was ticked stays ticked where it could not be done. */
function allyPin(visit: Visit, line: AllyLine, vouching: Vouching): Html {
  const { reader, session, form: typed } = visit;
  const say = sayFor(reader);
  const { peer, terms, policy } = line;
  const isBack = actorId(typed.get("ally")) === peer;
  return pin({
    kind: "teal",
    meta: [sayRichFor(reader)("since", { time: when(visit, line.since) }), lastDay(visit, line)],
    heading: who(line),
    body: html`<p>${vouchingLine(reader, vouching)}</p>
${theirKey(visit, vouching)}
${form({
  action: reader.link("/desk/allies/allow"),
  csrf: session.csrf,
  hidden: { ally: peer },
  body: html`<fieldset><legend>${say("policy")}</legend><p class="hint">${say("policy.hint")}</p>
${gridFields(reader, { name: line.name, chosen: isBack ? gridFrom(typed) : policy, within: terms.grid })}</fieldset>
<div class="acts">${button({ label: say("policy.button"), kind: "calm" })}${linkButton(endLink(visit, line), say("end"))}</div>`,
})}`,
  });
}

const offeredLine = (visit: Visit, line: AllyLine): Html =>
  html`<li>${who(line)} ${stateOf(visit, line)} <a href="${endLink(visit, line)}">${sayFor(visit.reader)("take-back")}</a></li>`;

const endLink = ({ reader }: Visit, { peer }: AllyLine): string =>
  reader.link(`/desk/allies/end?ally=${encodeURIComponent(peer)}`);

const who = ({ name, handle }: AllyLine): Html => html`<strong>${bdi(name)}</strong> ${code(handle)}`;

const stateOf = (visit: Visit, { state, since }: AllyLine): Html =>
  html`<span class="quiet">${sayFor(visit.reader)(`state.${state}`)} · ${when(visit, since)}</span>`;

const lastDay = ({ reader }: Visit, { terms: { until } }: AllyLine): Html =>
  until === undefined
    ? html`${sayFor(reader)("until.none")}`
    : sayRichFor(reader)("until", { date: day(until, reader.language) });

const theirKey = (visit: Visit, vouching: Vouching): Html =>
  html`<details><summary>${sayFor(visit.reader)("keys.theirs")}</summary>${digits(visit, vouching)}</details>`;

/** By which two people know over the telephone that they mean the same key. */
function digits({ reader }: Visit, { fingerprint }: Vouching): Html {
  const say = sayFor(reader);
  return fingerprint === undefined
    ? html`<p class="hint">${say("keys.unknown")}</p>`
    : html`<p class="hint">${say("keys.hint")}</p><p class="digits">${code(fingerprint)}</p>`;
}
