import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { parseActivity } from "./parse-activity.ts";
import { parseActor } from "./parse-actor.ts";
import { parseCollection } from "./parse-collection.ts";
import { parseObject } from "./parse-object.ts";

const FOLDER = new URL("../../../../test/wire-fixtures/foreign/", import.meta.url);

const fixtureSchema = z.object({
  about: z.string(),
  kind: z.enum(["activity", "actor", "object", "collection"]),
  document: z.record(z.string(), z.json()),
  reading: z.record(z.string(), z.json()),
});

type Fixture = z.infer<typeof fixtureSchema>;

const fixtures = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".json"))
  .map((file): [string, Fixture] => [
    file,
    fixtureSchema.parse(JSON.parse(readFileSync(new URL(file, FOLDER), "utf8"))),
  ]);

function read({ kind, document }: Fixture) {
  switch (kind) {
    case "activity":
      return parseActivity(JSON.stringify(document));
    case "actor":
      return parseActor(document);
    case "object":
      return parseObject(document);
    case "collection":
      return parseCollection(document);
  }
}

/** As `toMatchObject`, but a key's PEM is compared by its first line alone, because that is what its form shows. */
const beginnings = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, text: unknown) =>
    key === "publicKey" && typeof text === "string" ? text.split("\n")[0] : text,
  );

describe("what other programs send (row F11)", () => {
  test.each(fixtures)("%s", (_, fixture) => {
    const result = read(fixture);
    expect(result).toMatchObject({ ok: true });
    if (result.ok) expect(beginnings(result.value)).toMatchObject(fixture.reading);
  });

  test.each(["mastodon", "gotosocial", "misskey", "lemmy", "mobilizon", "wordpress", "pleroma", "hollo"])(
    "there is an actor of %s and something that it says",
    (program) => {
      const own = fixtures.filter(([file]) => file.startsWith(program)).map(([, { kind }]) => kind);
      expect(own).toContain("actor");
      expect(own).toContain("activity");
    },
  );
});
