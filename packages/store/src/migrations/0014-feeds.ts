import { type Kysely, sql } from "kysely";
import { activityOfRelease, isApproved, isSaid, isWithdrawn } from "./0013-bulletins.ts";

/**
 * What the node's feeds carry. Of each object one row for every pair of a place and a branch of work that it is found
 * under, in the order of time: a page of any feed, the first or the five hundredth, is one walk along one index, and
 * nothing grows with the number of feeds.
 */
export const feeds = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};

const statements = [
  `create table feed_entry (
    id integer primary key autoincrement,
    entry text not null unique,
    object text not null unique,
    kind text not null,
    languages text not null,
    is_for text not null,
    published integer not null,
    entered integer not null,
    gone integer
  ) strict`,
  `create index feed_entry_gone on feed_entry (gone) where gone is not null`,
  `create trigger feed_entry_withdrawn after insert on tombstone when new.reach = 'public'
   begin update feed_entry set gone = new.deleted where object = new.id; end`,

  `create table feed_place (
    place text not null,
    branch text not null,
    published integer not null,
    entry integer not null references feed_entry (id) on delete cascade,
    kind text not null,
    languages text not null,
    is_for text not null,
    primary key (place, branch, published, entry)
  ) strict, without rowid`,
  `create index feed_place_of_entry on feed_place (entry)`,

  `create table feed (
    name text primary key not null,
    actor text not null unique,
    place text not null,
    branch text not null,
    kind text not null,
    language text not null,
    made integer not null,
    used integer not null
  ) strict`,
  `create index feed_that_carries on feed (place, branch, kind, language)`,
  `create index feed_unused on feed (used)`,
  `create index feed_made on feed (made)`,

  `create table catch_up (
    actor text primary key not null,
    since integer not null,
    complete integer not null,
    asked integer not null,
    began integer,
    next text,
    pages integer not null
  ) strict`,
  `create index catch_up_due on catch_up (asked)`,
  // Whom we follow already is caught up with from when they said yes.
  `insert into catch_up (actor, since, complete, asked, pages)
    select follow.followed, min(follow.since), min(follow.since), min(follow.since), 0
    from follow join local_actor on local_actor.id = follow.follower
    where follow.state = 'accepted' group by follow.followed`,

  // What has been released for everybody is passed on by feeds too: by its address, without a word of it.
  "drop trigger activity_of_release",
  activityOfRelease({
    Announce: `${isApproved("new.object")} and not ${isWithdrawn("new.object")} and not ${isSaid("new")}`,
  }),
];
