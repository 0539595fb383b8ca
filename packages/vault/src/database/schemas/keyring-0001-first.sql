CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
CREATE TABLE erase_key (id text not null, key text not null, primary key (id)) strict, without rowid;
CREATE TABLE erasing (case_id text not null, keep_coded_until text, primary key (case_id)) strict, without rowid;
CREATE TABLE anchor (name text not null, value text not null, primary key (name)) strict, without rowid;
insert into "kysely_migration" ("name", "timestamp") values ('0001-first', '2026-11-22T08:00:00.000Z');
insert into "kysely_migration_lock" ("id", "is_locked") values ('migration_lock', 0);
insert into "erase_key" ("id", "key") values ('7022cc3a76fd9a268aeb4c34e0ecfb99', 'UdVW2_a-ivqzGHoN_yXUyxzTA6LOJLcy1OIhrSu9aag');
insert into "erase_key" ("id", "key") values ('91dd81eeabe2c99dbb1c1031fd1767a0', '1IdnHwhf-SCgyPpvf9YSLMkf2jDJlEDLnJnbGlE1Ft0');
insert into "erase_key" ("id", "key") values ('d79292220bd73efbd3647e832f5cf4af', 'GEIARndiE7T2ZIsCqT3RHOegIm96PY-Xd1usjZz3aIQ');
insert into "erase_key" ("id", "key") values ('e77e8359637ab4e96aa4f737ad93b880', 'v7Z5pk2NhysOgnflMMy4I7tPf5GAvHkFqi6Q-E831KE');
insert into "erase_key" ("id", "key") values ('f52b5dc8719b9e27977d2a71385c256a', '-BHfAl9XJH1L5Nn_fn5iJB2bDa4reYMWTYjSdhomV3E');
insert into "erasing" ("case_id", "keep_coded_until") values ('erasing case_id', 'erasing keep_coded_until');
insert into "anchor" ("name", "value") values ('roster', '1.107b85a3aa47a7ea245c1235b8a589e18a6d37f81ec5827c5b7fae1fa8d021ad.BByQRYLA7KhzybPDcK2-gXCPqInU7d5WAVt47NohGfQ');
insert into "anchor" ("name", "value") values ('word on cases given', 'TVRnr9F4pLJz12CSGdz7OoWXjnuJBvawAHU-tL8Z2bw');
CREATE TRIGGER no_key_while_locked before insert on erase_key
     when exists (select 1 from anchor where name = 'locked down') begin select raise(abort, 'locked down'); end;
