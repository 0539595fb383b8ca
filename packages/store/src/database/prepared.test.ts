import { trusted, type ObjectId } from "@commonhall/domain";
import { Kysely } from "kysely";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { sqliteDialect } from "./dialect.ts";
import { prepared, valuesOf } from "./prepared.ts";
import type { Schema } from "./schema.ts";

function database() {
  const connection = new Sqlite(":memory:");
  connection.exec("create table tombstone (id text primary key, deleted integer, kind text)");
  return new Kysely<Schema>({ dialect: sqliteDialect(connection) });
}

const [one, other] = [trusted.object("https://a.example/1"), trusted.object("https://a.example/2")];

test("a query that is built once runs with the values of each call, and with what never changes", async () => {
  let built = 0;
  const put = prepared<{ id: ObjectId; deleted: number }>()((db, value) => {
    built++;
    return db
      .insertInto("tombstone")
      .values({ ...valuesOf(["id", "deleted"], value), kind: "post" } as never)
      .returning("id");
  });
  const find = prepared<{ id: ObjectId; before: number }>()((db, value) =>
    db
      .selectFrom("tombstone")
      .select(["id", "deleted", "kind"])
      .where("deleted", "<", value("before"))
      .where("id", "=", value("id")),
  );
  const db = database();
  expect(await put(db, { deleted: 1, id: one })).toEqual([{ id: one }]);
  expect(await put(db, { deleted: 2, id: other })).toEqual([{ id: other }]);
  expect(built).toBe(1);
  expect(await find(db, { id: one, before: 9 })).toEqual([{ id: one, deleted: 1, kind: "post" }]);
  expect(await find(db, { id: other, before: 9 })).toEqual([{ id: other, deleted: 2, kind: "post" }]);
  expect(await find(db, { id: other, before: 2 })).toEqual([]);
});
