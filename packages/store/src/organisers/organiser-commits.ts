import type { ActivityId, ActorId, ObjectId, Organiser, Organisers, Tally } from "@commonhall/domain";
import type { Selectable } from "kysely";
import type { Db, Session } from "../database/session.ts";
import type { OrganiserTable } from "./organiser-tables.ts";

export const organisers = (session: Session): Organisers => ({
  between: (campaign, organiser) => between(session.read, campaign, organiser),
  byInvite: (invite) => byInvite(session.read, invite),
  put: (organiser) => session.write((db) => putOrganiser(db, organiser)),
  of: (campaign) => acceptedOf(session.read, campaign),
  joinedBy: (organiser) => joinedBy(session.read, organiser),
  hasAnnounced: (campaign, object) => hasAnnounced(session.read, campaign, object),
  participants: (campaign) => participants(session.read, campaign),
  tally: (campaign, centre) => getTally(session.read, campaign, centre),
  putTally: (tally) => session.write((db) => putTally(db, tally)),
  sawOrganiser: (campaign, organiser) =>
    session.write(async (db) => {
      await db
        .insertInto("seen_organiser")
        .values({ campaign, organiser })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }),
  hasSeenOrganiser: (campaign, organiser) => hasSeenOrganiser(session.read, campaign, organiser),
  putSuccession: (former, later) =>
    session.write(async (db) => {
      await db
        .insertInto("succession")
        .values({ former, later })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }),
});

export const organiserFrom = (row: Selectable<OrganiserTable>): Organiser => ({
  offer: row.invite,
  campaign: row.campaign,
  organiser: row.organiser,
  lead: row.lead,
  state: row.state,
  since: row.since,
  ...(row.answer === null ? {} : { answer: row.answer }),
  apart: row.apart === 1,
});

async function between(db: Db, campaign: ActorId, organiser: ActorId): Promise<Organiser | undefined> {
  const row = await db
    .selectFrom("organiser")
    .selectAll()
    .where("campaign", "=", campaign)
    .where("organiser", "=", organiser)
    .executeTakeFirst();
  return row === undefined ? undefined : organiserFrom(row);
}

async function byInvite(db: Db, invite: ActivityId): Promise<Organiser | undefined> {
  const row = await db
    .selectFrom("organiser")
    .selectAll()
    .where("invite", "=", invite)
    .orderBy("since", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : organiserFrom(row);
}

async function putOrganiser(db: Db, { campaign, organiser, ...row }: Organiser): Promise<void> {
  const { offer: invite, lead, state, since, answer, apart } = row;
  const changes = {
    invite,
    lead,
    state,
    since,
    answer: answer ?? null,
    apart: apart ? (1 as const) : (0 as const),
  };
  await db
    .insertInto("organiser")
    .values({ campaign, organiser, ...changes })
    .onConflict((conflict) => conflict.columns(["campaign", "organiser"]).doUpdateSet(changes))
    .execute();
}

/** A campaign has tens of them at most, so they are put in order here. */
async function acceptedOf(db: Db, campaign: ActorId): Promise<readonly Organiser[]> {
  const rows = await db
    .selectFrom("organiser")
    .selectAll()
    .where("campaign", "=", campaign)
    .where("state", "=", "accepted")
    .execute();
  return rows.map(organiserFrom).sort((a, b) => a.since - b.since);
}

async function joinedBy(db: Db, organiser: ActorId): Promise<readonly Organiser[]> {
  const rows = await db
    .selectFrom("organiser")
    .selectAll()
    .where("organiser", "=", organiser)
    .where("state", "=", "accepted")
    .orderBy("since")
    .execute();
  return rows.map(organiserFrom);
}

async function hasAnnounced(db: Db, campaign: ActorId, object: ObjectId): Promise<boolean> {
  const row = await db
    .selectFrom("activity")
    .select("sequence")
    .where("object", "=", object)
    .where("actor", "=", campaign)
    .where("type", "=", "Announce")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function participants(db: Db, campaign: ActorId): Promise<number> {
  const row = await db
    .selectFrom("action")
    .innerJoin("participation", "participation.action", "action.id")
    .where("action.campaign", "=", campaign)
    .select((action) => action.fn.sum<number | null>("participation.count").as("sum"))
    .executeTakeFirst();
  return row?.sum ?? 0;
}

const getTally = (db: Db, campaign: ActorId, centre: ActorId): Promise<Tally | undefined> =>
  db.selectFrom("tally").selectAll().where("campaign", "=", campaign).where("centre", "=", centre).executeTakeFirst();

async function putTally(db: Db, { campaign, centre, ...changes }: Tally): Promise<void> {
  await db
    .insertInto("tally")
    .values({ campaign, centre, ...changes })
    .onConflict((conflict) => conflict.columns(["campaign", "centre"]).doUpdateSet(changes))
    .execute();
}

async function hasSeenOrganiser(db: Db, campaign: ActorId, organiser: ActorId): Promise<boolean> {
  const row = await db
    .selectFrom("seen_organiser")
    .select("organiser")
    .where("campaign", "=", campaign)
    .where("organiser", "=", organiser)
    .executeTakeFirst();
  return row !== undefined;
}
