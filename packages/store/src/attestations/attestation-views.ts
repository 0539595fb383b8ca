import type { ActorId, AttestationLine, AttestationViews, Clock } from "@commonhall/domain";
import type { Selectable } from "kysely";
import type { Db } from "../database/session.ts";
import { recordFrom } from "./attestation-commits.ts";
import type { AttestationTable } from "./attestation-tables.ts";

/** Of an actor whose document is not here, its address stands for its name. */
export const attestationViews = (db: Db, clock: Clock): AttestationViews => ({
  given: async () => (await withPeer(db, "issuer", "subject").execute()).map((row) => lineFrom(row, row.subject)),
  received: async () => {
    const rows = await withPeer(db, "subject", "issuer").where("attestation.apart", "=", 0).execute();
    return rows.map((row) => lineFrom(row, row.issuer));
  },
  affiliates: async () => {
    const rows = await withPeer(db, "issuer", "subject")
      .where("attestation.state", "=", "accepted")
      .where("attestation.expires", ">", clock())
      .execute();
    const latest = rows.filter((row, index) => rows.findIndex(({ subject }) => subject === row.subject) === index);
    return latest.map((row) => lineFrom(row, row.subject));
  },
});

type Side = "issuer" | "subject";

/** The latest first. */
const withPeer = (db: Db, ours: Side, theirs: Side) =>
  db
    .selectFrom("attestation")
    .innerJoin("local_actor", "local_actor.id", `attestation.${ours}`)
    .leftJoin("remote_actor", "remote_actor.id", `attestation.${theirs}`)
    .orderBy("attestation.since", "desc")
    .selectAll("attestation")
    .select(["remote_actor.handle", "remote_actor.name"]);

interface Named {
  readonly handle: string | null;
  readonly name: string | null;
}

const lineFrom = (row: Selectable<AttestationTable> & Named, peer: ActorId): AttestationLine => ({
  ...recordFrom(row),
  peer,
  handle: row.handle ?? peer,
  name: row.name ?? peer,
});
