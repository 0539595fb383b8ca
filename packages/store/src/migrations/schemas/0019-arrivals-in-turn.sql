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
  , checks text not null default '[]') strict;
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
  , leased integer not null default 0) strict;
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
CREATE TABLE call (
    id text primary key not null,
    campaign text,
    open integer not null,
    public integer not null,
    expires integer not null,
    published integer not null,
    data text not null
  ) strict;
CREATE TABLE received_call (
    id text primary key not null references object (id) on delete cascade,
    open integer not null,
    expires integer not null,
    data text not null
  ) strict;
CREATE TABLE received_need (
    id text not null,
    call text not null references received_call (id) on delete cascade,
    primary key (id, call)
  ) strict, without rowid;
CREATE TABLE pledge (
    id text primary key not null,
    side text not null,
    call text not null,
    need text not null,
    pledger text not null,
    pledger_host text not null,
    caller text not null,
    state text not null,
    apart integer not null,
    since integer not null,
    agreement text,
    offered integer not null,
    data text not null
  ) strict;
CREATE TABLE acknowledgement (
    call text not null,
    actor text not null,
    at integer not null,
    primary key (call, actor)
  ) strict, without rowid;
CREATE TABLE endorsement (
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
  ) strict;
CREATE TABLE organiser (
    campaign text not null,
    organiser text not null,
    invite text not null,
    lead text not null,
    state text not null,
    since integer not null,
    answer text,
    apart integer not null,
    primary key (campaign, organiser)
  ) strict;
CREATE TABLE seen_organiser (
    campaign text not null,
    organiser text not null,
    primary key (campaign, organiser)
  ) strict, without rowid;
CREATE TABLE succession (
    former text not null,
    later text not null,
    primary key (former, later)
  ) strict, without rowid;
CREATE TABLE tally (
    campaign text not null,
    centre text not null,
    id text not null,
    count integer not null,
    at integer not null,
    document text not null,
    primary key (campaign, centre)
  ) strict;
CREATE TABLE attestation (
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
  ) strict;
CREATE TABLE vouch (
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
  ) strict, without rowid;
CREATE TABLE notice (
    object text primary key not null,
    since integer not null,
    until integer not null,
    seen integer,
    seen_by text
  ) strict;
CREATE TABLE alarm (
    id integer primary key not null check (id = 1),
    tellings integer not null,
    due integer not null
  ) strict;
CREATE TABLE notice_address (
    staff text primary key not null references staff (id) on delete cascade,
    sealed text not null,
    language text not null,
    on_duty integer not null
  ) strict;
CREATE TABLE level_change (
    id integer primary key autoincrement,
    host text not null,
    before text not null,
    after text not null,
    by text not null,
    at integer not null,
    reason text not null
  ) strict;
CREATE TABLE recommendation (
    host text primary key not null,
    level text not null,
    reason text not null,
    published integer not null
  ) strict;
CREATE TABLE recommendation_source (
    actor text primary key not null,
    automatic integer not null,
    fetched integer
  ) strict;
CREATE TABLE proposed_level (
    source text not null references recommendation_source (actor) on delete cascade,
    host text not null,
    level text not null,
    reason text not null,
    published integer not null,
    answered integer not null,
    primary key (source, host)
  ) strict, without rowid;
CREATE TABLE flag (
    id text primary key not null,
    sender text not null,
    host text not null,
    tag text,
    objects text not null,
    text text not null,
    received integer not null,
    closed integer not null
  ) strict;
CREATE TABLE body_decision (
    id text primary key not null,
    about text not null,
    date text not null,
    data text not null
  ) strict;
CREATE TABLE release (
    object text primary key not null,
    subject text unique,
    published integer not null,
    payload text not null,
    approval text not null,
    withdrawn integer,
    withdrawal_payload text,
    withdrawal_approval text
  ) strict;
CREATE TABLE bulletin (
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
  ) strict;
CREATE TABLE bulletin_code (
    object text not null references bulletin (object) on delete cascade,
    code text not null,
    primary key (object, code)
  ) strict, without rowid;
CREATE TABLE statistics (
    object text primary key not null references object (id) on delete cascade,
    author text not null,
    ours integer not null,
    published integer not null,
    subject text not null,
    country text not null,
    period text not null,
    data text not null,
    unique (author, subject)
  ) strict;
