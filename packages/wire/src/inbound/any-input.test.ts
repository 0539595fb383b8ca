import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { calendarEventOf } from "../feeds/calendar-event.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.ts";
import { carrying, anyActor, anyObject, PLAIN_ACTIVITIES } from "../testing/documents.ts";
import { ALLY_DOCUMENTS } from "../testing/allies.ts";
import { PLEDGE_DOCUMENTS } from "../testing/pledges.ts";
import { describeWireError } from "./describe-wire-error.ts";
import { parseActivity } from "./parse-activity.ts";
import { campaignObject, parseActor } from "./parse-actor.ts";
import { parseCollection } from "./parse-collection.ts";
import { parseObject, toStoredObject } from "./parse-object.ts";
import type { InboundFields, ParsedActor, WireError } from "./types.ts";

const FOLDER = new URL("../../../../test/wire-fixtures/foreign/", import.meta.url);
const foreign = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".json"))
  .map((file) => (JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as { document: JsonObject }).document);

type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError };

const KINDS = ["campaign", "post", "action", "call", "bulletin", "statistics", "note"];

/** A reading keeps its promises, a refusal is a sentence. */
function holds<T>(answer: Answer<T>, promises: (value: T) => void): void {
  if (answer.ok) promises(answer.value);
  else expect(describeWireError(answer.error)).toMatch(/^.{3,300}\.$|…$/u);
}

const isAddress = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);

function isFit(fields: InboundFields): void {
  expect(isAddress(fields.id) && isAddress(fields.attributedTo)).toBe(true);
  expect(new URL(fields.id).origin).toBe(new URL(fields.attributedTo).origin);
  expect(KINDS).toContain(fields.kind);
  expect([...fields.text].length).toBeLessThanOrEqual(500);
  expect(fields.text.isWellFormed()).toBe(true);
  expect(fields.text).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
  expect(fields.language).toMatch(/^[A-Za-z0-9-]{2,35}$/);
  const kept = toStoredObject(fields, 1_000);
  expect(kept.published).toBeLessThanOrEqual(1_000);
  expect(isJsonObject(JSON.parse(kept.document))).toBe(true);
}

function isFitActor(actor: ParsedActor): void {
  const { remote } = actor;
  const origin = new URL(remote.id).origin;
  for (const url of [remote.inbox, remote.sharedInbox, remote.outbox])
    if (url !== undefined) expect(new URL(url).origin).toBe(origin);
  expect(actor.preferredUsername).toMatch(/^[A-Za-z0-9._~%-]{1,100}$/);
  expect(remote.name.trim()).not.toBe("");
  for (const key of actor.keys) {
    expect(new URL(key.id).origin).toBe(origin);
    expect(key.owner).toBe(remote.id);
  }
  const object = campaignObject(actor, remote.id);
  if (object !== undefined) isFit(object);
}

/** Every reader over every document: whatever it is, nothing is thrown. */
function readEverything(document: JsonValue): void {
  holds(parseActivity(JSON.stringify(document)), (activity) => {
    expect(new URL(activity.id).origin).toBe(new URL(activity.actor).origin);
    if (activity.type === "Announce" && activity.embedded !== undefined) isFit(activity.embedded.stored);
    if (activity.type !== "Create" && activity.type !== "Update") return;
    if (activity.object.type === "object") {
      isFit(activity.object.stored);
      expect(new URL(activity.object.stored.id).origin).toBe(new URL(activity.actor).origin);
      expect(activity.object.stored.attributedTo).toBe(activity.actor);
    }
    if (activity.object.type === "actor") {
      isFitActor(activity.object.actor);
      expect(activity.object.actor.remote.id).toBe(activity.actor);
    }
  });
  if (!isJsonObject(document)) return;
  holds(parseObject(document), ({ stored }) => isFit(stored));
  holds(parseActor(document), isFitActor);
  holds(parseCollection(document), ({ items }) => expect(Array.isArray(items)).toBe(true));
  calendarEventOf(document);
}

