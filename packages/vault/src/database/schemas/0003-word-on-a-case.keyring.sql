CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
CREATE TABLE erase_key (id text not null, key text not null, primary key (id)) strict, without rowid;
CREATE TABLE erasing (case_id text not null, keep_coded_until text, primary key (case_id)) strict, without rowid;
CREATE TABLE anchor (name text not null, value text not null, primary key (name)) strict, without rowid;
CREATE TABLE case_standing (case_id text not null, version integer not null, status text not null, erase_after text not null,
       erase_key text not null, mac text not null, primary key (case_id)) strict, without rowid;
insert into "kysely_migration" ("name", "timestamp") values ('0001-first', '2026-11-23T00:08:29.652Z');
insert into "kysely_migration" ("name", "timestamp") values ('0002-standing-of-a-case', '2026-11-23T00:08:29.654Z');
insert into "kysely_migration_lock" ("id", "is_locked") values ('migration_lock', 0);
insert into "erase_key" ("id", "key") values ('0696b2334f82feaa09d2b2e44e8be132', 'Tw0bJ0uKTm8EFeV68hFpm3Al94CpYQBgjxtaJt2LmxA');
insert into "erase_key" ("id", "key") values ('1bca144cc63462dad88ad4966a6e724e', 'uy1Szqj8tgAjFlhQn8fEODUlB0hJ9c3kz4t63unrscA');
insert into "erase_key" ("id", "key") values ('3a0c09efb81055becafd7b90869f67e6', '-2O-FagBD4L9Y8pXTlEBXr-G9899Kxs_2m_zqz0TiCg');
insert into "erase_key" ("id", "key") values ('8a6256c60e3128c1132a5289e4e44c78', 'PGxP7r3_UxP0-Ou2xdJdKnmfB8BpAFRYJsORauecAOY');
insert into "erase_key" ("id", "key") values ('8b76a9228043060b9a4c5e7013955eda', '7bT9Na4FIWyJkB5BLnNzEdDZIvchmmA0GXfY3MvC_EY');
insert into "erase_key" ("id", "key") values ('b9e88e0db525296001b49eda31009cb8', 'Kv0EiTfKTBLRGwvK0ACiYDm6b2HEAUs2Iu8wLIjqC9Y');
insert into "erase_key" ("id", "key") values ('e37aa5857a7c0c09c3b6e5ee619cfb82', '4uXSfUOJ902_csIhwa2mBZsVIflRqlPeuLADYWzbFgE');
insert into "erase_key" ("id", "key") values ('f140dc5f9dfca1f29ac842c70049dce8', 'sa_b0fbxxTDoXFDVoFvy30ejcPQ3HyCs-ESGIa546uk');
insert into "erase_key" ("id", "key") values ('fd96d744cd9051e0e286ab8e653d1a39', '2Or2cMgMyChSJcUhnbh3dp_2yxCaYUrmTwHPc0kg5Mo');
insert into "anchor" ("name", "value") values ('roster', '2.ee1777f29db44e1d6cd35a7ffa19d77b3c39407416c3045e186ee8c79d01bdf6.PAZQy4mXo0J1NZ5Yo8CgwvSa8GM0I8s_gvJSgka7d2U');
insert into "anchor" ("name", "value") values ('word on cases given', 'qARcmp1JrxLw-5ZnH4aRw4HGtGH3n16TmTxail58YGc');
insert into "case_standing" ("case_id", "version", "status", "erase_after", "erase_key", "mac") values ('0696b2334f82feaa09d2b2e44e8be132', 12, 'open', '2027-W25', '3a0c09efb81055becafd7b90869f67e6', '6sZVekgaWBfoHCamYY09rQNR3EoJHguFDNfOTGczXaU');
insert into "case_standing" ("case_id", "version", "status", "erase_after", "erase_key", "mac") values ('4d4e6b3f51e3ebc653fda63f13ba014d', 4, 'closed', '2027-W12', 'e37aa5857a7c0c09c3b6e5ee619cfb82', 'LTE7OJ0QDAYN9V_fCNmIAFjxOHm_o25bpJplgOT36gE');
insert into "case_standing" ("case_id", "version", "status", "erase_after", "erase_key", "mac") values ('c8fafad5a83385956e376c35553b0c3c', 2, 'unverified', '2027-W04', 'b9e88e0db525296001b49eda31009cb8', 'zdZFqAyWC99Fy3R25tFbgZUyhzn1h2gOiW4H_XOnQ8A');
insert into "case_standing" ("case_id", "version", "status", "erase_after", "erase_key", "mac") values ('d82b0d1717b927e8ddde7ec4bd30be8e', 1, 'quarantined', '2027-W04', '8b76a9228043060b9a4c5e7013955eda', 'i3qC5uyZhi5WKVFHnLs_yjkHVcYFr1vOlYKyPR7Y-zA');
CREATE TRIGGER no_key_while_locked before insert on erase_key
     when exists (select 1 from anchor where name = 'locked down') begin select raise(abort, 'locked down'); end;