CREATE TABLE bulletin_author (
    author text primary key not null,
    asked integer not null
  ) strict;
CREATE TABLE feed_entry (
    id integer primary key autoincrement,
    entry text not null unique,
    object text not null unique,
    kind text not null,
    languages text not null,
    is_for text not null,
    published integer not null,
    entered integer not null,
    gone integer
  , shown integer not null default 0) strict;
CREATE TABLE feed_place (
    place text not null,
    branch text not null,
    published integer not null,
    entry integer not null references feed_entry (id) on delete cascade,
    kind text not null,
    languages text not null,
    is_for text not null,
    primary key (place, branch, published, entry)
  ) strict, without rowid;
CREATE TABLE feed (
    name text primary key not null,
    actor text not null unique,
    place text not null,
    branch text not null,
    kind text not null,
    language text not null,
    made integer not null,
    used integer not null
  ) strict;
CREATE TABLE catch_up (
    actor text primary key not null,
    since integer not null,
    complete integer not null,
    asked integer not null,
    began integer,
    next text,
    pages integer not null
  ) strict;
CREATE TABLE watched_feed (name text primary key not null, added integer not null) strict;
CREATE TABLE digest (
    id text primary key not null,
    feed text not null,
    rhythm text not null,
    language text not null,
    sealed text not null,
    address text not null,
    mailbox text not null,
    confirm_token text not null unique,
    end_token text not null unique,
    asked integer not null,
    confirmed integer,
    until integer not null,
    due integer not null,
    refusals integer not null
  ) strict;
CREATE TABLE moved (
    former text primary key not null,
    later text not null,
    at integer not null,
    data text not null
  ) strict;
