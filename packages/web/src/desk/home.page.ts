import { DAY, startOfDay, waitsForOutcome, type Campaign } from "@commonhall/domain";
import { alliesWaiting } from "../allies/allies-desk.page.ts";
import { sayFor as sayOfAllies } from "../allies/words/say.ts";
import { alliancesWaiting } from "../alliances/alliances-desk.page.ts";
import { sayFor as sayOfAlliances } from "../alliances/words/say.ts";
import { actionLine } from "../campaigns/action-desk.page.ts";
import { isPast } from "../campaigns/action-times.ts";
import { deskPath } from "../campaigns/desk-path.ts";
import { copyReminder } from "../casework/copy-due.ts";
import { diskReminder } from "../casework/disk-left.ts";
import { workLine } from "../campaigns/campaigns-desk.page.ts";
import { html, type Html } from "../layout/html.ts";
import { linkButton, pin, textOf } from "../layout/parts.ts";
import { urgentPins } from "../notices/urgent.ts";
import { arrivedItems } from "../objects/arrived-items.ts";
import { arrivedLine } from "../objects/object-notice.ts";
import { statusReminder } from "../watching/status-desk.page.ts";
import { dayText } from "../words/dates.ts";
import { admitted } from "./rooms.ts";
import { opens, type Admits, type DeskRoute, type Sheet, type Visit } from "./route.ts";

/** What there is to do, and how things stand, for whoever has just come in. */
export const homeRoutes: readonly DeskRoute[] = [opens("/", "everybody signed in", homePage)];

async function homePage(visit: Visit): Promise<Sheet> {
  const { reader, session } = visit;
  const { words, rich, link } = reader;
  const campaigns = await visit.ports.campaigns.list();
  return {
    room: "home",
    title: words("desk.room.home"),
    body: html`<h1>${rich("desk.home.hello", { name: session.staff.name })}</h1>
${may(visit, "publish") && campaigns.length > 0 && html`<p class="acts">${linkButton(link("/desk/write/post"), words("desk.write.post.button"), "strong")}${linkButton(link("/desk/write/action"), words("desk.write.action.button"))}${linkButton(link("/desk/write/campaign"), words("desk.write.campaign.button"))}</p>`}
${await urgent(visit)}
${await todo(visit, campaigns)}
<div class="grid">
<div>${await inNumbers(visit, campaigns)}${await begun(visit)}</div>
<div>${await ahead(visit)}${await latest(visit)}</div>
</div>`,
  };
}

const may = ({ session }: Visit, admits: Admits): boolean => admitted(session.staff.roles, admits);

async function urgent(visit: Visit): Promise<Html | false> {
  const pins = may(visit, "read what arrived") ? await urgentPins(visit) : [];
  return (
    pins.length > 0 &&
    html`<section><h2>${visit.reader.words("desk.urgent.title")}</h2><div class="grid">${pins}</div></section>`
  );
}

/** What to do next: a centre that has just been set up is told how to begin. */
async function todo(visit: Visit, campaigns: readonly Campaign[]): Promise<Html> {
  const { reader, ports } = visit;
  const { words, link } = reader;
  const following = await ports.follows.following();
  const first =
    campaigns.length === 0 &&
    may(visit, "publish") &&
    pin({
      heading: html`${words("desk.home.first-campaign")}`,
      body: html`<p>${words("desk.home.first-campaign.text")}</p><p>${linkButton(link("/desk/write/campaign"), words("desk.write.campaign.button"), "strong")}</p>`,
    });
  const ally =
    following.length === 0 &&
    may(visit, "follow") &&
    pin({
      kind: "teal",
      heading: html`${words("desk.home.first-ally")}`,
      body: html`<p>${words("desk.home.first-ally.text")}</p><p>${linkButton(link("/desk/following"), words("desk.home.follow"))}</p>`,
    });
  const ending =
    may(visit, "publish") &&
    campaigns.filter((campaign) => endsSoon(campaign, ports.clock())).map((campaign) => endingPin(visit, campaign));
  const silent =
    may(visit, "publish") && campaigns.filter(waitsForOutcome).map((campaign) => outcomePin(visit, campaign));
  const reminder = may(visit, "lock the vault") ? await copyReminder(visit) : undefined;
  const copy = reminder !== undefined && pin({ heading: html`${words("desk.home.copy")}`, body: reminder });
  const full = may(visit, "lock the vault") ? await diskReminder(visit) : undefined;
  const disk = full !== undefined && pin({ heading: html`${words("desk.home.disk")}`, body: full });
  const status = may(visit, "watch the node") && (await statusReminder(visit));
  const pins = [disk, copy, status, first, ally, ending, silent].flat().filter((one) => one !== false);
  return html`${pins.length > 0 && html`<section><h2>${words("desk.home.todo")}</h2><div class="grid">${pins}</div></section>`}`;
}

