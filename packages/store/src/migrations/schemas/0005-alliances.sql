CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
CREATE TABLE object (
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
  , reach text not null default 'public') strict;
CREATE TABLE tombstone (
    id text primary key not null,
    deleted integer not null,
    local integer not null,
    kind text,
    attributed_to text,
    campaign text
  , reach text not null default 'public') strict;
CREATE TABLE publication (
    object text primary key not null references object (id) on delete cascade,
    kind text not null,
    centre text not null,
    campaign text,
    published integer not null,
    changed integer not null
  ) strict;
CREATE TABLE arrival (
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
  ) strict;
CREATE TABLE activity (
    sequence integer primary key autoincrement,
    id text not null unique,
    type text not null,
    actor text not null,
    object text not null,
    document text not null,
    published integer not null,
    listed integer not null,
    subject integer not null
  ) strict;
CREATE TABLE remote_host (
    host text primary key not null,
    level text not null,
    failures integer not null,
    since integer,
    open_until integer,
    due integer
  ) strict;
CREATE TABLE remote_inbox (
    id integer primary key autoincrement,
    url text not null unique,
    host text not null references remote_host (host),
    gone integer
  ) strict;
CREATE TABLE delivery (
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
  ) strict;
CREATE TABLE remote_actor (
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
  ) strict;
CREATE TABLE follow (
    id text not null,
    follower text not null,
    followed text not null,
    state text not null,
    since integer not null,
    primary key (follower, followed)
  ) strict;
CREATE TABLE remote_key (
    id text primary key not null,
    owner text not null,
    algorithm text not null,
    public_key text not null,
    fetched integer not null
  ) strict;
CREATE TABLE domain_policy (host text primary key not null, level text not null) strict;
CREATE TABLE campaign (
    id text primary key not null,
    handle text not null unique,
    status text not null,
    ends text not null,
    published integer not null,
    data text not null
  ) strict;
CREATE TABLE post (
    id text primary key not null,
    campaign text,
    published integer not null,
    data text not null
  , reach text not null default 'public') strict;
CREATE TABLE action (
    id text primary key not null,
    campaign text not null,
    starts integer not null,
    over integer,
    data text not null
  ) strict;
CREATE TABLE participation (action text primary key not null, count integer not null) strict;
CREATE TABLE work_in_progress (
    id text primary key not null,
    kind text not null,
    by text not null,
    saved integer not null,
    fields text not null
  ) strict;
CREATE TABLE centre (id text primary key not null, data text not null) strict;
CREATE TABLE setting (key text primary key not null, value text not null) strict;
CREATE TABLE local_actor (
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
  ) strict;
CREATE TABLE staff (
    id text primary key not null,
    name text not null,
    name_key text not null unique,
    roles text not null,
    secret text not null,
    since integer not null
  ) strict;
CREATE TABLE session (
    token_hash text primary key not null,
    staff text not null references staff (id) on delete cascade,
    label text not null unique,
    started integer not null,
    last_seen integer not null
  ) strict;
CREATE TABLE sign_in_limit (
    scope text primary key not null,
    failures integer not null,
    last integer not null
  ) strict;
CREATE TABLE inbox_item (
    sequence integer primary key autoincrement,
    id text not null unique,
    actor text not null,
    document text,
    received integer not null,
    state text not null,
    due integer not null,
    attempts integer not null,
    why text
  ) strict;
CREATE TABLE message (
    id integer primary key autoincrement,
    queue text not null,
    message text not null,
    ordering_key text,
    once_key text,
    due integer not null,
    leased integer not null,
    attempts integer not null
  ) strict;
CREATE TABLE key_value (key text primary key not null, value text not null, expires integer) strict;
CREATE TABLE invitation (
    id text primary key not null,
    code_hash text not null unique,
    roles text not null,
    note text not null,
    made_by text not null,
    made integer not null,
    ends integer not null
  , member text references staff (id) on delete cascade) strict;
CREATE TABLE second_factor (
    staff text primary key not null references staff (id) on delete cascade,
    sealed text not null,
    used integer not null,
    since integer not null
  ) strict;
CREATE TABLE recovery_code (
    staff text not null references staff (id) on delete cascade,
    code_hash text not null,
    primary key (staff, code_hash)
  ) strict, without rowid;
CREATE TABLE half_session (
    token_hash text primary key not null,
    staff text not null references staff (id) on delete cascade,
    started integer not null
  ) strict;
CREATE TABLE ally (
    peer text primary key not null,
    offer text not null,
    relationship text not null,
    state text not null,
    over integer,
    since integer not null,
    asked integer not null,
    apart integer not null,
    data text not null
  ) strict;
