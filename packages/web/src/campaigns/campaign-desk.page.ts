import {
  handleFrom,
  renew,
  translations,
  waitsForOutcome,
  type Campaign,
  type CampaignEvent,
  type Participation,
} from "@commonhall/domain";
import { shortCampaign } from "@commonhall/wire";
import { callLine } from "../calls/calls-desk.page.ts";
import { shortTexts } from "../calls/short-texts.ts";
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
import type { Said } from "../desk/said.ts";
import { when } from "../desk/times.ts";
import { bdi, html, type Html } from "../layout/html.ts";
import { button, empty, errorList, facts, form, linkButton, metaLine, notice, textOf } from "../layout/parts.ts";
import { dayText } from "../words/dates.ts";
import { decisionsPath } from "../decisions/decisions-desk.page.ts";
import { actionLine } from "./action-desk.page.ts";
import { endorsementRoutes, endorsementsPart } from "../endorsements/endorsements-desk.part.ts";
import { organiserRoutes, organisersPart } from "../organisers/organisers-desk.part.ts";
import { LOGGED } from "./campaign.page.ts";
import { pathOf, statusLine } from "./notices.ts";
import { postLine } from "./post-desk.page.ts";
import { publishRefusal } from "./publish-refused.ts";
import { followerCount } from "./writing/recipients.ts";

/** One campaign from the side of those who run it. */
export const campaignRoutes: readonly DeskRoute[] = [
  opens("/campaigns/:handle", "publish", campaignDeskPage),
  ...endorsementRoutes(campaignDeskPage),
  ...organiserRoutes(campaignDeskPage, campaignOf),
  step("renew", "renewed", ({ ports, session }, { id }) =>
    ports.campaignCommands.renewCampaign(id, session.staff.name),
  ),
  step("suspend", "suspended", ({ ports, session }, { id }) =>
    ports.campaignCommands.suspendCampaign(id, session.staff.name),
  ),
  step("resume", "resumed", ({ ports, session }, { id }) =>
    ports.campaignCommands.resumeCampaign(id, session.staff.name),
  ),
];

type Answer = ReturnType<Visit["ports"]["campaignCommands"]["renewCampaign"]>;

/** A button on the campaign's page that takes it one step further. */
function step(
  name: "renew" | "suspend" | "resume",
  said: Said,
  take: (visit: Visit, campaign: Campaign) => Answer,
): DeskRoute {
  const run: Run = async (visit) => {
    const campaign = await campaignOf(visit);
    if (campaign === undefined) return NOT_FOUND;
    const taken = await take(visit, campaign);
    return taken.ok
      ? go(`/desk/campaigns/${campaign.handle}`, said)
      : refused(publishRefusal(visit.reader, taken.error));
  };
  return sends(`/campaigns/:handle/${name}`, "publish", campaignDeskPage, run);
}

/** The campaign that the address names. */
export async function campaignOf({ ports, param }: Visit): Promise<Campaign | undefined> {
  const handle = handleFrom(param("handle"));
  return handle === undefined ? undefined : ports.campaigns.byHandle(handle);
}

/** More than anybody looks through here; the public page has all of them. */
const LISTED = 50;

