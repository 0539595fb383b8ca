import type { Campaign, WorkInProgress } from "@commonhall/domain";
import { opens, type DeskRoute, type Sheet, type Visit } from "../desk/route.ts";
import { when } from "../desk/times.ts";
import { html, type Html } from "../layout/html.ts";
import { empty, linkButton, metaLine, textOf } from "../layout/parts.ts";
import { deskPath } from "./desk-path.ts";
import { regionsText, sectorsText, statusLine } from "./notices.ts";
import { postLine } from "./post-desk.page.ts";
import { workTitle } from "./writing/work-title.ts";

/** Everything that this centre publishes, and what is being written. */
export const campaignsRoutes: readonly DeskRoute[] = [opens("/campaigns", "publish", campaignsPage)];

const LATEST_POSTS = 10;

async function campaignsPage(visit: Visit): Promise<Sheet> {
  const { ports, reader } = visit;
  const { words, link } = reader;
  const [campaigns, works, posts] = await Promise.all([
    ports.campaigns.list(),
    ports.workInProgress.list(),
    ports.campaigns.posts(undefined, LATEST_POSTS),
  ]);
  return {
    room: "campaigns",
    title: words("desk.room.campaigns"),
    body: html`<h1>${words("desk.room.campaigns")}</h1>
<p class="acts">${linkButton(link("/desk/write/campaign"), words("desk.write.campaign.button"), "strong")}
${linkButton(link("/desk/write/post"), words("desk.write.post.button"))}
${campaigns.length > 0 && linkButton(link("/desk/write/action"), words("desk.write.action.button"))}</p>
${works.length > 0 && html`<section><h2>${words("desk.work.title")}</h2><p>${words("desk.work.text")}</p><ul class="lines">${works.map((work) => workLine(visit, work))}</ul></section>`}
<section><h2>${words("desk.campaigns.ours")}</h2>
${campaigns.length === 0 ? empty(words("desk.campaigns.none")) : html`<ul class="lines">${campaigns.map((campaign) => campaignLine(visit, campaign))}</ul>`}</section>
${posts.length > 0 && html`<section><h2>${words("desk.campaigns.posts")}</h2><ul class="lines">${posts.map((post) => postLine(visit, post))}</ul></section>`}`,
  };
}

function campaignLine({ reader }: Visit, campaign: Campaign): Html {
  return html`<li><strong><a href="${reader.link(deskPath(campaign.id))}">${textOf(reader, campaign.name)}</a></strong>
${metaLine([statusLine(campaign, reader), regionsText(campaign, reader), sectorsText(campaign, reader)])}</li>`;
}

export function workLine(visit: Visit, work: WorkInProgress): Html {
  const { words, rich, link } = visit.reader;
  const path = `/desk/write/${work.kind}/${work.id}`;
  const changes = (work.fields["of"] ?? "") !== "";
  return html`<li><strong><a href="${link(path)}"><bdi>${workTitle(visit.reader, work)}</bdi></a></strong>
<span>${words(changes ? `desk.work.change.${work.kind}` : `desk.work.kind.${work.kind}`)}</span>
<span class="quiet">${rich("desk.write.kept", { name: work.by, time: when(visit, work.saved) })}</span>
<a href="${link(`${path}/throw-away`)}">${words("desk.throw-away.link")}</a></li>`;
}