const SOON = 14 * DAY;

const endsSoon = ({ status, ends }: Campaign, now: number): boolean =>
  status !== "closed" && startOfDay(ends) - now < SOON;

const endingPin = ({ reader }: Visit, campaign: Campaign): Html =>
  pin({
    heading: html`<a href="${reader.link(deskPath(campaign.id))}">${textOf(reader, campaign.name)}</a>`,
    body: html`<p>${reader.words("desk.home.ends-soon", { date: dayText(campaign.ends, reader.language) })}</p>`,
  });

const outcomePin = ({ reader }: Visit, campaign: Campaign): Html =>
  pin({
    heading: html`<a href="${reader.link(`${deskPath(campaign.id)}/close`)}">${textOf(reader, campaign.name)}</a>`,
    body: html`<p>${reader.words("desk.campaign.outcome-missing.text")}</p>`,
  });

/** Numbers in sentences, each the way to what it counts. */
async function inNumbers(visit: Visit, campaigns: readonly Campaign[]): Promise<Html> {
  const { reader, ports } = visit;
  const { words, link } = reader;
  const followers = (await ports.follows.followers()).filter(({ state }) => state === "accepted");
  const different = new Set(followers.map(({ id }) => id)).size;
  const running = campaigns.filter(({ status }) => status === "running").length;
  const line: Line = (path, text) => html`<li><a href="${link(path)}">${text}</a></li>`;
  return html`<section><h2>${words("desk.home.numbers")}</h2><ul class="tally">
${may(visit, "publish") && line("/desk/campaigns", words("desk.home.running", { count: running }))}
${line("/desk/following", words("desk.home.followers", { count: different }))}
${may(visit, "manage allies") && (await waitingLines(visit, line))}
${may(visit, "see deliveries") && (await deliveryLines(visit, line))}
</ul></section>`;
}

type Line = (path: string, text: string) => Html;

/** What other centres ask, and somebody has to decide. */
async function waitingLines(visit: Visit, line: Line): Promise<Html> {
  const [allies, alliances] = await Promise.all([alliesWaiting(visit), alliancesWaiting(visit)]);
  return html`${allies > 0 && line("/desk/allies", sayOfAllies(visit.reader)("home.waits", { count: allies }))}
${alliances > 0 && line("/desk/alliances", sayOfAlliances(visit.reader)("home.waits", { count: alliances }))}`;
}

async function deliveryLines({ ports, reader: { words } }: Visit, line: Line): Promise<Html> {
  const [{ waiting }, silent] = await Promise.all([ports.deliveries.counts(), ports.deliveries.silentHosts()]);
  return html`${line("/desk/deliveries", words("desk.home.waiting", { count: waiting }))}
${silent.length > 0 && line("/desk/deliveries", words("desk.home.silent", { count: silent.length }))}`;
}

const FEW = 4;

/** What we have called people to, and when. */
async function ahead(visit: Visit): Promise<Html | undefined> {
  const { ports, reader } = visit;
  if (!may(visit, "publish")) return undefined;
  const actions = await ports.campaigns.actions(undefined, FEW * 2);
  const open = actions.filter((action) => !action.cancelled && !isPast(action, ports.clock())).slice(0, FEW);
  if (open.length === 0) return undefined;
  const counts = await ports.participation.counts(open.map(({ id }) => id));
  return html`<section><h2>${reader.words("desk.home.ahead")}</h2><ul class="lines">${open.map((action) => actionLine(visit, action, counts.get(action.id) ?? 0))}</ul></section>`;
}

/** The newest of what others published, to be read in full elsewhere. */
async function latest(visit: Visit): Promise<Html | undefined> {
  const { ports, reader } = visit;
  const timeline = await ports.objects.timeline({ reason: "followed", limit: FEW * 2 });
  const items = (await arrivedItems(ports.objects, timeline.items)).slice(0, FEW);
  if (items.length === 0 || !may(visit, "read what arrived")) return undefined;
  return html`<section><h2>${reader.words("desk.room.arrived")}</h2><ul class="lines">${items.map((item) => arrivedLine(visit, item))}</ul>
<p><a href="${reader.link("/desk/arrived")}">${reader.words("desk.arrived.all")}</a></p></section>`;
}

/** What somebody began to write and has not published. */
async function begun(visit: Visit): Promise<Html | undefined> {
  if (!may(visit, "publish")) return undefined;
  const works = await visit.ports.workInProgress.list();
  if (works.length === 0) return undefined;
  return html`<section><h2>${visit.reader.words("desk.work.title")}</h2><ul class="lines">${works.slice(0, 5).map((work) => workLine(visit, work))}</ul></section>`;
}
