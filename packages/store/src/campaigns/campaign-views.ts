import {
  type Action,
  type ActorId,
  type Campaign,
  type CampaignStatus,
  type CampaignViews,
  type Clock,
  type Post,
  type Reach,
  trusted,
} from "@commonhall/domain";
import { sql } from "kysely";
import type { Db } from "../database/session.ts";
import { getAction, parseAction } from "./action-commits.ts";
import { campaignFrom, campaignRows, parseCampaign } from "./campaign-commits.ts";
import { getPost, parsePost } from "./post-commits.ts";

export const campaignViews = (db: Db, clock: Clock): CampaignViews => ({
  get: async (id) => campaignFrom(await campaignRows(db).where("id", "=", id).executeTakeFirst()),
  byHandle: async (handle) =>
    campaignFrom(await campaignRows(db).where("handle", "=", trusted.handle(handle)).executeTakeFirst()),
  list: () => listCampaigns(db),
  post: (id) => getPost(db, id),
  posts: (campaign, limit) => listPosts(db, campaign, limit),
  publicPosts: (limit) => listPublicPosts(db, limit),
  action: (id) => getAction(db, id),
  actions: (campaign, limit) => listActions(db, clock, campaign, limit),
});

const RANK: Readonly<Record<CampaignStatus, number>> = { running: 0, suspended: 1, closed: 2 };

/** A centre has tens of campaigns, so all of them are read and put in order here. The latest first in each status. */
async function listCampaigns(db: Db): Promise<readonly Campaign[]> {
  const all = (await campaignRows(db).execute()).map(parseCampaign);
  return all.sort((a, b) => RANK[a.status] - RANK[b.status] || b.published - a.published);
}

/** Literally in the query's text, which is what a partial index asks for. */
const PUBLIC = sql.lit<Reach>("public");

const postsInOrder = (db: Db, limit: number) =>
  db.selectFrom("post").select("data").orderBy("published", "desc").orderBy("id", "desc").limit(limit);

async function listPublicPosts(db: Db, limit: number): Promise<readonly Post[]> {
  const rows = await postsInOrder(db, limit).where("reach", "=", PUBLIC).execute();
  return rows.map(parsePost);
}

async function listPosts(db: Db, campaign: ActorId | undefined, limit: number): Promise<readonly Post[]> {
  const posts = postsInOrder(db, limit);
  const rows = await (campaign === undefined ? posts : posts.where("campaign", "=", campaign)).execute();
  return rows.map(parsePost);
}

/** What is still to come or going on, the next one first; then what is over, the last one first. */
async function listActions(
  db: Db,
  clock: Clock,
  campaign: ActorId | undefined,
  limit: number,
): Promise<readonly Action[]> {
  const now = clock();
  const all = db.selectFrom("action").select("data");
  const actions = campaign === undefined ? all : all.where("campaign", "=", campaign);
  const ahead = await actions
    .where((action) => action.or([action("over", "is", null), action("over", ">", now)]))
    .orderBy("starts")
    .orderBy("id")
    .limit(limit)
    .execute();
  const over = await actions
    .where("over", "<=", now)
    .orderBy("starts", "desc")
    .orderBy("id", "desc")
    .limit(limit - ahead.length)
    .execute();
  return [...ahead, ...over].map(parseAction);
}
