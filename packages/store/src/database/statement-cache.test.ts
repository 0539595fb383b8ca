import Sqlite from "better-sqlite3";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { padded } from "./padded.ts";
import { statementCache } from "./statement-cache.ts";

test("a statement is prepared once while it is among those used last", () => {
  const database = new Sqlite(":memory:");
  const prepare = vi.fn((sql: string) => database.prepare(sql));
  const cached = statementCache(prepare, 2);
  for (const number of [1, 2, 1, 3, 1, 2]) cached(`select ${number}`);
  expect(prepare.mock.calls.map(([sql]) => sql)).toEqual(["select 1", "select 2", "select 3", "select 2"]);
});

test("a list is filled up without changing what is in it", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 70 }), (values) => {
      const list = padded(values);
      expect(new Set(list)).toEqual(new Set(values));
      expect(list.slice(0, values.length)).toEqual(values);
      expect(list.length === 0 || Number.isInteger(Math.log2(list.length))).toBe(true);
    }),
  );
});
