import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import type { FakeClock } from "../fake-clock.ts";
import { duration } from "./duration.ts";

type Key = readonly [string] | readonly [string, ...string[]];

interface Options {
  readonly ttl?: { total(unit: "millisecond"): number };
}

/** The shape that Fedify asks of a key-value store. */
export interface KeyValueContract {
  get(key: Key): Promise<unknown>;
  set(key: Key, value: unknown, options?: Options): Promise<void>;
  delete(key: Key): Promise<void>;
  cas(key: Key, expected: unknown, value: unknown, options?: Options): Promise<boolean>;
  list(prefix?: Key): AsyncIterable<{ readonly key: Key; readonly value: unknown }>;
}

export interface KeyValueWorld {
  readonly clock: FakeClock;
  readonly keyValue: KeyValueContract;
  readonly close: () => Promise<void>;
}

export function keyValueContract(name: string, open: () => Promise<KeyValueWorld>): void {
  describe(`key-value store: ${name}`, () => {
    let world: KeyValueWorld;
    beforeEach(async () => {
      world = await open();
      return () => world.close();
    });
    const store = () => world.keyValue;

    test("a value is there under its key and no other", async () => {
      await store().set(["a", "b"], { count: 1 });
      expect(await store().get(["a", "b"])).toEqual({ count: 1 });
      for (const key of [["a"], ["a", "b", "c"], ["b", "a"], ["a,b"]] as const) {
        expect(await store().get(key)).toBeUndefined();
      }
    });

    test("null is a value, its absence is none", async () => {
      await store().set(["known to be nothing"], null);
      expect(await store().get(["known to be nothing"])).toBeNull();
      expect(await store().get(["unknown"])).toBeUndefined();
    });

    test("setting replaces, deleting removes, deleting twice does no harm", async () => {
      await store().set(["a"], 1);
      await store().set(["a"], 2);
      expect(await store().get(["a"])).toBe(2);
      await store().delete(["a"]);
      await store().delete(["a"]);
      expect(await store().get(["a"])).toBeUndefined();
    });

    test("a value ends with its time, and setting it again without one keeps it", async () => {
      await store().set(["a"], 1, { ttl: duration(1000) });
      world.clock.advance(999);
      expect(await store().get(["a"])).toBe(1);
      world.clock.advance(1);
      expect(await store().get(["a"])).toBeUndefined();
      expect(await keysOf(store().list())).toEqual([]);
      await store().set(["a"], 2);
      world.clock.advance(1_000_000);
      expect(await store().get(["a"])).toBe(2);
    });

    test("a value is exchanged only where it is as expected", async () => {
      expect(await store().cas(["a"], undefined, { state: "closed", since: 1 })).toBe(true);
      expect(await store().cas(["a"], undefined, 2)).toBe(false);
      expect(await store().cas(["a"], { since: 1, state: "closed" }, { state: "open" })).toBe(true);
      expect(await store().cas(["a"], null, 3)).toBe(false);
      expect(await store().get(["a"])).toEqual({ state: "open" });
      expect(await store().cas(["a"], { state: "open" }, undefined)).toBe(true);
      expect(await store().get(["a"])).toBeUndefined();
    });

    test("of many that exchange at once, one wins", async () => {
      await store().set(["a"], 0);
      const won = await Promise.all(Array.from({ length: 20 }, (_, index) => store().cas(["a"], 0, index + 1)));
      expect(won.filter(Boolean)).toHaveLength(1);
    });

    test("what has ended is as if it were not there", async () => {
      await store().set(["a"], 1, { ttl: duration(10) });
      world.clock.advance(10);
      expect(await store().cas(["a"], 1, 2)).toBe(false);
      expect(await store().cas(["a"], undefined, 2)).toBe(true);
    });

    test("a list has what is at its prefix and below, and nothing that only begins alike", async () => {
      for (const key of [["a"], ["a", "b"], ["a", "b", "c"], ["a", "bc"], ["ab"], ["b"]] as const) {
        await store().set(key, key.join("/"));
      }
      expect(await keysOf(store().list(["a"]))).toEqual(["a", "a/b", "a/b/c", "a/bc"]);
      expect(await keysOf(store().list(["a", "b"]))).toEqual(["a/b", "a/b/c"]);
      expect(await keysOf(store().list())).toHaveLength(6);
    });

    test("a long list comes whole, and may be changed while it is read", async () => {
      const count = 501;
      await Promise.all(Array.from({ length: count }, (_, index) => store().set(["many", `${index}`], index)));
      let seen = 0;
      for await (const { key } of store().list(["many"])) {
        seen++;
        await store().delete(key);
      }
      expect(seen).toBe(count);
      expect(await keysOf(store().list(["many"]))).toEqual([]);
    });

    test("any key and any value come back as they were", async () => {
      const key = fc.tuple(fc.string({ unit: "binary" }), fc.string());
      await fc.assert(
        fc.asyncProperty(key, fc.jsonValue({ noUnicodeString: false }), async (key, value) => {
          await store().set(key, value);
          expect(await store().get(key)).toEqual(JSON.parse(JSON.stringify(value)));
          const listed = [];
          for await (const entry of store().list([key[0]])) listed.push(entry.key);
          expect(listed).toContainEqual(key);
        }),
        { numRuns: 50 },
      );
    });
  });
}

async function keysOf(entries: AsyncIterable<{ readonly key: Key }>): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of entries) keys.push(key.join("/"));
  return keys.sort();
}
