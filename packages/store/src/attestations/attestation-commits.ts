import type { ActivityId, ActorId, AttestationRecord, Attestations, Timestamp } from "@commonhall/domain";
import type { Selectable } from "kysely";
import type { Db, Session } from "../database/session.ts";
import type { AttestationTable } from "./attestation-tables.ts";

export const attestations = (session: Session): Attestations => ({
  byOffer: (offer) => byOffer(session.read, offer),
  put: (record) => session.write((db) => putAttestation(db, record)),
  between: (issuer, subject) => between(session.read, issuer, subject),
  heldBy: (subject, now) => heldBy(session.read, subject, now),
  takenBackBy: (issuer, now) => takenBackBy(session.read, issuer, now),
  affiliatesOf: (issuer, now) => affiliatesOf(session.read, issuer, now),
});

export const recordFrom = (row: Selectable<AttestationTable>): AttestationRecord => ({
  offer: row.offer,
  attestation: JSON.parse(row.data),
  jws: row.jws,
  state: row.state,
  since: row.since,
  ...(row.answer === null ? {} : { answer: row.answer }),
  apart: row.apart === 1,
});

async function byOffer(db: Db, offer: ActivityId): Promise<AttestationRecord | undefined> {
  const row = await db.selectFrom("attestation").selectAll().where("offer", "=", offer).executeTakeFirst();
  return row === undefined ? undefined : recordFrom(row);
}

async function putAttestation(db: Db, record: AttestationRecord): Promise<void> {
  const { offer, attestation, jws, state, since, answer, apart } = record;
  const { issuer, subject, expires } = attestation;
  const data = JSON.stringify(attestation);
  const changes = { state, since, answer: answer ?? null, apart: apart ? (1 as const) : (0 as const) };
  await db
    .insertInto("attestation")
    .values({ offer, issuer, subject, expires, data, jws, ...changes })
    .onConflict((conflict) => conflict.column("offer").doUpdateSet(changes))
    .execute();
}

async function between(db: Db, issuer: ActorId, subject: ActorId): Promise<readonly AttestationRecord[]> {
  const rows = await db
    .selectFrom("attestation")
    .selectAll()
    .where("issuer", "=", issuer)
    .where("subject", "=", subject)
    .orderBy("since", "desc")
    .execute();
  return rows.map(recordFrom);
}

/** A centre belongs to a few federations, so the latest of each is picked here. */
async function heldBy(db: Db, subject: ActorId, now: Timestamp): Promise<readonly AttestationRecord[]> {
  const rows = await db
    .selectFrom("attestation")
    .selectAll()
    .where("subject", "=", subject)
    .where("state", "=", "accepted")
    .where("expires", ">", now)
    .orderBy("since", "desc")
    .execute();
  const latest = rows.filter((row, index) => rows.findIndex(({ issuer }) => issuer === row.issuer) === index);
  return latest.map(recordFrom);
}

async function takenBackBy(db: Db, issuer: ActorId, now: Timestamp): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("attestation")
    .select("data")
    .where("issuer", "=", issuer)
    .where("state", "in", ["declined", "withdrawn"])
    .where("expires", ">", now)
    .execute();
  return rows.map(({ data }) => jtiOf(data)).toSorted();
}

const jtiOf = (data: string): string => {
  const { jti }: AttestationRecord["attestation"] = JSON.parse(data);
  return jti;
};

async function affiliatesOf(db: Db, issuer: ActorId, now: Timestamp): Promise<readonly ActorId[]> {
  const rows = await db
    .selectFrom("attestation")
    .select("subject")
    .distinct()
    .where("issuer", "=", issuer)
    .where("state", "=", "accepted")
    .where("expires", ">", now)
    .execute();
  return rows.map(({ subject }) => subject).toSorted();
}
