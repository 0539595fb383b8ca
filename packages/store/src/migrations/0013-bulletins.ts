import { type Kysely, sql } from "kysely";

/**
 * Bulletins, tables and heartbeats: what two people signed for each of ours, and what is read off ours and others'. The
 * triggers are the last door (anonymity.md 4.5): whatever part of the program writes, and with whatever mistake, nothing of
 * a release is kept, told or sent before its approval stands here.
 */
export const bulletins = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of [...tables, ...triggers]) await sql.raw(statement).execute(db);
  },
};

const tables = [
  `create table release (
    object text primary key not null,
    subject text unique,
    published integer not null,
    payload text not null,
    approval text not null,
    withdrawn integer,
    withdrawal_payload text,
    withdrawal_approval text
  ) strict`,
  `create index release_withdrawn on release (object) where withdrawn is not null`,

  `create table bulletin (
    object text primary key not null references object (id) on delete cascade,
    author text not null,
    ours integer not null,
    published integer not null,
    subject text not null,
    place text not null,
    country text not null,
    period text not null,
    sector text,
    data text not null,
    unique (author, subject)
  ) strict`,
  `create index bulletin_in_order on bulletin (published, object)`,
  `create index bulletin_by_place on bulletin (place, published)`,
  `create index bulletin_by_country on bulletin (country, published)`,

  `create table bulletin_code (
    object text not null references bulletin (object) on delete cascade,
    code text not null,
    primary key (object, code)
  ) strict, without rowid`,
  `create index bulletin_code_by_code on bulletin_code (code, object)`,

  `create table statistics (
    object text primary key not null references object (id) on delete cascade,
    author text not null,
    ours integer not null,
    published integer not null,
    subject text not null,
    country text not null,
    period text not null,
    data text not null,
    unique (author, subject)
  ) strict`,
  `create index statistics_in_order on statistics (published, object)`,
  `create index statistics_by_country on statistics (country, published)`,

  `create table bulletin_author (
    author text primary key not null,
    asked integer not null
  ) strict`,
];

const KINDS = "('bulletin', 'statistics')";
const TELLS = "('Create', 'Update', 'Delete')";

/** By what it is about: something of ours that is a release, or that stands where releases stand. */
const isAbout = (row: string): string => `(
  exists (select 1 from object where object.id = ${row}.object and object.local = 1 and object.kind in ${KINDS})
  or (
    ${row}.type in ${TELLS} and ${row}.object glob '*/bulletins/*'
    and not exists (select 1 from object where object.id = ${row}.object and object.local = 0)
  )
)`;

/** The same, or by what is said in its bytes. */
const isRelease = (row: string): string => `(${isSaid(row)} or ${isAbout(row)})`;

export const isSaid = (row: string): string =>
  `(${["Bulletin", "StatTable", "Heartbeat"].map((kind) => `instr(${row}.document, '"kind":"${kind}"') > 0`).join(" or ")})`;

export const isApproved = (object: string): string => `exists (select 1 from release where release.object = ${object})`;
export const isWithdrawn = (object: string): string =>
  `exists (select 1 from release where release.object = ${object} and release.withdrawn is not null)`;

const refuse = (name: string, event: string, when: string): string =>
  `create trigger ${name} before ${event} when ${when}
   begin select raise(abort, 'not approved: ${name}'); end`;

const isOurs = `new.local = 1 and (new.kind in ${KINDS} or new.id glob '*/bulletins/*')`;
/** `more` lets other types of activities through: conditions of SQL. */
export const activityOfRelease = (more: Readonly<Record<string, string>> = {}): string => {
  const cases = {
    Create: `${isApproved("new.object")} and not ${isWithdrawn("new.object")}`,
    Delete: isWithdrawn("new.object"),
    ...more,
  };
  const mayBeSaid = Object.entries(cases).map(([type, when]) => `when '${type}' then ${when}`);
  return refuse(
    "activity_of_release",
    "insert on activity",
    `${isRelease("new")} and not (case new.type ${mayBeSaid.join(" ")} else 0 end)`,
  );
};

/** Its bytes were looked at when the activity was written; here there may be a thousand rows of one. */
const isUnapproved = `exists (
  select 1 from activity
  where activity.sequence = new.activity and ${isAbout("activity")} and not ${isApproved("activity.object")}
)`;

const triggers = [
  refuse("object_of_release", "insert on object", `${isOurs} and not ${isApproved("new.id")}`),
  refuse("object_made_release", "update on object", `${isOurs} and not ${isApproved("new.id")}`),
  activityOfRelease(),
  // What is deleted may be forgotten; everything else about it stays as it was approved.
  refuse(
    "activity_made_of_release",
    "update of id, type, actor, object, document on activity",
    `(${isRelease("new")} or ${isRelease("old")})
     and not (new.document = '' and new.id = old.id and new.type = old.type and new.actor = old.actor and new.object = old.object)`,
  ),
  refuse("delivery_of_release", "insert on delivery", isUnapproved),
  refuse("delivery_made_of_release", "update of activity on delivery", isUnapproved),
  refuse("release_for_ever", "delete on release", "1"),
  refuse(
    "release_as_signed",
    "update on release",
    `new.object is not old.object or new.subject is not old.subject or new.published is not old.published
     or new.payload is not old.payload or new.approval is not old.approval
     or (old.withdrawn is not null and new.withdrawn is not old.withdrawn)`,
  ),
];
