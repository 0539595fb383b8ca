import { type Campaign, type Campaigns, type Clock, DAY, dateOf, isOver } from "@commonhall/domain";
import type { Db, Session } from "../database/session.ts";
import { getAction, putAction } from "./action-commits.ts";
import { getPost, putPost } from "./post-commits.ts";

export const campaigns = (session: Session, clock: Clock): Campaigns => ({
  get: async (id) => campaignFrom(await campaignRows(session.read).where("id", "=", id).executeTakeFirst()),
  byHandle: async (handle) =>
    campaignFrom(await campaignRows(session.read).where("handle", "=", handle).executeTakeFirst()),
  put: (campaign) => session.write((db) => putCampaign(db, campaign)),
  delete: (id) =>
    session.write(async (db) => {
      await db.deleteFrom("campaign").where("id", "=", id).execute();
    }),
  open: () => overButOpen(session.read, clock),
  getPost: (id) => getPost(session.read, id),
  putPost: (post) => session.write((db) => putPost(db, post)),
  getAction: (id) => getAction(session.read, id),
  putAction: (action) => session.write((db) => putAction(db, action)),
  deletePublication: (id) =>
    session.write(async (db) => {
      await db.deleteFrom("post").where("id", "=", id).execute();
      await db.deleteFrom("action").where("id", "=", id).execute();
      await db.deleteFrom("participation").where("action", "=", id).execute();
    }),
});

export const campaignRows = (db: Db) => db.selectFrom("campaign").select("data");

export const parseCampaign = ({ data }: { readonly data: string }): Campaign => JSON.parse(data);

export const campaignFrom = (row: { readonly data: string } | undefined): Campaign | undefined =>
  row === undefined ? undefined : parseCampaign(row);

async function putCampaign(db: Db, campaign: Campaign): Promise<void> {
  const { id, handle, status, ends, published } = campaign;
  const changes = { handle, status, ends, published, data: JSON.stringify(campaign) };
  await db
    .insertInto("campaign")
    .values({ id, ...changes })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(changes))
    .execute();
}

/** A day more than can be over is read; the rule itself decides. */
async function overButOpen(db: Db, clock: Clock): Promise<readonly Campaign[]> {
  const now = clock();
  const rows = await campaignRows(db)
    .where("status", "in", ["running", "suspended"])
    .where("ends", "<=", dateOf(now + DAY))
    .execute();
  return rows.map(parseCampaign).filter((campaign) => isOver(campaign, now));
}