CREATE TABLE audience (
    object text primary key not null references object (id) on delete cascade,
    data text not null
  ) strict;
CREATE TABLE alliance (
    id text primary key not null,
    first text not null unique,
    us_key text not null,
    us_id text not null,
    offer text,
    inviter text,
    since integer,
    state text not null,
    apart integer not null,
    changed integer not null,
    asked integer not null,
    standing text not null,
    parties text not null
  ) strict;
CREATE TABLE charter_version (
    hash text primary key not null,
    alliance text not null,
    payload text not null,
    data text not null
  ) strict;
CREATE TABLE charter_signature (
    version text not null references charter_version (hash),
    key text not null,
    at integer not null,
    protected text not null,
    signature text not null,
    primary key (version, key)
  ) strict, without rowid;
CREATE TABLE charter_leave (
    hash text primary key not null,
    alliance text not null,
    member text not null,
    key text not null,
    at text not null,
    payload text not null,
    protected text not null,
    signature text not null
  ) strict;
CREATE TABLE member_key (
    member text not null,
    key text not null,
    pem text not null,
    primary key (member, key)
  ) strict, without rowid;
insert into "kysely_migration" ("name", "timestamp") values ('0001-first', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0002-joining', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0003-second-factor', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0004-allies', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0004-invited-again', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0005-alliances', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration_lock" ("id", "is_locked") values ('migration_lock', 0);
insert into "object" ("id", "kind", "type", "attributed_to", "campaign", "in_reply_to", "published", "updated", "starts", "language", "text", "document", "local", "reach") values ('https://hall.example/bulletins/e2fc86ac-5ec7-43c3-85d3-9973dd70d670', 'bulletin', 'Note', 'https://hall.example/centres/hall', null, null, 1801558800000, null, null, 'en', 'https://hall.example/bulletins/e2fc86ac-5ec7-43c3-85d3-9973dd70d670', '{"id":"https://hall.example/bulletins/e2fc86ac-5ec7-43c3-85d3-9973dd70d670","kind":"Bulletin"}', 1, 'limited');
insert into "tombstone" ("id", "deleted", "local", "kind", "attributed_to", "campaign", "reach") values ('https://hall.example/bulletins/155bc3f4-5853-41be-8889-7fbda26e4c9c', 1793610000000, 1, 'bulletin', 'https://hall.example/centres/hall', null, 'limited');
insert into "tombstone" ("id", "deleted", "local", "kind", "attributed_to", "campaign", "reach") values ('https://hall.example/posts/one', 1793610000000, 1, 'post', 'https://hall.example/centres/hall', null, 'public');
insert into "tombstone" ("id", "deleted", "local", "kind", "attributed_to", "campaign", "reach") values ('https://a.example/notes/13a17f86-8891-41a1-a3b4-a6d221245be5', 1793610000000, 0, 'bulletin', 'https://a.example/users/ally', null, 'limited');
insert into "publication" ("object", "kind", "centre", "campaign", "published", "changed") values ('https://hall.example/posts/one', 'post', 'https://hall.example/centres/hall', null, 0, 0);
insert into "arrival" ("id", "object", "kind", "published", "starts", "sender", "sender_host", "via", "via_host", "came_twice", "reason", "backfilled", "received", "shown") values (1, 'https://a.example/notes/note', 'post', 0, null, 'https://a.example/users/ally', 'a.example', 'https://hall.example/centres/hall', 'hall.example', 0, 'followed', 0, 1793610000000, 1);
insert into "activity" ("sequence", "id", "type", "actor", "object", "document", "published", "listed", "subject") values (1, 'https://hall.example/activities/one', 'Create', 'https://hall.example/centres/hall', 'https://hall.example/posts/one', '', 0, 0, 1);
insert into "activity" ("sequence", "id", "type", "actor", "object", "document", "published", "listed", "subject") values (2, 'https://hall.example/activities/update', 'Create', 'https://hall.example/centres/hall', 'https://hall.example/posts/one', '', 0, 0, 1);
insert into "activity" ("sequence", "id", "type", "actor", "object", "document", "published", "listed", "subject") values (3, 'https://hall.example/activities/accept', 'Create', 'https://hall.example/centres/hall', 'https://hall.example/posts/accept', '{"activity":"accept"}', 0, 1, 3);
insert into "remote_host" ("host", "level", "failures", "since", "open_until", "due") values ('a.example', 'accept', 0, null, null, 1793610060000);
insert into "remote_host" ("host", "level", "failures", "since", "open_until", "due") values ('b.example', 'accept', 0, null, null, 1793610000000);
insert into "remote_inbox" ("id", "url", "host", "gone") values (1, 'https://a.example/users/ally/inbox', 'a.example', null);
insert into "remote_inbox" ("id", "url", "host", "gone") values (2, 'https://a.example/inbox', 'a.example', 1793610000000);
insert into "remote_inbox" ("id", "url", "host", "gone") values (3, 'https://b.example/users/ally/inbox', 'b.example', 1793610000000);
insert into "delivery" ("id", "activity", "subject", "inbox", "host", "state", "head", "due", "leased", "attempts", "created", "last_error") values (1, 1, 1, 2, 'a.example', 'failed', 0, 1793610000000, 0, 0, 1793610000000, '{"type":"withdrawn"}');
insert into "delivery" ("id", "activity", "subject", "inbox", "host", "state", "head", "due", "leased", "attempts", "created", "last_error") values (3, 2, 1, 1, 'a.example', 'failed', 0, 1793610000000, 0, 0, 1793610000000, '{"type":"withdrawn"}');
insert into "delivery" ("id", "activity", "subject", "inbox", "host", "state", "head", "due", "leased", "attempts", "created", "last_error") values (4, 2, 1, 2, 'a.example', 'failed', 0, 1793610000000, 0, 0, 1793610000000, '{"type":"withdrawn"}');
insert into "remote_actor" ("id", "type", "kind", "handle", "host", "name", "inbox", "shared_inbox", "outbox", "document", "fetched", "gone") values ('https://a.example/users/ally', 'Organization', null, '@ally@a.example', 'a.example', 'ally', 1, 2, null, '{"id":"https://a.example/users/ally"}', 0, null);
insert into "remote_actor" ("id", "type", "kind", "handle", "host", "name", "inbox", "shared_inbox", "outbox", "document", "fetched", "gone") values ('https://b.example/users/ally', 'Organization', null, '@ally@b.example', 'b.example', 'ally', 3, 4, null, '{"id":"https://b.example/users/ally"}', 0, 1793610000000);
insert into "follow" ("id", "follower", "followed", "state", "since") values ('https://a.example/users/ally/follows/https%3A%2F%2Fhall.example%2Fcentres%2Fhall', 'https://a.example/users/ally', 'https://hall.example/centres/hall', 'ended', 1793610000000);
insert into "follow" ("id", "follower", "followed", "state", "since") values ('https://hall.example/centres/hall/follows/https%3A%2F%2Fa.example%2Fusers%2Fally', 'https://hall.example/centres/hall', 'https://a.example/users/ally', 'pending', 0);
insert into "follow" ("id", "follower", "followed", "state", "since") values ('https://b.example/users/ally/follows/https%3A%2F%2Fhall.example%2Fcentres%2Fhall', 'https://b.example/users/ally', 'https://hall.example/centres/hall', 'ended', 1793610000000);
insert into "remote_key" ("id", "owner", "algorithm", "public_key", "fetched") values ('https://a.example/users/ally#key', 'https://a.example/users/ally', 'RSA', '', 1793610000000);
insert into "domain_policy" ("host", "level") values ('bad.example', 'refuse');
insert into "campaign" ("id", "handle", "status", "ends", "published", "data") values ('https://hall.example/campaigns/wages', 'wages', 'running', '2027-02-02', 0, '{"id":"https://hall.example/campaigns/wages","handle":"wages","centre":"https://hall.example/centres/hall","openingPost":"https://hall.example/posts/opening-wages","name":{"en":"wages"},"summary":{"en":"What it is about"},"regions":[],"sectors":[],"targets":[{"name":"The company","role":"employer"}],"demands":[{"en":"Pay up"}],"translators":{},"starts":"2026-11-02","ends":"2027-02-02","status":"running","published":0,"log":[]}');
insert into "post" ("id", "campaign", "published", "data", "reach") values ('https://hall.example/posts/one', null, 0, '{"id":"https://hall.example/posts/one","centre":"https://hall.example/centres/hall","text":{"en":"one"},"tags":[],"regions":[],"sectors":[],"published":0}', 'public');
insert into "action" ("id", "campaign", "starts", "over", "data") values ('https://hall.example/actions/rally', 'https://hall.example/campaigns/wages', 0, 86400000, '{"id":"https://hall.example/actions/rally","campaign":"https://hall.example/campaigns/wages","centre":"https://hall.example/centres/hall","type":"rally","name":{"en":"rally"},"text":{"en":"Come"},"starts":0,"timezone":"UTC","announcement":"https://hall.example/posts/announcement-rally","cancelled":false,"published":0,"sequence":0}');
insert into "participation" ("action", "count") values ('https://hall.example/actions/rally', 5);
insert into "work_in_progress" ("id", "kind", "by", "saved", "fields") values ('one', 'post', 'ana', 1793610000000, '{}');
insert into "centre" ("id", "data") values ('https://hall.example/centres/hall', '{"id":"https://hall.example/centres/hall","handle":"hall","name":{"en":"The hall"},"summary":{"en":"A place to meet"},"languages":["en"],"regions":[],"sectors":[],"founded":0}');
insert into "setting" ("key", "value") values ('origin', 'https://hall.example');
insert into "local_actor" ("id", "kind", "handle", "document", "rsa_private", "rsa_public", "ed25519_private", "ed25519_public", "created", "deleted") values ('https://hall.example/centres/hall', 'centre', 'hall', '{"id":"https://hall.example/centres/hall"}', '', '', '', '', 0, null);
insert into "staff" ("id", "name", "name_key", "roles", "secret", "since") values ('233f2fd5-e66a-41de-a846-3b0b6057866b', 'ana', 'ana', '["administrator"]', '$argon2id$v=19$m=8,t=1,p=1$SjC+musoT7jAJS3XEvzT/w$Iw7UF5eP52O6Xm7dhdY/cOaR9EHRLq1hPMrXlAYn7qE', 1793610000000);
insert into "session" ("token_hash", "staff", "label", "started", "last_seen") values ('S_-0sgLNmbpbF42cNLX6xj9u_Jku6PjHJvH-jwn3rOI', '233f2fd5-e66a-41de-a846-3b0b6057866b', 'HG4LlNgFDJm5', 1793610000000, 1793610000000);
insert into "sign_in_limit" ("scope", "failures", "last") values ('codes', 0, 1793610000000);
insert into "sign_in_limit" ("scope", "failures", "last") values ('node', 0, 1793610000000);
insert into "inbox_item" ("sequence", "id", "actor", "document", "received", "state", "due", "attempts", "why") values (1, 'https://a.example/activities/1', 'https://a.example/users/ally', null, 1793610000000, 'processed', 1793610060000, 0, null);
insert into "message" ("id", "queue", "message", "ordering_key", "once_key", "due", "leased", "attempts") values (2, 'tasks', '"one"', 'a', null, 1793610001000, 0, 1);
insert into "key_value" ("key", "value", "expires") values ('["a","b"]', '2', null);
insert into "invitation" ("id", "code_hash", "roles", "note", "made_by", "made", "ends", "member") values ('944865fc-2945-4599-aa63-deda096aa7e0', 'usfn9JX2BVxaV6g4Cm2bZdsU15XR_Mrofv4eP_eFJ04', '["administrator"]', '', '', 1793610000000, 1794214800000, null);
insert into "second_factor" ("staff", "sealed", "used", "since") values ('second_factor staff', 'second_factor sealed', 1, 1);
insert into "recovery_code" ("staff", "code_hash") values ('recovery_code staff', 'recovery_code code_hash');
insert into "half_session" ("token_hash", "staff", "started") values ('half_session token_hash', 'half_session staff', 1);
insert into "ally" ("peer", "offer", "relationship", "state", "over", "since", "asked", "apart", "data") values ('https://a.example/users/ally', 'https://a.example/users/ally/offers/1', 'https://a.example/users/ally/alliances/1', 'accepted', null, 0, 1793610000000, 0, '{"peer":"https://a.example/users/ally","offer":"https://a.example/users/ally/offers/1","relationship":"https://a.example/users/ally/alliances/1","offeredBy":"them","offered":0,"state":"accepted","terms":{"grid":{"campaigns":{"send":true,"accept":true,"passOn":true},"calls":{"send":true,"accept":true,"passOn":true},"bulletins":{"send":true,"accept":true,"passOn":true}}},"policy":{"campaigns":{"send":true,"accept":true,"passOn":true},"calls":{"send":true,"accept":true,"passOn":true},"bulletins":{"send":true,"accept":true,"passOn":true}},"since":0}');
insert into "audience" ("object", "data") values ('https://hall.example/posts/one', '{"type":"allies"}');
insert into "alliance" ("id", "first", "us_key", "us_id", "offer", "inviter", "since", "state", "apart", "changed", "asked", "standing", "parties") values ('alliance id', 'alliance first', 'alliance us_key', 'alliance us_id', 'alliance offer', 'alliance inviter', 1, 'alliance state', 1, 1, 1, 'alliance standing', 'alliance parties');
insert into "charter_version" ("hash", "alliance", "payload", "data") values ('charter_version hash', 'charter_version alliance', 'charter_version payload', 'charter_version data');
insert into "charter_signature" ("version", "key", "at", "protected", "signature") values ('charter_signature version', 'charter_signature key', 1, 'charter_signature protected', 'charter_signature signature');
insert into "charter_leave" ("hash", "alliance", "member", "key", "at", "payload", "protected", "signature") values ('charter_leave hash', 'charter_leave alliance', 'charter_leave member', 'charter_leave key', 'charter_leave at', 'charter_leave payload', 'charter_leave protected', 'charter_leave signature');
insert into "member_key" ("member", "key", "pem") values ('member_key member', 'member_key key', 'member_key pem');
CREATE INDEX tombstone_of_ours on tombstone (deleted) where local = 1;
CREATE INDEX publication_in_order on publication (published, object);
CREATE INDEX publication_of_kind on publication (kind, published, object);
CREATE INDEX publication_by_centre on publication (centre, published, object);
CREATE INDEX publication_by_centre_of_kind on publication (centre, kind, published, object);
CREATE INDEX publication_in_campaign on publication (campaign, published, object);
CREATE INDEX publication_in_campaign_of_kind on publication (campaign, kind, published, object);
CREATE INDEX publication_changed on publication (changed);
CREATE INDEX publication_changed_of_kind on publication (kind, changed);
CREATE INDEX publication_changed_by_centre on publication (centre, changed);
CREATE INDEX publication_changed_in_campaign on publication (campaign, changed);
CREATE INDEX arrival_in_order on arrival (shown, published, id);
CREATE INDEX arrival_of_kind on arrival (shown, kind, published, id);
CREATE INDEX arrival_for_reason on arrival (shown, reason, published, id);
CREATE INDEX arrival_of_kind_for_reason on arrival (shown, kind, reason, published, id);
CREATE INDEX arrival_from on arrival (shown, sender, published, id);
CREATE INDEX arrival_from_of_kind on arrival (shown, sender, kind, published, id);
CREATE INDEX arrival_by_start on arrival (shown, reason, starts, id) where starts is not null;
CREATE INDEX activity_about on activity (object, sequence);
CREATE INDEX activity_in_outbox on activity (actor, published, sequence) where listed = 1;
CREATE INDEX remote_host_due on remote_host (due) where due is not null;
CREATE INDEX remote_host_silent on remote_host (since) where since is not null;
CREATE INDEX delivery_ready on delivery (host, due, id) where head = 1;
CREATE INDEX delivery_waiting on delivery (host, inbox, subject, id) where state = 'waiting';
CREATE INDEX delivery_in_state on delivery (state, id);
CREATE INDEX remote_actor_by_handle on remote_actor (handle, fetched);
CREATE INDEX remote_actor_at_inbox on remote_actor (inbox);
CREATE INDEX remote_actor_at_shared_inbox on remote_actor (shared_inbox) where shared_inbox is not null;
CREATE INDEX follow_by_id on follow (id, since);
CREATE INDEX follow_of on follow (followed, state, follower);
CREATE INDEX follow_in_state on follow (state, since);
CREATE INDEX remote_key_of on remote_key (owner);
CREATE INDEX campaign_in_status on campaign (status, ends);
CREATE INDEX post_in_order on post (published, id);
CREATE INDEX post_in_campaign on post (campaign, published, id);
CREATE INDEX action_in_order on action (starts, id);
CREATE INDEX action_in_campaign on action (campaign, starts, id);
CREATE INDEX session_of on session (staff);
CREATE INDEX inbox_item_waiting on inbox_item (sequence, due) where state = 'waiting';
CREATE INDEX inbox_item_due on inbox_item (due) where state = 'waiting';
CREATE INDEX inbox_item_received on inbox_item (received);
CREATE INDEX message_due on message (queue, due, id);
CREATE INDEX message_ordered on message (queue, ordering_key, id) where ordering_key is not null;
CREATE UNIQUE INDEX message_once on message (queue, once_key) where once_key is not null;
CREATE INDEX key_value_expires on key_value (expires) where expires is not null;
CREATE INDEX half_session_of on half_session (staff);
CREATE INDEX ally_by_offer on ally (offer);
CREATE INDEX ally_in_state on ally (state, over);
CREATE INDEX object_by_author on object (attributed_to, id);
CREATE INDEX object_limited_by_author on object (attributed_to, id) where reach = 'limited';
CREATE INDEX post_public_in_order on post (published, id) where reach = 'public';
CREATE INDEX alliance_apart on alliance (apart) where apart = 1;
CREATE INDEX charter_version_of on charter_version (alliance);
CREATE INDEX charter_leave_of on charter_leave (alliance);
