CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
CREATE TABLE erase_key (id text not null, key text not null, primary key (id)) strict, without rowid;
CREATE TABLE erasing (case_id text not null, keep_coded_until text, primary key (case_id)) strict, without rowid;
CREATE TABLE anchor (name text not null, value text not null, primary key (name)) strict, without rowid;
insert into "kysely_migration" ("name", "timestamp") values ('0001-first', '2026-11-23T00:08:29.999Z');
insert into "kysely_migration_lock" ("id", "is_locked") values ('migration_lock', 0);
insert into "erase_key" ("id", "key") values ('3158daebdb1259b3d35a8a615aff8907', 'AGykDYoN1EPGzbSt1ioMmR-EJAQNv84b4SjqSZysXtA');
insert into "erase_key" ("id", "key") values ('323916b1b4933e2566353040b4c3a768', 'ULjREsJshzH0RxY063Ut4ZBzzOuGP62O6cx5u-i2YD0');
insert into "erase_key" ("id", "key") values ('40c1886c63810a1f495b1ca29ec53116', 'SstFubUWj-Jy0YcdsRfDVS8hK_-0lE_5SPWp-yvOEN8');
insert into "erase_key" ("id", "key") values ('9594e474acfb0a37492518d96efd3f15', '9FlXklZN5NTe2hRfY6NgFK1q3aQ2anCQJCW4tv6W9jA');
insert into "erase_key" ("id", "key") values ('96bab5cfdb34414afed538f39a41f183', 'ho17iCbzggPbVBcTJnCiIQGXN9evHbbK6KKuuaUnZ48');
insert into "erase_key" ("id", "key") values ('a560c004e81d26a6dad996c57112e60b', 'mnJ2lPhy4OZTrSKm_FedEsdmBxaL9XVxqXK1QYtI7z8');
insert into "erase_key" ("id", "key") values ('c099a3bbda2a7d48908550554ce2bd03', 'cfY19TU7ve_c9W5-tFxn_w6_RTZMSD4YfTnk9MqT5cI');
insert into "erase_key" ("id", "key") values ('c6be3579deceb1db8deee9e7894c39c5', 'c2TaTXe-OuzsPE4HxbTEczeeuFBK2Wu4MB_Cb4h35DE');
insert into "erase_key" ("id", "key") values ('ea8a3821b805ff0b70689c43fa6bcbd0', 'Uxi20OxERnzGQ5Af0OBBTahTh6PNSPjPJvjjiYfPxaw');
insert into "anchor" ("name", "value") values ('roster', '2.c2bf5d74ba0ffd89275767417189d9fa39ca5157bc5ad6b793f063bb57a3506a.062MNr_IyAjDlWbecU2vHUvZgFn9lXh9XZlKW6uu24o');
CREATE TRIGGER no_key_while_locked before insert on erase_key
     when exists (select 1 from anchor where name = 'locked down') begin select raise(abort, 'locked down'); end;