const nasty: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue[]>(
    null,
    true,
    false,
    0,
    -0,
    1e308,
    5e-324,
    Number.MAX_SAFE_INTEGER + 2,
    "",
    " ",
    "\u0000",
    "\ud800",
    "\udfff\ud800",
    "\u202e",
    "__proto__",
    "constructor",
    [],
    {},
    [[]],
    [[[[]]]],
    [null],
    [""],
    ["", ""],
    "https://",
    "https://x",
    "https://[::1]/x",
    "https://a.example/x?y=1#z",
    "http://127.0.0.1/",
    "ftp://x.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://a.example:99999/",
    "HTTPS://SOCIAL.EXAMPLE/users/ana",
    "https://social.example./users/ana",
    "https://xn--/",
    "acct:a@b",
    "9999-99-99T99:99:99Z",
    "2026-11-20",
    "2026-02-30T00:00:00Z",
    "+275760-09-13T00:00:00Z",
    "0000-01-01T00:00:00Z",
    { id: "https://social.example/users/ana" },
    { id: null },
    { id: ["x"] },
    { "@id": "https://social.example/x" },
    { type: "Link", href: "https://social.example/x" },
    "Note",
    "Create",
    "Person",
    "Campaign",
    ["Group", "Campaign"],
    "as:Public",
    "<p>x</p>".repeat(3_000),
    `${"<b>".repeat(3_000)}x`,
    "<!--".repeat(500),
    "&#x110000;&#0;&lt;script&gt;",
    "a".repeat(5_000),
    "✊🏿".repeat(600),
    "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
    "z6Mk",
    `z${"1".repeat(60)}`,
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.jsonValue({ maxDepth: 4 }).map((value) => value as JsonValue),
  fc.integer({ min: 1, max: 60 }).map((levels): JsonValue => {
    let deep: JsonValue = "x";
    for (let level = 0; level < levels; level += 1) deep = level % 2 === 0 ? [deep] : { a: deep };
    return deep;
  }),
);

/** Where a value stands in a document: keys and places from the root. */
function placesIn(value: JsonValue, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, child]) => placesIn(child, [...at, key]))];
}

type Change = {
  readonly place: number;
  readonly how: "replace" | "remove" | "wrap" | "twice" | "proto" | "unwrap";
  readonly by: JsonValue;
};

const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    place: fc.nat(),
    how: fc.constantFrom("replace", "replace", "remove", "wrap", "twice", "proto", "unwrap"),
    by: nasty,
  }),
  { minLength: 1, maxLength: 4 },
);

function changed(document: JsonValue, { place, how, by }: Change): JsonValue {
  const places = placesIn(document);
  const at = places[place % places.length] ?? [];
  return changeAt(document, at, (value) => {
    if (how === "replace") return by;
    if (how === "remove") return undefined;
    if (how === "wrap") return [value];
    if (how === "twice") return [value, by];
    if (how === "unwrap")
      return isJsonObject(value) ? (value["id"] ?? by) : Array.isArray(value) ? ((value[0] as JsonValue) ?? by) : by;
    return JSON.parse(
      `{"__proto__":${JSON.stringify(by)},"constructor":${JSON.stringify(by)},"id":${JSON.stringify(value)}}`,
    ) as JsonValue;
  });
}

function changeAt(
  value: JsonValue,
  at: readonly (string | number)[],
  change: (value: JsonValue) => JsonValue | undefined,
): JsonValue {
  const [key, ...rest] = at;
  if (key === undefined) return change(value) ?? null;
  if (Array.isArray(value)) {
    const list = value as readonly JsonValue[];
    return list.flatMap((item, index) =>
      String(index) === key
        ? rest.length === 0
          ? [change(item)].filter((kept) => kept !== undefined)
          : [changeAt(item, rest, change)]
        : [item],
    );
  }
  const entries = Object.entries(value as JsonObject).flatMap(([name, child]): [string, JsonValue][] => {
    if (name !== key) return [[name, child]];
    const kept = rest.length === 0 ? change(child) : changeAt(child, rest, change);
    return kept === undefined ? [] : [[name, kept]];
  });
  return Object.fromEntries(entries);
}

const documents = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...foreign) },
  { weight: 1, arbitrary: fc.constantFrom(...PLAIN_ACTIVITIES, ...PLEDGE_DOCUMENTS, ...ALLY_DOCUMENTS) },
  { weight: 2, arbitrary: fc.oneof(anyObject, anyActor) },
  { weight: 1, arbitrary: anyObject.map(carrying) },
);

describe("whatever arrives", () => {
  test("random JSON is read or refused", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => readEverything(value as JsonValue)),
      { numRuns: 1_000 },
    );
    fc.assert(fc.property(nasty, readEverything), { numRuns: 300 });
  });

  test("documents of other programs and our own, changed in up to four places, are read or refused", () => {
    fc.assert(
      fc.property(documents, changes, (document, all) => readEverything(all.reduce<JsonValue>(changed, document))),
      { numRuns: 3_000 },
    );
  });

  test("text that was cut off or damaged is read or refused", () => {
    fc.assert(
      fc.property(documents, fc.nat(), fc.string({ unit: "binary", maxLength: 5 }), (document, at, damage) => {
        const text = JSON.stringify(document);
        const place = at % text.length;
        holds(parseActivity(text.slice(0, place)), () => undefined);
        holds(parseActivity(text.slice(0, place) + damage + text.slice(place + damage.length)), () => undefined);
      }),
      { numRuns: 1_000 },
    );
  });

  test("no key of a document reaches the prototype of anything", () => {
    const evil = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
    for (const document of foreign)
      readEverything(
        JSON.parse(
          JSON.stringify(document)
            .replaceAll("{}", evil)
            .replace("{", `${evil.slice(0, -1)},`),
        ) as JsonValue,
      );
    expect("polluted" in {}).toBe(false);
    expect("polluted" in Object).toBe(false);
  });
});
