import { asObject, SECOND, trusted, type ActorId } from "@commonhall/domain";
import type { Context } from "hono";
import { ASK_EACH_TIME } from "../layout/headers.ts";
import { isOwnForm } from "../layout/own-form.ts";
import { refuse } from "../layout/refuse.ts";
import { publicPage, seeOther } from "../layout/respond.ts";
import type { Route } from "../layout/routes.ts";
import { tokenBucket } from "../layout/token-bucket.ts";
import { visit, type Visit } from "../layout/visit.ts";
import { stageCampaign } from "../organisers/joint-campaign.ts";
import { jointCampaignPage } from "../organisers/joint-campaign.page.ts";
import type { RunBy } from "../organisers/run-by.part.ts";
import type { WebPorts } from "../ports.ts";
import { actionCalendar, campaignFeed, feedNameFrom } from "../feeds/feeds.ts";
import { CALL_TAG } from "@commonhall/wire";
import { actionPage } from "./action.page.ts";
import { isOpen } from "./action-times.ts";
import { campaignPage } from "./campaign.page.ts";
import { campaignsPage } from "./campaigns.page.ts";
import { cursorOf, loadPosts, MOST_ACTIONS, shown } from "./load.ts";
import { pathOf } from "./notices.ts";
import { postPage } from "./post.page.ts";
import { tagPage } from "./tag.page.ts";

type Ports = Pick<
  WebPorts,
  | "site"
  | "clock"
  | "centres"
  | "calls"
  | "campaigns"
  | "objects"
  | "decisions"
  | "participation"
  | "endorsements"
  | "organisers"
>;

/** So many at once, and then one every two seconds: a picket is joined by hundreds, and a script by no more than that. */
const COUNTING = { size: 60, refill: 2 * SECOND };

/** More than a campaign has open at a time. */
const MOST_CALLS = 20;

export function campaignRoutes(ports: Ports): readonly Route[] {
  const counting = tokenBucket(ports.clock, COUNTING);
  const at = (respond: (visit: Visit) => Response | Promise<Response>) => (c: Context) =>
    visit(ports.centres, c, respond);
  return [
    { path: "/campaigns", get: at((to) => showCampaigns(ports, to)) },
    { path: "/campaigns/:name", get: at((to) => showCampaign(ports, to)) },
    { path: "/posts/:name", get: at((to) => showPost(ports, to)) },
    { path: "/actions/:name", get: at((to) => showAction(ports, to)) },
    { path: "/actions/:name/coming", post: at((to) => count(ports, to, () => counting.take())) },
    { path: "/tags/:name", get: at((to) => showTag(ports, to)) },
  ];
}

async function showCampaigns({ site, campaigns }: Ports, { request, reader, centre }: Visit): Promise<Response> {
  return publicPage(request, campaignsPage({ reader, centre, origin: site.origin, campaigns: await campaigns.list() }));
}

/** The page, or with an ending one of its feeds. */
async function showCampaign(ports: Ports, to: Visit): Promise<Response> {
  const { request, reader, centre, name, url } = to;
  if (name.includes("@")) return showJointCampaign(ports, to);
  const { handle, feed } = feedNameFrom(name);
  const campaign = handle === undefined ? undefined : await ports.campaigns.byHandle(handle);
  if (campaign === undefined) return notThere(ports, to, `/campaigns/${handle ?? name}`);
  if (feed !== undefined) return campaignFeed(ports, { ...to, feed, campaign });
  const [calls, decisions, runBy, actions, { posts, older }] = await Promise.all([
    ports.calls.list({ campaign: campaign.id, isPublic: true, limit: MOST_CALLS }),
    ports.decisions.about(asObject(campaign.id)),
    runByOf(ports, campaign.id),
    ports.campaigns.actions(campaign.id, MOST_ACTIONS),
    loadPosts(ports, { campaign: campaign.id }, cursorOf(url)),
  ]);
  const counts = await ports.participation.counts(actions.map(({ id }) => id));
  const { site } = ports;
  const of = { reader, site, centre, campaign, calls, actions, counts, posts, older, decisions, runBy };
  return publicPage(request, campaignPage({ ...of, now: ports.clock() }));
}

