import type { ActivityId, ActorId, Endorsement, Endorsements, ObjectId } from "@commonhall/domain";
import type { Selectable } from "kysely";
import type { Db, Session } from "../database/session.ts";
import type { EndorsementTable } from "./endorsement-tables.ts";

export const endorsements = (session: Session): Endorsements => ({
  between: (endorser, campaign) => between(session.read, endorser, campaign),
  byOffer: (offer) => byOffer(session.read, offer),
  byId: (endorsement) => endorsementById(session.read, endorsement),
  put: (endorsement) => session.write((db) => putEndorsement(db, endorsement)),
});

export const endorsementFrom = (row: Selectable<EndorsementTable>): Endorsement => ({
  offer: row.offer,
  endorsement: row.endorsement,
  endorser: row.endorser,
  campaign: row.campaign,
  state: row.state,
  since: row.since,
  ...(row.answer === null ? {} : { answer: row.answer }),
  unnamed: row.unnamed === 1,
  hidden: row.hidden === 1,
  apart: row.apart === 1,
});

async function between(db: Db, endorser: ActorId, campaign: ActorId): Promise<Endorsement | undefined> {
  const row = await db
    .selectFrom("endorsement")
    .selectAll()
    .where("endorser", "=", endorser)
    .where("campaign", "=", campaign)
    .executeTakeFirst();
  return row === undefined ? undefined : endorsementFrom(row);
}

/** An id that several of them claim, which no honest one does, is that of the latest. */
async function byOffer(db: Db, offer: ActivityId): Promise<Endorsement | undefined> {
  const row = await db
    .selectFrom("endorsement")
    .selectAll()
    .where("offer", "=", offer)
    .orderBy("since", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : endorsementFrom(row);
}

export async function endorsementById(db: Db, endorsement: ObjectId): Promise<Endorsement | undefined> {
  const row = await db
    .selectFrom("endorsement")
    .selectAll()
    .where("endorsement", "=", endorsement)
    .orderBy("since", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : endorsementFrom(row);
}

async function putEndorsement(db: Db, { endorser, campaign, ...endorsement }: Endorsement): Promise<void> {
  const { offer, endorsement: id, state, since, answer, unnamed, hidden, apart } = endorsement;
  const changes = {
    offer,
    endorsement: id,
    state,
    since,
    answer: answer ?? null,
    unnamed: unnamed ? (1 as const) : (0 as const),
    hidden: hidden ? (1 as const) : (0 as const),
    apart: apart ? (1 as const) : (0 as const),
  };
  await db
    .insertInto("endorsement")
    .values({ endorser, campaign, ...changes })
    .onConflict((conflict) => conflict.columns(["endorser", "campaign"]).doUpdateSet(changes))
    .execute();
}
