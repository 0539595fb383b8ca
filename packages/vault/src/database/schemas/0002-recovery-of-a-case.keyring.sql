CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
CREATE TABLE erase_key (id text not null, key text not null, primary key (id)) strict, without rowid;
CREATE TABLE erasing (case_id text not null, keep_coded_until text, primary key (case_id)) strict, without rowid;
CREATE TABLE anchor (name text not null, value text not null, primary key (name)) strict, without rowid;
insert into "kysely_migration" ("name", "timestamp") values ('0001-first', '2026-11-23T00:08:29.695Z');
insert into "kysely_migration_lock" ("id", "is_locked") values ('migration_lock', 0);
insert into "erase_key" ("id", "key") values ('1f1d2a4c75140d99f3c50d36c4709ba2', '3sRUwI_RM-fkAeTUzV9SklOS-jrK_33ymUzjlEk5vhM');
insert into "erase_key" ("id", "key") values ('291f5d1d5777d7a2c430c4bb2b75da65', 'swequtTbAyL-6uwmYU0UDNbuIWstpnfyphErAGAvtgw');
insert into "erase_key" ("id", "key") values ('6542dea1d36b97838494a80386090dae', 'JhcGtLwkTrhlbfIfV1C_vNamcvK215LXpix4LSjEiow');
insert into "erase_key" ("id", "key") values ('677f76a30c062e7161a4be458d7c9c88', 'YlYRZMhULOS0jh7xbVGVEQdDefdq4qD8PzDOdOQ_RaQ');
insert into "erase_key" ("id", "key") values ('73944b1006bc194c20beda32323e2923', 'S4OIGC_MdyiEiU9VSAU59g9kVG5Z_Ao5F7JW6k-MU40');
insert into "erase_key" ("id", "key") values ('7b3bb2bdcb02dd1fa1b77252283394dd', 'rFJmXc_TO7nzeWc_0Bw-qEJNNmjUmzfvCGOVkwyJKjM');
insert into "erase_key" ("id", "key") values ('84296565ee618b49e5f1d60d30bc0347', 'lisp8VBOh_VU7agU0wvx26PXhN8HlziDH5ikDbmLjmQ');
insert into "erase_key" ("id", "key") values ('c52b91353b68bf3b3466ba093f083b59', 'BS2Q4LSZJWIInbM1zX5MlgHm6qiuEn1mOvuuvFrDoo0');
insert into "erase_key" ("id", "key") values ('d94d18ad5ab8e4e85e9fd1082ee0d179', '7799NrHPk_PcrHzarcc9t0z6ZYhix-DYg-CHoL2IWbc');
insert into "anchor" ("name", "value") values ('roster', '2.9ee4083049893f4b1b1d0b9d5ec0bcbd8fc99c81aa64107d48108171cec7342f.CDXuc_k6NQEfyyekaZg-eYx57tTnB-Ybe5NIOLgQCGI');
CREATE TRIGGER no_key_while_locked before insert on erase_key
     when exists (select 1 from anchor where name = 'locked down') begin select raise(abort, 'locked down'); end;
