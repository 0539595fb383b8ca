import { type Kysely, sql } from "kysely";

/** Endorsements, campaigns that are run together, and attestations. */
export const together = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table endorsement (
    endorser text not null,
    campaign text not null,
    offer text not null,
    endorsement text not null,
    state text not null,
    since integer not null,
    answer text,
    unnamed integer not null,
    hidden integer not null,
    apart integer not null,
    primary key (endorser, campaign)
  ) strict`,
  `create index endorsement_by_offer on endorsement (offer, since)`,
  `create index endorsement_by_id on endorsement (endorsement, since)`,
  `create index endorsement_of on endorsement (campaign, since)`,
  `create index endorsement_in_state on endorsement (state, since)`,
  `create index endorsement_apart on endorsement (since) where apart = 1`,

  `create table organiser (
    campaign text not null,
    organiser text not null,
    invite text not null,
    lead text not null,
    state text not null,
    since integer not null,
    answer text,
    apart integer not null,
    primary key (campaign, organiser)
  ) strict`,
  `create index organiser_by_invite on organiser (invite, since)`,
  `create index organiser_in on organiser (organiser, since)`,
  `create index organiser_apart on organiser (since) where apart = 1`,
  `create index organiser_apart_from on organiser (lead) where apart = 1`,

  `create table seen_organiser (
    campaign text not null,
    organiser text not null,
    primary key (campaign, organiser)
  ) strict, without rowid`,
  `create table succession (
    former text not null,
    later text not null,
    primary key (former, later)
  ) strict, without rowid`,
  `create index succession_of on succession (later, former)`,

  `create table tally (
    campaign text not null,
    centre text not null,
    id text not null,
    count integer not null,
    at integer not null,
    document text not null,
    primary key (campaign, centre)
  ) strict`,
  `create index tally_by_id on tally (id)`,

  `create table attestation (
    offer text primary key not null,
    issuer text not null,
    subject text not null,
    state text not null,
    since integer not null,
    expires integer not null,
    answer text,
    data text not null,
    jws text not null,
    apart integer not null
  ) strict`,
  `create index attestation_between on attestation (issuer, subject, since)`,
  `create index attestation_of on attestation (subject, since)`,
  `create index attestation_apart on attestation (since) where apart = 1`,

  `create table vouch (
    subject text not null,
    issuer text not null,
    jti text not null,
    expires integer not null,
    listed integer not null,
    revoked integer not null,
    status_at integer,
    checked integer not null,
    data text not null,
    primary key (subject, issuer, jti)
  ) strict, without rowid`,
  `create index vouch_by on vouch (issuer, checked)`,
  `create index vouch_checked on vouch (checked, expires)`,
];
