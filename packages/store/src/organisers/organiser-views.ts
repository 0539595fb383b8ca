import type { ActorId, JointCampaign, OrganiserLine, OrganiserViews, TallyLine } from "@commonhall/domain";
import type { Db } from "../database/session.ts";
import { organiserFrom } from "./organiser-commits.ts";

/** Of an actor whose document is not here, its address stands for its name. */
export const organiserViews = (db: Db): OrganiserViews => ({
  of: (campaign) => organisersOf(db, campaign),
  joint: () =>
    joint(db)
      .where("organiser.apart", "=", 0)
      .orderBy("organiser.since", "desc")
      .execute()
      .then((rows) => rows.map(jointFrom)),
  jointCampaign: async (campaign) => {
    const row = await joint(db).where("organiser.campaign", "=", campaign).executeTakeFirst();
    return row === undefined ? undefined : jointFrom(row);
  },
  jointByHandle: async (handle) => {
    const rows = await joint(db).where("organiser.apart", "=", 0).execute();
    return rows.map(jointFrom).find((one) => one.handle === `@${handle}`);
  },
  tallies: (campaign) => tallies(db, campaign),
  tally: (id) => db.selectFrom("tally").selectAll().where("id", "=", id).executeTakeFirst(),
  together: async (campaign) => {
    const later = await db.selectFrom("succession").select("later as id").where("former", "=", campaign).execute();
    const former = await db.selectFrom("succession").select("former as id").where("later", "=", campaign).execute();
    return { former: former.map(({ id }) => id), later: later.map(({ id }) => id) };
  },
});

/** A campaign has tens of them at most, so they are put in order here. */
async function organisersOf(db: Db, campaign: ActorId): Promise<readonly OrganiserLine[]> {
  const rows = await db
    .selectFrom("organiser")
    .leftJoin("remote_actor", "remote_actor.id", "organiser.organiser")
    .where("organiser.campaign", "=", campaign)
    .where("organiser.state", "in", ["offered", "accepted"])
    .selectAll("organiser")
    .select(["remote_actor.handle", "remote_actor.name"])
    .execute();
  return rows
    .map(({ handle, name, ...row }) => {
      const organiser = organiserFrom(row);
      return { ...organiser, handle: handle ?? row.organiser, name: name ?? row.organiser };
    })
    .sort((a, b) => a.since - b.since);
}

/** Where our own centre is the organiser. */
const joint = (db: Db) =>
  db
    .selectFrom("organiser")
    .innerJoin("local_actor", "local_actor.id", "organiser.organiser")
    .leftJoin("remote_actor as campaign", "campaign.id", "organiser.campaign")
    .leftJoin("remote_actor as lead", "lead.id", "organiser.lead")
    .select(["organiser.campaign", "organiser.lead", "organiser.state", "organiser.invite", "organiser.since"])
    .select(["organiser.apart", "campaign.handle", "campaign.name", "campaign.document", "lead.name as lead_name"]);

type JointRow = Awaited<ReturnType<ReturnType<typeof joint>["execute"]>>[number];

const jointFrom = ({ lead_name, handle, name, document, apart, ...row }: JointRow): JointCampaign => ({
  ...row,
  leadName: lead_name ?? row.lead,
  handle: handle ?? row.campaign,
  name: name ?? row.campaign,
  document: document ?? "",
  apart: apart === 1,
});

async function tallies(db: Db, campaign: ActorId): Promise<readonly TallyLine[]> {
  const rows = await db
    .selectFrom("tally")
    .leftJoin("remote_actor", "remote_actor.id", "tally.centre")
    .where("tally.campaign", "=", campaign)
    .selectAll("tally")
    .select("remote_actor.name")
    .execute();
  const nameOf = (name: string | null, centre: ActorId): string => name ?? centre;
  return rows.map((row) => ({ ...row, name: nameOf(row.name, row.centre) })).sort((a, b) => b.count - a.count);
}
