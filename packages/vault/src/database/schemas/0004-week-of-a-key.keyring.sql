CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
CREATE TABLE erase_key (id text not null, key text not null, primary key (id)) strict, without rowid;
CREATE TABLE erasing (case_id text not null, keep_coded_until text, primary key (case_id)) strict, without rowid;
CREATE TABLE anchor (name text not null, value text not null, primary key (name)) strict, without rowid;
CREATE TABLE case_standing (case_id text not null, version integer not null, status text not null, erase_after text not null,
       erase_key text not null, mac text not null, primary key (case_id)) strict, without rowid;
insert into "kysely_migration" ("name", "timestamp") values ('0001-first', '2026-11-23T00:08:31.030Z');
insert into "kysely_migration" ("name", "timestamp") values ('0002-standing-of-a-case', '2026-11-23T00:08:31.031Z');
insert into "kysely_migration_lock" ("id", "is_locked") values ('migration_lock', 0);
insert into "erase_key" ("id", "key") values ('05fb75edf8d158f859a50806c7daee94', 'k4IUSZfvNBnVAAA_wnWiXvqA5ZVGWi3el5tFbIIfAPA');
insert into "erase_key" ("id", "key") values ('0dd14c7a8222111bfe2e466f29f2a51f', 'Bx8eJOmDpHMM3LN9uDD5EWGAJ28MumF1VBFdyqjLDhs');
insert into "erase_key" ("id", "key") values ('1df9a987360dd843fe08340cc9665367', 'rDCOeGI3Hg_TXdal_hc_ia4vIl1f3j0J_-K0rTTlZZg');
insert into "erase_key" ("id", "key") values ('760351f77203fbcbb6c9618b219bd648', 'pW2lkQO1PFuI4lIKL_VuN4pniQUrf4sp5rf-noYlhUk');
insert into "erase_key" ("id", "key") values ('76ad4e1dcdd4d3d107b07084185d7150', 'HJyYQa9e1cqT9gi4LMm9Davm2kPLh_0okmEKe3kyPrQ');
insert into "erase_key" ("id", "key") values ('81bc84ffdc04d6560d1349541bf60750', '-DAzIf_u8K9Y2tYqUXkuXujn9EZsvTKHwBCzToUmh54');
insert into "erase_key" ("id", "key") values ('affa62ba702525ec47f34bdba4e699d2', 'JQjxpT8pzKlnt2VJkPlLKC3Kr8PF6HBTZW0i0H4ftb0');
insert into "erase_key" ("id", "key") values ('eadb518d620ac6a816cfd16e7043c264', 'dETfuF1XY2MbPbfoNwUgKZjwh-U8QEHjGNC8nirrG6c');
insert into "erase_key" ("id", "key") values ('fc508506232c2e0f57e9422ce1f1cecd', 'ShlJ120_3v9MfWFN2__dDWKQ8BUzON3pIwAQU9lIzmU');
insert into "anchor" ("name", "value") values ('roster', '2.739ea50bbea8e79464ac100584f4d8b75a8cf39a496fdaafadf524f44071a0c4.2vW6JO-_rcjNQHTJd17Ihhdd5KdyH84Wo7jFrcCMd3Q');
insert into "anchor" ("name", "value") values ('word on cases given', 'P13e46Xy9SpA2UlIrKCisapJlkn8Sd3jOxw4cU314N0');
insert into "case_standing" ("case_id", "version", "status", "erase_after", "erase_key", "mac") values ('81bc84ffdc04d6560d1349541bf60750', 12, 'open', '2027-W25', 'eadb518d620ac6a816cfd16e7043c264', '66UArnkgCGBo64uR6Fhg2qgpHJQflhFb54jpW-v2DkE');
insert into "case_standing" ("case_id", "version", "status", "erase_after", "erase_key", "mac") values ('83193509932f083dd48e93713494679a', 1, 'quarantined', '2027-W04', '760351f77203fbcbb6c9618b219bd648', 'jL4uW2AhJr032DnwNtEkY90qsbrZB5UOBOuCt0XeYDY');
insert into "case_standing" ("case_id", "version", "status", "erase_after", "erase_key", "mac") values ('d587d46d124282541aa2769c34a43329', 2, 'unverified', '2027-W04', '76ad4e1dcdd4d3d107b07084185d7150', 'BXZDAWtZYTSqhcdZOkPMgmx0qzSHhxCdNafayK2EXY0');
insert into "case_standing" ("case_id", "version", "status", "erase_after", "erase_key", "mac") values ('fe038acf2bac1728a4bdb07c3a493b8e', 4, 'closed', '2027-W12', 'affa62ba702525ec47f34bdba4e699d2', 'mi5oKBzl4nVIu9myyykJEFqH4L5lmfLHDM64FG1bBbM');
CREATE TRIGGER no_key_while_locked before insert on erase_key
     when exists (select 1 from anchor where name = 'locked down') begin select raise(abort, 'locked down'); end;
