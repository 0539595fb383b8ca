import { type Kysely, sql } from "kysely";

/**
 * STRICT: SQLite then refuses a value of another type than its column's. Partial indexes hold only the rows that
 * wait, so that queues cost the same however much lies behind them.
 */
export const first = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of [...objects, ...delivery, ...following, ...campaigns, ...centres, ...queues]) {
      await sql.raw(statement).execute(db);
    }
  },
};

const objects = [
  `create table object (
    id text primary key not null,
    kind text not null,
    type text not null,
    attributed_to text not null,
    campaign text,
    in_reply_to text,
    published integer not null,
    updated integer,
    starts integer,
    language text not null,
    text text not null,
    document text not null,
    local integer not null
  ) strict`,
  `create index object_by_author on object (attributed_to)`,

  `create table tombstone (
    id text primary key not null,
    deleted integer not null,
    local integer not null,
    kind text,
    attributed_to text,
    campaign text
  ) strict`,
  `create index tombstone_of_ours on tombstone (deleted) where local = 1`,

  `create table publication (
    object text primary key not null references object (id) on delete cascade,
    kind text not null,
    centre text not null,
    campaign text,
    published integer not null,
    changed integer not null
  ) strict`,
  `create index publication_in_order on publication (published, object)`,
  `create index publication_of_kind on publication (kind, published, object)`,
  `create index publication_by_centre on publication (centre, published, object)`,
  `create index publication_by_centre_of_kind on publication (centre, kind, published, object)`,
  `create index publication_in_campaign on publication (campaign, published, object)`,
  `create index publication_in_campaign_of_kind on publication (campaign, kind, published, object)`,
  `create index publication_changed on publication (changed)`,
  `create index publication_changed_of_kind on publication (kind, changed)`,
  `create index publication_changed_by_centre on publication (centre, changed)`,
  `create index publication_changed_in_campaign on publication (campaign, changed)`,

  `create table arrival (
    id integer primary key autoincrement,
    object text not null unique references object (id) on delete cascade,
    kind text not null,
    published integer not null,
    starts integer,
    sender text not null,
    sender_host text not null,
    via text,
    via_host text,
    came_twice integer not null,
    reason text not null,
    backfilled integer not null,
    received integer not null,
    shown integer not null
  ) strict`,
  // One for each way to filter. Of one sender nearly everything has the same reason, so those two together need none.
  `create index arrival_in_order on arrival (shown, published, id)`,
  `create index arrival_of_kind on arrival (shown, kind, published, id)`,
  `create index arrival_for_reason on arrival (shown, reason, published, id)`,
  `create index arrival_of_kind_for_reason on arrival (shown, kind, reason, published, id)`,
  `create index arrival_from on arrival (shown, sender, published, id)`,
  `create index arrival_from_of_kind on arrival (shown, sender, kind, published, id)`,
  `create index arrival_by_start on arrival (shown, reason, starts, id) where starts is not null`,

  `create table activity (
    sequence integer primary key autoincrement,
    id text not null unique,
    type text not null,
    actor text not null,
    object text not null,
    document text not null,
    published integer not null,
    listed integer not null,
    subject integer not null
  ) strict`,
  `create index activity_about on activity (object, sequence)`,
  `create index activity_in_outbox on activity (actor, published, sequence) where listed = 1`,
];

const delivery = [
  `create table remote_host (
    host text primary key not null,
    level text not null,
    failures integer not null,
    since integer,
    open_until integer,
    due integer
  ) strict`,
  `create index remote_host_due on remote_host (due) where due is not null`,
  `create index remote_host_silent on remote_host (since) where since is not null`,

  `create table remote_inbox (
    id integer primary key autoincrement,
    url text not null unique,
    host text not null references remote_host (host),
    gone integer
  ) strict`,

  `create table delivery (
    id integer primary key autoincrement,
    activity integer not null references activity (sequence),
    subject integer not null,
    inbox integer not null,
    host text not null,
    state text not null,
    head integer not null,
    due integer not null,
    leased integer not null,
    attempts integer not null,
    created integer not null,
    last_error text,
    unique (activity, inbox)
  ) strict`,
  `create index delivery_ready on delivery (host, due, id) where head = 1`,
  `create index delivery_waiting on delivery (host, inbox, subject, id) where state = 'waiting'`,
  `create index delivery_in_state on delivery (state, id)`,
];