CREATE TABLE move_asked (former text primary key not null, until integer not null) strict;
insert into "kysely_migration" ("name", "timestamp") values ('0001-first', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0002-joining', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0003-second-factor', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0004-allies', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0004-invited-again', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0005-alliances', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0006-calls', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0007-pledges', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0008-together', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0009-notices', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0010-moderation', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0011-harm-checks', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0012-decisions', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0013-bulletins', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0014-feeds', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0015-watched-feeds', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0015-withdrawn', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0016-digests', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0016-heartbeats', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0016-shown-entries', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0017-whole-feeds', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0018-moved', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration" ("name", "timestamp") values ('0019-arrivals-in-turn', '2026-11-22T08:00:00.000Z');
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
insert into "work_in_progress" ("id", "kind", "by", "saved", "fields", "checks") values ('one', 'post', 'ana', 1793610000000, '{}', '[]');
insert into "centre" ("id", "data") values ('https://hall.example/centres/hall', '{"id":"https://hall.example/centres/hall","handle":"hall","name":{"en":"The hall"},"summary":{"en":"A place to meet"},"languages":["en"],"regions":[],"sectors":[],"founded":0}');
insert into "setting" ("key", "value") values ('origin', 'https://hall.example');
insert into "local_actor" ("id", "kind", "handle", "document", "rsa_private", "rsa_public", "ed25519_private", "ed25519_public", "created", "deleted") values ('https://hall.example/centres/hall', 'centre', 'hall', '{"id":"https://hall.example/centres/hall"}', '', '', '', '', 0, null);
insert into "staff" ("id", "name", "name_key", "roles", "secret", "since") values ('233f2fd5-e66a-41de-a846-3b0b6057866b', 'ana', 'ana', '["administrator"]', '$argon2id$v=19$m=8,t=1,p=1$SjC+musoT7jAJS3XEvzT/w$Iw7UF5eP52O6Xm7dhdY/cOaR9EHRLq1hPMrXlAYn7qE', 1793610000000);
insert into "session" ("token_hash", "staff", "label", "started", "last_seen") values ('S_-0sgLNmbpbF42cNLX6xj9u_Jku6PjHJvH-jwn3rOI', '233f2fd5-e66a-41de-a846-3b0b6057866b', 'HG4LlNgFDJm5', 1793610000000, 1793610000000);
insert into "sign_in_limit" ("scope", "failures", "last") values ('codes', 0, 1793610000000);
insert into "sign_in_limit" ("scope", "failures", "last") values ('node', 0, 1793610000000);
insert into "inbox_item" ("sequence", "id", "actor", "document", "received", "state", "due", "attempts", "why", "leased") values (1, 'https://a.example/activities/1', 'https://a.example/users/ally', null, 1793610000000, 'processed', 1793610060000, 0, null, 0);
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
insert into "call" ("id", "campaign", "open", "public", "expires", "published", "data") values ('https://hall.example/calls/arrest', null, 1, 1, 432000000, 0, '{"id":"https://hall.example/calls/arrest","centre":"https://hall.example/centres/hall","urgency":"immediate","severity":"severe","certainty":"observed","exercise":false,"text":{"en":"arrest"},"expires":432000000,"needs":[{"id":"https://hall.example/calls/arrest/needs/1","number":1,"name":{"en":"Lawyers"},"type":"legal","quantity":300,"unit":"people","available":300}],"audience":{"type":"public"},"regions":[],"sectors":[],"recognisable":false,"status":"open","published":0,"told":0,"log":[]}');
insert into "received_call" ("id", "open", "expires", "data") values ('https://a.example/notes/note', 1, 432000000, '{"id":"https://a.example/notes/note","from":"https://a.example/users/ally","urgency":"expected","severity":"unknown","certainty":"unknown","exercise":false,"status":"open","expires":432000000,"needs":[{"id":"https://a.example/notes/note/needs/1","intent":"https://a.example/notes/note/needs/1#primary","name":{"en":"Lawyers"},"type":"legal","quantity":300,"unit":"people","available":200,"until":432000000}],"published":0}');
insert into "received_need" ("id", "call") values ('https://a.example/notes/note/needs/1', 'https://a.example/notes/note');
insert into "pledge" ("id", "side", "call", "need", "pledger", "pledger_host", "caller", "state", "apart", "since", "agreement", "offered", "data") values ('https://a.example/pledges/1', 'theirs', 'https://hall.example/calls/1', 'https://hall.example/calls/1/needs/1', 'https://a.example/users/ally', 'a.example', 'https://hall.example/centres/hall', 'offered', 0, 1000, null, 1000, '{"id":"https://a.example/pledges/1","call":"https://hall.example/calls/1","need":"https://hall.example/calls/1/needs/1","intent":"https://hall.example/calls/1/needs/1#primary","pledger":"https://a.example/users/ally","caller":"https://hall.example/centres/hall","quantity":200,"unit":"people","offered":1000,"side":"theirs","log":[]}');
insert into "acknowledgement" ("call", "actor", "at") values ('https://hall.example/calls/1', 'https://a.example/users/ally', 1793610000000);
insert into "endorsement" ("endorser", "campaign", "offer", "endorsement", "state", "since", "answer", "unnamed", "hidden", "apart") values ('https://a.example/users/ally', 'https://hall.example/campaigns/wages', 'https://a.example/offers/1', 'https://a.example/endorsements/1', 'offered', 1793610000000, null, 0, 0, 0);
insert into "organiser" ("campaign", "organiser", "invite", "lead", "state", "since", "answer", "apart") values ('https://hall.example/campaigns/wages', 'https://a.example/users/ally', 'https://a.example/offers/1', 'https://hall.example/centres/hall', 'offered', 1793610000000, null, 0);
insert into "seen_organiser" ("campaign", "organiser") values ('https://hall.example/campaigns/wages', 'https://a.example/users/ally');
insert into "succession" ("former", "later") values ('https://hall.example/campaigns/wages', 'https://a.example/users/ally');
insert into "tally" ("campaign", "centre", "id", "count", "at", "document") values ('https://hall.example/campaigns/wages', 'https://a.example/users/ally', 'https://a.example/notes/note', 1, 1793610000000, '{}');
insert into "attestation" ("offer", "issuer", "subject", "state", "since", "expires", "answer", "data", "jws", "apart") values ('https://a.example/offers/1', 'https://a.example/users/ally', 'https://hall.example/centres/hall', 'offered', 1793610000000, 1793696400000, null, '{"jti":"1","issuer":"https://a.example/users/ally","subject":"https://hall.example/centres/hall","relation":"affiliate","issued":1793610000000,"expires":1793696400000,"regions":[],"sectors":[],"status":"https://a.example/attestations/status"}', '', 0);
insert into "vouch" ("subject", "issuer", "jti", "expires", "listed", "revoked", "status_at", "checked", "data") values ('https://hall.example/centres/hall', 'https://a.example/users/ally', '1', 1793696400000, 1, 0, null, 1793610000000, '{"jti":"1","issuer":"https://a.example/users/ally","subject":"https://hall.example/centres/hall","relation":"affiliate","issued":1793610000000,"expires":1793696400000,"regions":[],"sectors":[],"status":"https://a.example/attestations/status"}');
insert into "notice" ("object", "since", "until", "seen", "seen_by") values ('notice object', 1, 1, 1, 'notice seen_by');
insert into "alarm" ("id", "tellings", "due") values (1, 1, 1);
insert into "notice_address" ("staff", "sealed", "language", "on_duty") values ('notice_address staff', 'notice_address sealed', 'notice_address language', 1);
insert into "level_change" ("id", "host", "before", "after", "by", "at", "reason") values (1, 'level_change host', 'level_change before', 'level_change after', 'level_change by', 1, 'level_change reason');
insert into "recommendation" ("host", "level", "reason", "published") values ('recommendation host', 'recommendation level', 'recommendation reason', 1);
insert into "recommendation_source" ("actor", "automatic", "fetched") values ('recommendation_source actor', 1, 1);
insert into "proposed_level" ("source", "host", "level", "reason", "published", "answered") values ('proposed_level source', 'proposed_level host', 'proposed_level level', 'proposed_level reason', 1, 1);
insert into "flag" ("id", "sender", "host", "tag", "objects", "text", "received", "closed") values ('flag id', 'flag sender', 'flag host', 'flag tag', 'flag objects', 'flag text', 1, 1);
insert into "body_decision" ("id", "about", "date", "data") values ('body_decision id', 'body_decision about', 'body_decision date', 'body_decision data');
insert into "release" ("object", "subject", "published", "payload", "approval", "withdrawn", "withdrawal_payload", "withdrawal_approval") values ('https://hall.example/bulletins/155bc3f4-5853-41be-8889-7fbda26e4c9c', '155bc3f4-5853-41be-8889-7fbda26e4c9c', 1801558800000, '155bc3f4-5853-41be-8889-7fbda26e4c9c', 'two', 1793610000000, 'p', 'a');
insert into "release" ("object", "subject", "published", "payload", "approval", "withdrawn", "withdrawal_payload", "withdrawal_approval") values ('https://hall.example/bulletins/e2fc86ac-5ec7-43c3-85d3-9973dd70d670', 'e2fc86ac-5ec7-43c3-85d3-9973dd70d670', 1801558800000, 'e2fc86ac-5ec7-43c3-85d3-9973dd70d670', 'two', null, null, null);
insert into "bulletin" ("object", "author", "ours", "published", "subject", "place", "country", "period", "sector", "data") values ('https://hall.example/bulletins/155bc3f4-5853-41be-8889-7fbda26e4c9c', 'https://hall.example/centres/hall', 1, 1801558800000, 'B1 LB-BA 2026-Q4 household ', 'LB-BA', 'LB', '2026-Q4', 'household', '{"id":"155bc3f4-5853-41be-8889-7fbda26e4c9c","released":"2027-02-02","level":"B1","place":"LB-BA","period":"2026-Q4","sector":"household","origin":null,"people":"20-49","abuse":[{"code":"wages","share":"most"},{"code":"documents","share":"many"}],"threshold":11,"audience":"allies"}');
insert into "bulletin_code" ("object", "code") values ('https://hall.example/bulletins/155bc3f4-5853-41be-8889-7fbda26e4c9c', 'documents');
insert into "bulletin_code" ("object", "code") values ('https://hall.example/bulletins/155bc3f4-5853-41be-8889-7fbda26e4c9c', 'wages');
insert into "statistics" ("object", "author", "ours", "published", "subject", "country", "period", "data") values ('https://hall.example/bulletins/e2fc86ac-5ec7-43c3-85d3-9973dd70d670', 'https://hall.example/centres/hall', 1, 1801558800000, 'statistics sector LB 2026-Q4', 'LB', '2026-Q4', '{"released":"2027-02-02","place":"LB","period":"2026-Q4","by":"sector","cells":[{"code":"household","people":11},{"code":"agriculture","people":"<11"},{"code":"fishing","people":13},{"code":"construction","people":"<11"},{"code":"manufacturing","people":15},{"code":"transport","people":"<11"},{"code":"care_cleaning","people":17},{"code":"hospitality","people":"<11"},{"code":"other","people":19}]}');
insert into "bulletin_author" ("author", "asked") values ('https://a.example/users/ally', 1793610000000);
insert into "feed_entry" ("id", "entry", "object", "kind", "languages", "is_for", "published", "entered", "gone", "shown") values (1, 'entry', 'https://a.example/notes/rally', 'action', ' any en ', 'everybody', 1793610000000, 1793610000000, 1793610000000, 0);
insert into "feed_place" ("place", "branch", "published", "entry", "kind", "languages", "is_for") values ('001', 'any', 1793610000000, 1, 'action', ' any en ', 'everybody');
insert into "feed_place" ("place", "branch", "published", "entry", "kind", "languages", "is_for") values ('001', 'bwi', 1793610000000, 1, 'action', ' any en ', 'everybody');
insert into "feed_place" ("place", "branch", "published", "entry", "kind", "languages", "is_for") values ('001', 'f', 1793610000000, 1, 'action', ' any en ', 'everybody');
insert into "feed" ("name", "actor", "place", "branch", "kind", "language", "made", "used") values ('us.f.action.en', 'https://hall.example/feeds/us.f.action.en', 'us', 'f', 'action', 'en', 1793610000000, 1793610000000);
insert into "catch_up" ("actor", "since", "complete", "asked", "began", "next", "pages") values ('https://a.example/users/ally', 1793610000000, 1793610000000, 1793610000000, null, null, 0);
insert into "watched_feed" ("name", "added") values ('watched_feed name', 1);
insert into "digest" ("id", "feed", "rhythm", "language", "sealed", "address", "mailbox", "confirm_token", "end_token", "asked", "confirmed", "until", "due", "refusals") values ('one', 'us.f.action.en', 'daily', 'en', '', 'a', 'm', 'PyZ8KrQi5QK62OYP-eVWZuxZtyXlYb8WKcSKFXigjHk', 'Nh5I0DCPIOMtul-1Yyi68Y1y7wzLQ7hPXCYtKmofxsg', 1793610000000, null, 1793610000000, 1793610000000, 0);
insert into "moved" ("former", "later", "at", "data") values ('https://a.example/users/before', 'https://a.example/users/ally', 1793610000000, '["ally"]');
insert into "move_asked" ("former", "until") values ('https://a.example/users/before', 1793610060000);
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
CREATE INDEX call_open on call (open, expires);
CREATE INDEX call_in_order on call (open, published);
CREATE INDEX received_call_open on received_call (open, expires);
CREATE INDEX received_need_of_call on received_need (call);
CREATE INDEX pledge_for_call on pledge (call, offered, id);
CREATE INDEX pledge_for_need on pledge (need);
CREATE INDEX pledge_apart on pledge (pledger, since) where apart = 1;
CREATE INDEX pledge_agreed on pledge (agreement, offered) where agreement is not null;
CREATE INDEX endorsement_by_offer on endorsement (offer, since);
CREATE INDEX endorsement_by_id on endorsement (endorsement, since);
CREATE INDEX endorsement_of on endorsement (campaign, since);
CREATE INDEX endorsement_in_state on endorsement (state, since);
CREATE INDEX endorsement_apart on endorsement (since) where apart = 1;
CREATE INDEX organiser_by_invite on organiser (invite, since);
CREATE INDEX organiser_in on organiser (organiser, since);
CREATE INDEX organiser_apart on organiser (since) where apart = 1;
CREATE INDEX organiser_apart_from on organiser (lead) where apart = 1;
CREATE INDEX succession_of on succession (later, former);
CREATE INDEX tally_by_id on tally (id);
CREATE INDEX attestation_between on attestation (issuer, subject, since);
CREATE INDEX attestation_of on attestation (subject, since);
CREATE INDEX attestation_apart on attestation (since) where apart = 1;
CREATE INDEX vouch_by on vouch (issuer, checked);
CREATE INDEX vouch_checked on vouch (checked, expires);
CREATE INDEX notice_waiting on notice (since) where seen is null;
CREATE INDEX flag_open on flag (host, received) where closed = 0;
CREATE INDEX body_decision_about on body_decision (about, date);
CREATE INDEX release_withdrawn on release (object) where withdrawn is not null;
CREATE INDEX bulletin_in_order on bulletin (published, object);
CREATE INDEX bulletin_by_place on bulletin (place, published);
CREATE INDEX bulletin_by_country on bulletin (country, published);
CREATE INDEX bulletin_code_by_code on bulletin_code (code, object);
CREATE INDEX statistics_in_order on statistics (published, object);
CREATE INDEX statistics_by_country on statistics (country, published);
CREATE INDEX feed_entry_gone on feed_entry (gone) where gone is not null;
CREATE INDEX feed_place_of_entry on feed_place (entry);
CREATE INDEX feed_that_carries on feed (place, branch, kind, language);
CREATE INDEX feed_unused on feed (used);
CREATE INDEX feed_made on feed (made);
CREATE INDEX catch_up_due on catch_up (asked);
CREATE INDEX tombstone_by on tombstone (attributed_to, reach, deleted);
CREATE INDEX digest_of_address on digest (address, feed);
CREATE INDEX digest_of_mailbox on digest (mailbox, asked);
CREATE INDEX digest_due on digest (due) where confirmed is not null;
CREATE INDEX digest_unconfirmed on digest (asked) where confirmed is null;
CREATE INDEX feed_entry_entered on feed_entry (entered);
CREATE INDEX release_by_time on release (published);
CREATE INDEX feed_entry_hidden on feed_entry (published, id) where shown = 0;
CREATE INDEX object_that_opens on object (campaign) where kind = 'campaign' and type <> 'Group';
CREATE INDEX moved_in_order on moved (at, former);
CREATE TRIGGER object_of_release before insert on object when new.local = 1 and (new.kind in ('bulletin', 'statistics') or new.id glob '*/bulletins/*') and not exists (select 1 from release where release.object = new.id)
   begin select raise(abort, 'not approved: object_of_release'); end;
CREATE TRIGGER object_made_release before update on object when new.local = 1 and (new.kind in ('bulletin', 'statistics') or new.id glob '*/bulletins/*') and not exists (select 1 from release where release.object = new.id)
   begin select raise(abort, 'not approved: object_made_release'); end;
CREATE TRIGGER activity_made_of_release before update of id, type, actor, object, document on activity when (((instr(new.document, '"kind":"Bulletin"') > 0 or instr(new.document, '"kind":"StatTable"') > 0 or instr(new.document, '"kind":"Heartbeat"') > 0) or (
  exists (select 1 from object where object.id = new.object and object.local = 1 and object.kind in ('bulletin', 'statistics'))
  or (
    new.type in ('Create', 'Update', 'Delete') and new.object glob '*/bulletins/*'
    and not exists (select 1 from object where object.id = new.object and object.local = 0)
  )
)) or ((instr(old.document, '"kind":"Bulletin"') > 0 or instr(old.document, '"kind":"StatTable"') > 0 or instr(old.document, '"kind":"Heartbeat"') > 0) or (
  exists (select 1 from object where object.id = old.object and object.local = 1 and object.kind in ('bulletin', 'statistics'))
  or (
    old.type in ('Create', 'Update', 'Delete') and old.object glob '*/bulletins/*'
    and not exists (select 1 from object where object.id = old.object and object.local = 0)
  )
)))
     and not (new.document = '' and new.id = old.id and new.type = old.type and new.actor = old.actor and new.object = old.object)
   begin select raise(abort, 'not approved: activity_made_of_release'); end;
CREATE TRIGGER delivery_of_release before insert on delivery when exists (
  select 1 from activity
  where activity.sequence = new.activity and (
  exists (select 1 from object where object.id = activity.object and object.local = 1 and object.kind in ('bulletin', 'statistics'))
  or (
    activity.type in ('Create', 'Update', 'Delete') and activity.object glob '*/bulletins/*'
    and not exists (select 1 from object where object.id = activity.object and object.local = 0)
  )
) and not exists (select 1 from release where release.object = activity.object)
)
   begin select raise(abort, 'not approved: delivery_of_release'); end;
CREATE TRIGGER delivery_made_of_release before update of activity on delivery when exists (
  select 1 from activity
  where activity.sequence = new.activity and (
  exists (select 1 from object where object.id = activity.object and object.local = 1 and object.kind in ('bulletin', 'statistics'))
  or (
    activity.type in ('Create', 'Update', 'Delete') and activity.object glob '*/bulletins/*'
    and not exists (select 1 from object where object.id = activity.object and object.local = 0)
  )
) and not exists (select 1 from release where release.object = activity.object)
)
   begin select raise(abort, 'not approved: delivery_made_of_release'); end;
CREATE TRIGGER release_for_ever before delete on release when 1
   begin select raise(abort, 'not approved: release_for_ever'); end;
CREATE TRIGGER release_as_signed before update on release when new.object is not old.object or new.subject is not old.subject or new.published is not old.published
     or new.payload is not old.payload or new.approval is not old.approval
     or (old.withdrawn is not null and new.withdrawn is not old.withdrawn)
   begin select raise(abort, 'not approved: release_as_signed'); end;
CREATE TRIGGER feed_entry_withdrawn after insert on tombstone when new.reach = 'public'
   begin update feed_entry set gone = new.deleted where object = new.id; end;
CREATE TRIGGER activity_of_release before insert on activity when ((instr(new.document, '"kind":"Bulletin"') > 0 or instr(new.document, '"kind":"StatTable"') > 0 or instr(new.document, '"kind":"Heartbeat"') > 0) or (
  exists (select 1 from object where object.id = new.object and object.local = 1 and object.kind in ('bulletin', 'statistics'))
  or (
    new.type in ('Create', 'Update', 'Delete') and new.object glob '*/bulletins/*'
    and not exists (select 1 from object where object.id = new.object and object.local = 0)
  )
)) and not (case new.type when 'Create' then exists (select 1 from release where release.object = new.object) and not exists (select 1 from release where release.object = new.object and release.withdrawn is not null) when 'Delete' then exists (select 1 from release where release.object = new.object and release.withdrawn is not null) when 'Announce' then exists (select 1 from release where release.object = new.object) and not exists (select 1 from release where release.object = new.object and release.withdrawn is not null) and not (instr(new.document, '"kind":"Bulletin"') > 0 or instr(new.document, '"kind":"StatTable"') > 0 or instr(new.document, '"kind":"Heartbeat"') > 0) else 0 end)
   begin select raise(abort, 'not approved: activity_of_release'); end;
CREATE TRIGGER release_unsigned before insert on release when new.approval = '' and not (new.subject is null and new.payload glob '{"audience":"allies","id":"[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-4[0-9a-f][0-9a-f][0-9a-f]-[89ab][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]","policy":"sha256-[A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-][A-Za-z0-9_-]","published":[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9],"release":{"id":"[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f]-4[0-9a-f][0-9a-f][0-9a-f]-[89ab][0-9a-f][0-9a-f][0-9a-f]-[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]","type":"heartbeat"}}'
  and new.object glob '*/bulletins/' || json_extract(new.payload, '$.id')
  and json_extract(new.payload, '$.release.id') = json_extract(new.payload, '$.id')
  and json_extract(new.payload, '$.published') = new.published)
   begin select raise(abort, 'not approved: release_unsigned'); end;
CREATE TRIGGER object_unsigned before insert on object when exists (select 1 from release where release.object = new.id and release.approval = '') and (instr(new.document, '"kind":"Heartbeat"') = 0 or instr(new.document, '"kind":"Bulletin"') > 0 or instr(new.document, '"kind":"StatTable"') > 0 or instr(new.document, '"group"') > 0)
   begin select raise(abort, 'not approved: object_unsigned'); end;
CREATE TRIGGER object_made_unsigned before update on object when exists (select 1 from release where release.object = new.id and release.approval = '') and (instr(new.document, '"kind":"Heartbeat"') = 0 or instr(new.document, '"kind":"Bulletin"') > 0 or instr(new.document, '"kind":"StatTable"') > 0 or instr(new.document, '"group"') > 0)
   begin select raise(abort, 'not approved: object_made_unsigned'); end;
CREATE TRIGGER activity_unsigned before insert on activity when exists (select 1 from release where release.object = new.object and release.approval = '') and new.type = 'Create' and (instr(new.document, '"kind":"Heartbeat"') = 0 or instr(new.document, '"kind":"Bulletin"') > 0 or instr(new.document, '"kind":"StatTable"') > 0 or instr(new.document, '"group"') > 0)
   begin select raise(abort, 'not approved: activity_unsigned'); end;
CREATE TRIGGER bulletin_unsigned before insert on bulletin when exists (select 1 from release where release.object = new.object and release.approval = '')
   begin select raise(abort, 'not approved: bulletin_unsigned'); end;
CREATE TRIGGER statistics_unsigned before insert on statistics when exists (select 1 from release where release.object = new.object and release.approval = '')
   begin select raise(abort, 'not approved: statistics_unsigned'); end;
CREATE TRIGGER feed_entry_made after insert on feed_entry
   begin update feed_entry set shown = exists (
  select 1 from object
  left join arrival on arrival.object =
    case when object.kind = 'campaign' and object.type <> 'Group' then object.campaign else object.id end
  where object.id = new.object and object.reach = 'public' and (object.local = 1 or arrival.shown = 1)
) where feed_entry.object = new.object; end;
CREATE TRIGGER feed_entry_arrived after insert on arrival
   begin update feed_entry set shown = exists (
  select 1 from object
  left join arrival on arrival.object =
    case when object.kind = 'campaign' and object.type <> 'Group' then object.campaign else object.id end
  where object.id = new.object and object.reach = 'public' and (object.local = 1 or arrival.shown = 1)
) where feed_entry.object = new.object; end;
CREATE TRIGGER feed_entry_heard after update of shown on arrival
   begin update feed_entry set shown = exists (
  select 1 from object
  left join arrival on arrival.object =
    case when object.kind = 'campaign' and object.type <> 'Group' then object.campaign else object.id end
  where object.id = new.object and object.reach = 'public' and (object.local = 1 or arrival.shown = 1)
) where feed_entry.object = new.object; end;
CREATE TRIGGER feed_entry_left after delete on arrival
   begin update feed_entry set shown = exists (
  select 1 from object
  left join arrival on arrival.object =
    case when object.kind = 'campaign' and object.type <> 'Group' then object.campaign else object.id end
  where object.id = old.object and object.reach = 'public' and (object.local = 1 or arrival.shown = 1)
) where feed_entry.object = old.object; end;
CREATE TRIGGER feed_entry_there after insert on object
   begin update feed_entry set shown = exists (
  select 1 from object
  left join arrival on arrival.object =
    case when object.kind = 'campaign' and object.type <> 'Group' then object.campaign else object.id end
  where object.id = new.id and object.reach = 'public' and (object.local = 1 or arrival.shown = 1)
) where feed_entry.object = new.id; end;
CREATE TRIGGER feed_entry_changed after update of reach, local on object
   begin update feed_entry set shown = exists (
  select 1 from object
  left join arrival on arrival.object =
    case when object.kind = 'campaign' and object.type <> 'Group' then object.campaign else object.id end
  where object.id = new.id and object.reach = 'public' and (object.local = 1 or arrival.shown = 1)
) where feed_entry.object = new.id; end;
CREATE TRIGGER feed_entry_gone_away after delete on object
   begin update feed_entry set shown = exists (
  select 1 from object
  left join arrival on arrival.object =
    case when object.kind = 'campaign' and object.type <> 'Group' then object.campaign else object.id end
  where object.id = old.id and object.reach = 'public' and (object.local = 1 or arrival.shown = 1)
) where feed_entry.object = old.id; end;
CREATE TRIGGER feed_opening_arrived after insert on arrival when new.kind = 'campaign'
   begin update feed_entry set shown = exists (
  select 1 from object
  left join arrival on arrival.object =
    case when object.kind = 'campaign' and object.type <> 'Group' then object.campaign else object.id end
  where object.id = feed_entry.object and object.reach = 'public' and (object.local = 1 or arrival.shown = 1)
)
     where object in (select id from object where campaign = new.object and kind = 'campaign' and type <> 'Group'); end;
CREATE TRIGGER feed_opening_heard after update of shown on arrival when new.kind = 'campaign'
   begin update feed_entry set shown = exists (
  select 1 from object
  left join arrival on arrival.object =
    case when object.kind = 'campaign' and object.type <> 'Group' then object.campaign else object.id end
  where object.id = feed_entry.object and object.reach = 'public' and (object.local = 1 or arrival.shown = 1)
)
     where object in (select id from object where campaign = new.object and kind = 'campaign' and type <> 'Group'); end;
CREATE TRIGGER feed_opening_left after delete on arrival when old.kind = 'campaign'
   begin update feed_entry set shown = exists (
  select 1 from object
  left join arrival on arrival.object =
    case when object.kind = 'campaign' and object.type <> 'Group' then object.campaign else object.id end
  where object.id = feed_entry.object and object.reach = 'public' and (object.local = 1 or arrival.shown = 1)
)
     where object in (select id from object where campaign = old.object and kind = 'campaign' and type <> 'Group'); end;
