import { languageTag, trusted, type LanguageTag, type SignedRelease } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { releaseDocument } from "../bulletins/release-document.ts";
import { isJsonObject, without, type JsonObject, type JsonValue } from "../json.ts";
import { ADDRESSES, SITE } from "../testing/actors.ts";
import { anyRelease } from "../testing/releases.ts";
import { parseObject } from "./parse-object.ts";
import { receivedRelease } from "./read-release.ts";

const centre = ADDRESSES.centre(trusted.handle("hall"));
const ENGLISH = languageTag("en") ?? ("en" as LanguageTag);
const SECRET = "Amal Haddad, 14 Rue Monot";

const builtOf = (said: SignedRelease): JsonObject =>
  releaseDocument({ site: SITE, centre: { id: centre, languages: [ENGLISH] }, said, proven: (document) => document });

const groupOf = (document: JsonObject): JsonObject => (isJsonObject(document["group"]) ? document["group"] : {});
const inGroup = (document: JsonObject, change: JsonObject): JsonObject => ({
  ...document,
  group: { ...groupOf(document), ...change },
});

const ofKind = (type: SignedRelease["release"]["type"]) =>
  anyRelease.filter(({ release }) => release.type === type).map(builtOf);
const bulletin = ofKind("bulletin");
const table = ofKind("statistics");
const anything = anyRelease.map(builtOf);

function read(document: JsonObject) {
  const object = parseObject(document);
  return object.ok ? object.value : expect.fail(object.error.type);
}

const codes = (change: JsonObject) => (document: JsonObject) =>
  inGroup(document, { abuse: [{ code: "wages", share: "most", ...change }] });

const REFUSED: readonly (readonly [string, fc.Arbitrary<JsonObject>, (document: JsonObject) => JsonObject])[] = [
  ["a field beside those that it has", anything, (document) => ({ ...document, note: SECRET })],
  ["a field under group that none has", bulletin, (document) => inGroup(document, { employer: SECRET })],
  ["a field of another kind under group", bulletin, (document) => inGroup(document, { by: "sector" })],
  ["a field under a code", bulletin, codes({ count: 12 })],
  ["a group where nothing is said", ofKind("heartbeat"), (document) => ({ ...document, group: { level: "B1" } })],
  ["an unknown code of abuse", bulletin, codes({ code: SECRET })],
  ["an unknown share", bulletin, codes({ share: "all" })],
  ["an unknown level", bulletin, (document) => inGroup(document, { level: "B8" })],
  ["an unknown sector", bulletin, (document) => inGroup(document, { sector: SECRET })],
  ["an ISIC code in the place of a sector", bulletin, (document) => inGroup(document, { sector: "isic4:T97" })],
  ["a town in the place of a province", bulletin, (document) => inGroup(document, { place: "QA-DOHA" })],
  ["a country in the place of an origin", bulletin, (document) => inGroup(document, { origin: "NP" })],
  ["a number of people", bulletin, (document) => inGroup(document, { people: 12 })],
  ["another band", bulletin, (document) => inGroup(document, { people: "1-10" })],
  ["a month", bulletin, (document) => inGroup(document, { period: "2026-11" })],
  ["a period of another day", bulletin, (document) => inGroup(document, { period: "2024-Q1" })],
  ["a threshold below eleven", bulletin, (document) => inGroup(document, { threshold: 10 })],
  ["a threshold as a text", bulletin, (document) => inGroup(document, { threshold: "11" })],
  ["leave to pass it on to others", bulletin, (document) => inGroup(document, { reshare: "everybody" })],
  ["a policy that is none", bulletin, (document) => inGroup(document, { releasePolicy: SECRET })],
  ["no group", bulletin, (document) => without(document, "group")],
  ["an update", anything, (document) => ({ ...document, updated: document["published"] ?? "" })],
  ["replies", anything, (document) => ({ ...document, replies: "https://hall.example/replies" })],
  ["a reply to something", anything, (document) => ({ ...document, inReplyTo: "https://hall.example/posts/1" })],
  ["a campaign", anything, (document) => ({ ...document, context: "https://hall.example/campaigns/x" })],
  [
    "a picture",
    anything,
    (document) => ({ ...document, attachment: [{ type: "Image", url: "https://hall.example/x" }] }),
  ],
  ["no date", anything, (document) => without(document, "published")],
  ["a day before", anything, (document) => ({ ...document, published: "2027-02-01T09:00:00Z" })],
  ["an hour later", anything, (document) => ({ ...document, published: "2027-02-02T10:00:00Z" })],
  ["an id that can be counted", anything, (document) => ({ ...document, id: "https://hall.example/bulletins/17" })],
  [
    "an id that tells the time",
    anything,
    (document) => ({ ...document, id: "https://hall.example/bulletins/0199f0aa-0013-7000-8000-000000000013" }),
  ],
  ["another type", anything, (document) => ({ ...document, type: "Article" })],
  ["its kind among others", anything, (document) => ({ ...document, kind: [document["kind"] ?? "", "Campaign"] })],
  ["words in its pad", anything, (document) => ({ ...document, pad: SECRET })],
  ["regions of another place", bulletin, (document) => ({ ...document, regions: ["DE"] })],
  ["sectors of another trade", bulletin, (document) => ({ ...document, sectors: [SECRET] })],
  ["a cell below eleven", table, (document) => cells(document, (cell) => ({ ...cell, people: 10 }))],
  ["a cell with a zero", table, (document) => cells(document, (cell) => ({ ...cell, people: 0 }))],
  ["a cell with a field", table, (document) => cells(document, (cell) => ({ ...cell, employer: SECRET }))],
  ["a cell of no code", table, (document) => cells(document, (cell) => ({ ...cell, code: SECRET }))],
  ["a cell less", table, (document) => inGroup(document, { cells: cellsOf(document).slice(1) })],
  ["a total", table, (document) => inGroup(document, { total: 400 })],
];