async function runByOf({ organisers, endorsements }: Ports, campaign: ActorId): Promise<RunBy> {
  const [all, shown, tallies, together] = await Promise.all([
    organisers.of(campaign),
    endorsements.shownOf(campaign),
    organisers.tallies(campaign),
    organisers.together(campaign),
  ]);
  return { organisers: all, endorsements: shown, tallies, ...together };
}

/** Our own page of a campaign that another centre leads and ours organises too. */
async function showJointCampaign(ports: Ports, { request, reader, centre, name, url }: Visit): Promise<Response> {
  const joint = await ports.organisers.jointByHandle(name);
  if (joint?.state !== "accepted") return refuse(request, "not-found", centre);
  const { campaign } = joint;
  const [organisers, together, actions, { posts, older }] = await Promise.all([
    ports.organisers.of(campaign),
    ports.organisers.together(campaign),
    ports.campaigns.actions(campaign, MOST_ACTIONS),
    loadPosts(ports, { campaign }, cursorOf(url)),
  ]);
  const counts = await ports.participation.counts(actions.map(({ id }) => id));
  const shown = { reader, centre, joint, organisers, together, actions, counts, posts, older, now: ports.clock() };
  return publicPage(request, jointCampaignPage(shown));
}

async function showPost(ports: Ports, to: Visit): Promise<Response> {
  const { request, reader, centre, name } = to;
  const object = await ports.objects.get(trusted.object(`${ports.site.origin}/posts/${name}`));
  if (object === undefined || !object.local || object.reach !== "public") return notThere(ports, to, `/posts/${name}`);
  const post = await shown(ports, object);
  return publicPage(request, postPage({ reader, centre, campaign: await stageCampaign(ports, object.campaign), post }));
}

async function showAction(ports: Ports, to: Visit): Promise<Response> {
  const { request, reader, centre, name, url } = to;
  const uuid = name.replace(/\.ics$/, "");
  const action = await ports.campaigns.action(trusted.object(`${ports.site.origin}/actions/${uuid}`));
  if (action === undefined) return notThere(ports, to, `/actions/${uuid}`);
  const campaign = await stageCampaign(ports, action.campaign);
  if (uuid !== name) return actionCalendar(ports, to, action);
  const number = await ports.participation.count(action.id);
  const counted = url.searchParams.has("counted");
  const now = ports.clock();
  return publicPage(
    request,
    actionPage({ reader, centre, campaign, action, count: number, open: isOpen(action, campaign, now), now, counted }),
    ASK_EACH_TIME,
  );
}

/** Adds one. What is over or cancelled counts nobody any more; the page says so when it is shown again. */
async function count(ports: Ports, to: Visit, take: () => boolean): Promise<Response> {
  const { request, reader, centre, name } = to;
  if (!isOwnForm(request.headers)) return refuse(request, "foreign-form", centre);
  const action = await ports.campaigns.action(trusted.object(`${ports.site.origin}/actions/${name}`));
  if (action === undefined) return notThere(ports, to, `/actions/${name}`);
  const campaign = await stageCampaign(ports, action.campaign);
  if (!isOpen(action, campaign, ports.clock())) return seeOther(reader.link(pathOf(action.id)));
  if (!take()) return refuse(request, "too-many", centre, { "retry-after": "60" });
  await ports.participation.add(action.id);
  return seeOther(reader.link(`${pathOf(action.id)}?counted#coming`));
}

/** Posts of ours with a tag, from the most recent ones: what a tag in a post leads to. */
async function showTag(ports: Ports, { request, reader, centre, name }: Visit): Promise<Response> {
  const recent = await ports.campaigns.publicPosts(500);
  const posts = recent.filter(({ tags }) => tags.some((tag) => tag.toLowerCase() === name.toLowerCase()));
  const isOfCalls = name.toLowerCase() === CALL_TAG.toLowerCase();
  const calls = isOfCalls ? await ports.calls.list({ isPublic: true, limit: MOST_CALLS }) : [];
  if (posts.length + calls.length === 0) return refuse(request, "not-found", centre);
  return publicPage(request, tagPage({ reader, centre, tag: name, posts, calls, now: ports.clock() }));
}

/** What was deleted stays deleted, and the page says so rather than that there never was anything; of what was limited it does not. */
async function notThere({ site, objects }: Ports, { request, centre }: Visit, path: string): Promise<Response> {
  const tombstone = await objects.tombstone(trusted.object(`${site.origin}${path}`));
  return refuse(request, tombstone?.reach === "public" ? "gone" : "not-found", centre);
}