async function campaignDeskPage(visit: Visit): Promise<Sheet | Elsewhere> {
  const { ports, reader, errors, centre } = visit;
  const { words, link } = reader;
  const campaign = await campaignOf(visit);
  if (campaign === undefined) return NOT_FOUND;
  const [calls, posts, actions, followers, told] = await Promise.all([
    ports.calls.list({ campaign: campaign.id, limit: LISTED }),
    ports.campaigns.posts(campaign.id, LISTED),
    ports.campaigns.actions(campaign.id, LISTED),
    followerCount(ports.follows, campaign.id),
    followerCount(ports.follows, centre.id, campaign.id),
  ]);
  const counts: Awaited<ReturnType<Participation["counts"]>> = await ports.participation.counts(
    actions.map(({ id }) => id),
  );
  const open = campaign.status !== "closed";
  return {
    room: "campaigns",
    title: textOf(reader, campaign.name)
      .toString()
      .replaceAll(/<[^>]*>/g, ""),
    body: html`<p><a href="${link("/desk/campaigns")}">${words("desk.room.campaigns")}</a></p>
${metaLine([statusLine(campaign, reader), words("desk.followers.count", { count: followers })])}
<h1>${textOf(reader, campaign.name)}</h1>
${errorList(words, errors)}
${outcomeMissing(visit, campaign)}${answers(visit, campaign)}
<p class="acts">${open && linkButton(link(`/desk/write/post?campaign=${campaign.handle}`), words("desk.write.post.button"), "strong")}
${open && linkButton(link(`/desk/write/action?campaign=${campaign.handle}`), words("desk.write.action.button"), "strong")}
${open && linkButton(link(`/desk/calls/new?campaign=${campaign.handle}`), words("desk.write.call.button"))}
${open && linkButton(link(`/desk/write/campaign?of=${campaign.handle}`), words("desk.campaign.change"))}
${linkButton(link(decisionsPath(campaign.id)), words("desk.decisions.title"))}
${linkButton(link(pathOf(campaign.id)), words("desk.see-public"))}</p>
${calls.length > 0 && html`<section><h2>${words("desk.room.calls")}</h2><ul class="lines">${calls.map((call) => callLine(visit, call))}</ul></section>`}
<div class="grid">
<section><h2>${words("desk.campaign.posts")}</h2>
${posts.length === 0 ? empty(words("desk.campaign.no-posts")) : html`<ul class="lines">${posts.map((post) => postLine(visit, post))}</ul>`}</section>
<section><h2>${words("desk.campaign.actions")}</h2>
${actions.length === 0 ? empty(words("desk.campaign.no-actions")) : html`<ul class="lines">${actions.map((action) => actionLine(visit, action, counts.get(action.id) ?? 0))}</ul>`}</section>
</div>
${await organisersPart(visit, campaign)}
${await endorsementsPart(visit, campaign)}
${shortTexts(
  reader,
  translations(campaign).map(({ language }) => language),
  (tag, max) => shortCampaign(campaign, tag, max),
)}
${open && steps(visit, campaign, told)}
<section><h2>${words("campaign.log")}</h2><ul class="log">${campaign.log.map((event) => logLine(visit, event))}</ul></section>
<section><h2>${words("desk.delete.title")}</h2>
<p>${words("desk.delete.campaign.short")}</p>
<p class="acts">${linkButton(link(`/desk/campaigns/${campaign.handle}/delete`), words("desk.delete.link"))}</p></section>`,
  };
}

/** The calendar closed it, so nobody was asked for the three answers of row C8. */
const outcomeMissing = ({ reader: { words, link } }: Visit, campaign: Campaign): Html | false =>
  waitsForOutcome(campaign) &&
  notice(
    "plain",
    html`<h2>${words("desk.campaign.outcome-missing")}</h2><p>${words("desk.campaign.outcome-missing.text")}</p>
<p class="acts">${linkButton(link(`/desk/campaigns/${campaign.handle}/close`), words("desk.campaign.outcome-missing.button"), "strong")}</p>`,
  );

/** What can be done with it, each with what it means and who will see it. */
function steps(visit: Visit, campaign: Campaign, followers: number): Html {
  const { reader, session, ports } = visit;
  const { words, link, language } = reader;
  const renewed = renew(campaign, session.staff.name, ports.clock());
  const until = dayText(renewed.ok ? renewed.value.ends : campaign.ends, language);
  const one = (name: "renew" | "suspend" | "resume", text: string, label: string): Html => html`<li><p>${text}</p>
${form({ action: link(`/desk/campaigns/${campaign.handle}/${name}`), csrf: session.csrf, body: button({ label, kind: "calm" }) })}</li>`;
  return html`<section><h2>${words("desk.campaign.steps")}</h2>
<p>${words("desk.campaign.steps.text", { count: followers })}</p>
<ul class="cards">
${one("renew", words("desk.campaign.renew.text", { ends: dayText(campaign.ends, language) }), words("desk.campaign.renew", { until }))}
${
  campaign.status === "suspended"
    ? one("resume", words("desk.campaign.resume.text"), words("desk.campaign.resume"))
    : one("suspend", words("desk.campaign.suspend.text"), words("desk.campaign.suspend"))
}
<li><p>${words("desk.campaign.close.text")}</p>${linkButton(link(`/desk/campaigns/${campaign.handle}/close`), words("desk.campaign.close"))}</li>
</ul></section>`;
}

const logLine = (visit: Visit, { at, by, what }: CampaignEvent): Html =>
  html`<li><b>${visit.reader.words(LOGGED[what])}</b> ${when(visit, at)}${what !== "closed by the calendar" && html` <span class="quiet">${visit.reader.rich("desk.campaign.by", { name: bdi(by) })}</span>`}</li>`;

/** The three answers, as they stand on the public page. */
const answers = ({ reader: { words } }: Visit, { closing }: Campaign): Html | false =>
  closing !== undefined &&
  closing.changed !== "" &&
  html`<section>${facts([
    [words("desk.close.outcome"), words(`outcome.${closing.outcome}`)],
    [words("desk.close.changed"), html`<span dir="auto">${closing.changed}</span>`],
    [words("desk.close.told"), words(closing.workersTold ? "desk.close.told.yes" : "desk.close.told.no")],
  ])}</section>`;