const cellsOf = (document: JsonObject): readonly JsonValue[] => {
  const { cells: all } = groupOf(document);
  return Array.isArray(all) ? all : [];
};
const cells = (document: JsonObject, change: (cell: JsonObject) => JsonObject): JsonObject =>
  inGroup(document, { cells: cellsOf(document).map((cell) => change(isJsonObject(cell) ? cell : {})) });

describe("a bulletin, a table or a heartbeat is refused with", () => {
  test.each(REFUSED)("%s, and the reason holds nothing of it", (_, any, change) => {
    fc.assert(
      fc.property(any, (document) => {
        const changed = change(document);
        fc.pre(JSON.stringify(changed) !== JSON.stringify(document));
        const { release, stored } = read(changed);
        expect(release).toEqual({ ok: false, error: expect.stringMatching(/^[a-z][A-Za-z0-9 .]+$/) });
        expect(JSON.stringify(release)).not.toContain("Amal");
        // It stays one: as an ordinary note it could be kept as one.
        expect(stored).toMatchObject({ text: "", kind: expect.stringMatching(/bulletin|statistics/) });
      }),
      { numRuns: 20 },
    );
  });
});

test("what is kept of it is made of its codes: no word that its author wrote", () => {
  fc.assert(
    fc.property(anything, (document) => {
      const written = {
        ...document,
        content: `<p>${SECRET}</p>`,
        contentMap: { en: `<p>${SECRET}</p>`, ar: SECRET },
        url: `https://hall.example/${SECRET}`,
        interactionPolicy: { note: SECRET },
        "@context": [SECRET],
      };
      const object = read(written);
      const release = object.release?.ok === true ? object.release.value : expect.fail("refused");
      const kept = receivedRelease(object, release);
      expect(JSON.stringify(kept)).not.toContain("Amal");
      expect(kept.text).toBe(object.stored.text);
      expect(read(JSON.parse(kept.document)).release).toEqual(object.release);
      expect(JSON.parse(kept.document)).toMatchObject({
        contentMap: { en: expect.any(String), ar: expect.any(String) },
      });
    }),
  );
});
