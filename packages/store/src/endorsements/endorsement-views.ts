import { isShown, type EndorsementLine, type EndorsementViews } from "@commonhall/domain";
import type { Selectable } from "kysely";
import type { Db } from "../database/session.ts";
import { endorsementById, endorsementFrom } from "./endorsement-commits.ts";
import type { EndorsementTable } from "./endorsement-tables.ts";

/** Of an actor whose document is not here, its address stands for its name. */
export const endorsementViews = (db: Db): EndorsementViews => ({
  of: async (campaign) => {
    const rows = await ofOurs(db).where("endorsement.campaign", "=", campaign).where("apart", "=", 0).execute();
    return rows.map((row) => lineFrom(row, row.endorser));
  },
  shownOf: async (campaign) => {
    const rows = await withPeer(db, "endorser")
      .where("endorsement.campaign", "=", campaign)
      .orderBy("endorsement.since")
      .execute();
    return rows.map((row) => lineFrom(row, row.endorser)).filter(isShown);
  },
  given: async () => {
    const rows = await withPeer(db, "campaign")
      .innerJoin("local_actor", "local_actor.id", "endorsement.endorser")
      .orderBy("endorsement.since", "desc")
      .execute();
    return rows.map((row) => lineFrom(row, row.campaign));
  },
  waiting: async () => {
    const rows = await ofOurs(db).where("endorsement.state", "=", "offered").where("apart", "=", 0).execute();
    return rows.map((row) => lineFrom(row, row.endorser));
  },
  byId: (endorsement) => endorsementById(db, endorsement),
});

const withPeer = (db: Db, peer: "endorser" | "campaign") =>
  db
    .selectFrom("endorsement")
    .leftJoin("remote_actor", "remote_actor.id", `endorsement.${peer}`)
    .selectAll("endorsement")
    .select(["remote_actor.handle", "remote_actor.name"]);

const ofOurs = (db: Db) =>
  withPeer(db, "endorser")
    .innerJoin("local_actor", "local_actor.id", "endorsement.campaign")
    .orderBy("endorsement.since", "desc");

interface Named {
  readonly handle: string | null;
  readonly name: string | null;
}

const lineFrom = (row: Selectable<EndorsementTable> & Named, peer: EndorsementLine["peer"]): EndorsementLine => ({
  ...endorsementFrom(row),
  peer,
  handle: row.handle ?? peer,
  name: row.name ?? peer,
});