const following = [
  `create table remote_actor (
    id text primary key not null,
    type text not null,
    kind text,
    handle text not null,
    host text not null,
    name text not null,
    inbox integer not null references remote_inbox (id),
    shared_inbox integer references remote_inbox (id),
    outbox text,
    document text not null,
    fetched integer not null,
    gone integer
  ) strict`,
  `create index remote_actor_by_handle on remote_actor (handle, fetched)`,
  `create index remote_actor_at_inbox on remote_actor (inbox)`,
  `create index remote_actor_at_shared_inbox on remote_actor (shared_inbox) where shared_inbox is not null`,

  `create table follow (
    id text not null,
    follower text not null,
    followed text not null,
    state text not null,
    since integer not null,
    primary key (follower, followed)
  ) strict`,
  `create index follow_by_id on follow (id, since)`,
  `create index follow_of on follow (followed, state, follower)`,
  `create index follow_in_state on follow (state, since)`,

  `create table remote_key (
    id text primary key not null,
    owner text not null,
    algorithm text not null,
    public_key text not null,
    fetched integer not null
  ) strict`,
  `create index remote_key_of on remote_key (owner)`,

  `create table domain_policy (host text primary key not null, level text not null) strict`,
];

const campaigns = [
  `create table campaign (
    id text primary key not null,
    handle text not null unique,
    status text not null,
    ends text not null,
    published integer not null,
    data text not null
  ) strict`,
  `create index campaign_in_status on campaign (status, ends)`,

  `create table post (
    id text primary key not null,
    campaign text,
    published integer not null,
    data text not null
  ) strict`,
  `create index post_in_order on post (published, id)`,
  `create index post_in_campaign on post (campaign, published, id)`,

  `create table action (
    id text primary key not null,
    campaign text not null,
    starts integer not null,
    over integer,
    data text not null
  ) strict`,
  `create index action_in_order on action (starts, id)`,
  `create index action_in_campaign on action (campaign, starts, id)`,

  `create table participation (action text primary key not null, count integer not null) strict`,

  `create table work_in_progress (
    id text primary key not null,
    kind text not null,
    by text not null,
    saved integer not null,
    fields text not null
  ) strict`,
];

const centres = [
  `create table centre (id text primary key not null, data text not null) strict`,
  `create table setting (key text primary key not null, value text not null) strict`,

  `create table local_actor (
    id text primary key not null,
    kind text not null,
    handle text unique,
    document text not null,
    rsa_private text not null,
    rsa_public text not null,
    ed25519_private text not null,
    ed25519_public text not null,
    created integer not null,
    deleted integer
  ) strict`,

  `create table staff (
    id text primary key not null,
    name text not null,
    name_key text not null unique,
    roles text not null,
    secret text not null,
    since integer not null
  ) strict`,

  `create table session (
    token_hash text primary key not null,
    staff text not null references staff (id) on delete cascade,
    label text not null unique,
    started integer not null,
    last_seen integer not null
  ) strict`,
  `create index session_of on session (staff)`,

  `create table sign_in_limit (
    scope text primary key not null,
    failures integer not null,
    last integer not null
  ) strict`,
];

const queues = [
  `create table inbox_item (
    sequence integer primary key autoincrement,
    id text not null unique,
    actor text not null,
    document text,
    received integer not null,
    state text not null,
    due integer not null,
    attempts integer not null,
    why text
  ) strict`,
  `create index inbox_item_waiting on inbox_item (sequence, due) where state = 'waiting'`,
  `create index inbox_item_due on inbox_item (due) where state = 'waiting'`,
  `create index inbox_item_received on inbox_item (received)`,

  `create table message (
    id integer primary key autoincrement,
    queue text not null,
    message text not null,
    ordering_key text,
    once_key text,
    due integer not null,
    leased integer not null,
    attempts integer not null
  ) strict`,
  `create index message_due on message (queue, due, id)`,
  `create index message_ordered on message (queue, ordering_key, id) where ordering_key is not null`,
  `create unique index message_once on message (queue, once_key) where once_key is not null`,

  `create table key_value (key text primary key not null, value text not null, expires integer) strict`,
  `create index key_value_expires on key_value (expires) where expires is not null`,
];
