import type { ActorId, Timestamp, Vouch, Vouches } from "@commonhall/domain";
import type { Insertable, Selectable } from "kysely";
import type { Db, Session } from "../database/session.ts";
import type { VouchTable } from "./attestation-tables.ts";

export const vouches = (session: Session): Vouches => ({
  of: async (subject) => {
    const rows = await session.read.selectFrom("vouch").selectAll().where("subject", "=", subject).execute();
    return rows.map(vouchFrom);
  },
  replace: (subject, all) => session.write((db) => replace(db, subject, all)),
  by: async (issuer) => {
    const rows = await session.read.selectFrom("vouch").selectAll().where("issuer", "=", issuer).execute();
    return rows.map(vouchFrom);
  },
  put: (vouch) => session.write((db) => putVouch(db, vouch)),
  dueIssuers: (before, now) => dueIssuers(session.read, before, now),
});

const vouchFrom = (row: Selectable<VouchTable>): Vouch => ({
  attestation: JSON.parse(row.data),
  listed: row.listed === 1,
  revoked: row.revoked === 1,
  ...(row.status_at === null ? {} : { statusAt: row.status_at }),
  checked: row.checked,
});

const rowFrom = ({ attestation, listed, revoked, statusAt, checked }: Vouch): Insertable<VouchTable> => ({
  subject: attestation.subject,
  issuer: attestation.issuer,
  jti: attestation.jti,
  expires: attestation.expires,
  listed: listed ? 1 : 0,
  revoked: revoked ? 1 : 0,
  status_at: statusAt ?? null,
  checked,
  data: JSON.stringify(attestation),
});

async function replace(db: Db, subject: ActorId, all: readonly Vouch[]): Promise<void> {
  await db.deleteFrom("vouch").where("subject", "=", subject).execute();
  for (const vouch of all) await putVouch(db, vouch);
}

async function putVouch(db: Db, vouch: Vouch): Promise<void> {
  const { subject, issuer, jti, ...changes } = rowFrom(vouch);
  await db
    .insertInto("vouch")
    .values({ subject, issuer, jti, ...changes })
    .onConflict((conflict) => conflict.columns(["subject", "issuer", "jti"]).doUpdateSet(changes))
    .execute();
}

async function dueIssuers(db: Db, before: Timestamp, now: Timestamp): Promise<readonly ActorId[]> {
  const rows = await db
    .selectFrom("vouch")
    .select("issuer")
    .where("checked", "<", before)
    .where("expires", ">", now)
    .where("revoked", "=", 0)
    .execute();
  return [...new Set(rows.map(({ issuer }) => issuer))];
}
