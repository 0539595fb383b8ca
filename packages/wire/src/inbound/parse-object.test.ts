import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../json.ts";
import { parseObject, toStoredObject } from "./parse-object.ts";

const CENTRE = "https://centro.example/centres/centro";
const CAMPAIGN = "https://centro.example/campaigns/payup";
const NOTE: JsonObject = {
  id: "https://centro.example/posts/1",
  type: "Note",
  attributedTo: CENTRE,
  content: "<p>Hello</p>",
};

function stored(fields: { readonly [key: string]: JsonValue }) {
  const read = parseObject({ ...NOTE, ...fields });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value.stored;
}

describe("an object", () => {
  test("is of one origin with its author", () => {
    expect(parseObject({ ...NOTE, attributedTo: "https://other.example/users/x" })).toMatchObject({
      ok: false,
      error: { type: "foreign origin", field: "attributedTo" },
    });
    expect(stored({ attributedTo: ["https://other.example/users/x", CENTRE] }).attributedTo).toBe(CENTRE);
    expect(stored({ attributedTo: { id: CENTRE, type: "Person" } }).attributedTo).toBe(CENTRE);
  });

  test("has an author, if only in the way of Mobilizon", () => {
    const { attributedTo: _, ...anonymous } = NOTE;
    expect(parseObject(anonymous)).toMatchObject({ ok: false, error: { type: "missing", field: "attributedTo" } });
    expect(parseObject({ ...anonymous, actor: CENTRE })).toMatchObject({
      ok: true,
      value: { stored: { attributedTo: CENTRE } },
    });
  });

  test.each([
    ["Campaign", "campaign"],
    ["CampaignPost", "post"],
    ["CampaignAction", "action"],
    ["SolidarityCall", "call"],
    ["Bulletin", "bulletin"],
    ["StatTable", "statistics"],
    ["wcn:CampaignPost", "post"],
    ["https://w3id.org/workers-centres/ns#CampaignPost", "post"],
    ["Frobnication", "note"],
    ["__proto__", "note"],
  ])("of the kind %s is a %s", (kind, expected) => {
    expect(stored({ kind, endTime: "2026-11-27T20:00:00Z" }).kind).toBe(expected);
  });

  test("of our kinds belongs to the campaign that its context names, else its audience; anything else to none", () => {
    expect(stored({ kind: "CampaignPost", context: CAMPAIGN, audience: "https://x.example/1" }).campaign).toBe(
      CAMPAIGN,
    );
    expect(stored({ kind: "CampaignPost", audience: CAMPAIGN }).campaign).toBe(CAMPAIGN);
    expect(stored({ kind: "CampaignPost", context: { id: CAMPAIGN, type: "Group" } }).campaign).toBe(CAMPAIGN);
    expect(stored({ kind: "CampaignPost", context: "tag:x,2026:1" })).not.toHaveProperty("campaign");
    expect(stored({ context: CAMPAIGN, audience: CAMPAIGN })).not.toHaveProperty("campaign");
  });

  test("speaks the language in which its text stands in the map, else the map's first, else what it says otherwise", () => {
    const contentMap = { es: "<p>Hola</p>", en: "<p>Hello</p>" };
    expect(stored({ contentMap })).toMatchObject({ language: "en", text: "Hello" });
    expect(stored({ contentMap, content: "<p>Other</p>" })).toMatchObject({ language: "es", text: "Hola" });
    expect(stored({ contentMap, content: null })).toMatchObject({ language: "es", text: "Hola" });
    expect(stored({ contentMap: { tl: "<p>Hello</p>" } }).language).toBe("fil");
    expect(stored({ contentMap: { "not a tag": "<p>Hello</p>", __proto__: "x" }, inLanguage: "pt-br" }).language).toBe(
      "pt-BR",
    );
    expect(stored({ contentMap: [], language: { identifier: "fr" } }).language).toBe("fr");
    expect(stored({ "@context": ["https://www.w3.org/ns/activitystreams", { "@language": "ar" }] }).language).toBe(
      "ar",
    );
    expect(stored({}).language).toBe("und");
  });

  test("is shown in lists by its name and text, without markup", () => {
    expect(
      stored({ type: "Article", name: "Title", content: "<h2>A</h2><p>b &amp; c<br>d</p><script>x</script>" }).text,
    ).toBe("Title · A b & c d");
    expect(stored({ type: "Event", name: "Title", summary: "<p>Facts</p>", content: "" }).text).toBe("Title · Facts");
    expect(stored({ type: "Note", summary: "Warning", content: "<p>x</p>" }).text).toBe("Warning · x");
    expect(
      stored({
        nameMap: { en: "One", es: "Uno" },
        name: "One",
        contentMap: { es: "<p>dos</p>" },
        content: "<p>dos</p>",
      }).text,
    ).toBe("Uno · dos");
    expect(stored({ content: "a <b> & c", mediaType: "text/plain" }).text).toBe("a <b> & c");
    expect(stored({ content: null }).text).toBe("");
    expect([...stored({ content: "ab ".repeat(1_000) }).text]).toHaveLength(500);
  });

  test("has at most a thousand languages, authors and recipients, and of more nothing is looked at", () => {
    const contentMap = Object.fromEntries(Array.from({ length: 70_000 }, (_, n) => [`en-x-${n.toString(36)}`, "x"]));
    expect(stored({ content: "last", contentMap: { ...contentMap, es: "last" } }).language).toBe("en-x-0");
    const others = Array.from({ length: 1000 }, (_, n) => `https://other.example/users/${n}`);
    expect(stored({ attributedTo: [...others.slice(1), CENTRE] }).attributedTo).toBe(CENTRE);
    expect(parseObject({ ...NOTE, attributedTo: [...others, CENTRE] }).ok).toBe(false);
    const read = parseObject({ ...NOTE, to: [...others, CENTRE] });
    expect(read.ok && read.value.to).toEqual(others);
  });

  test("markup without end costs no time", () => {
    expect(stored({ content: "<b>".repeat(300_000) }).text).toBe("");
  });

  test("has its dates where they are dates", () => {
    expect(stored({ published: "2026-11-20T17:00:00-08:00" }).published).toBe(Date.UTC(2026, 10, 21, 1));
    expect(stored({ published: "2026-11-20T17:00:00" }).published).toBe(Date.UTC(2026, 10, 20, 17));
    expect(stored({ published: "2026-11-20T17:00Z", updated: "2026-11-20T17:00:00.123456Z" })).toMatchObject({
      published: Date.UTC(2026, 10, 20, 17),
      updated: Date.UTC(2026, 10, 20, 17, 0, 0, 123),
    });
    for (const published of [
      "yesterday",
      "2026",
      "2026-13-01T00:00:00Z",
      "1969-12-31T23:59:59Z",
      "9999-01-01T00:00:00Z",
      "9999-12-31T23:59:59-12:00",
      "20 Nov 2026",
      1_763_000_000,
      null,
      ["x"],
      "2026-11-20T17:00:60Z",
    ]) {
      expect(stored({ published })).not.toHaveProperty("published");
    }
  });

  test("happens at some time if it is an Event, whoever's, or an action", () => {
    const startTime = "2026-11-28T08:00:00-08:00";
    const starts = Date.UTC(2026, 10, 28, 16);
    expect(stored({ type: "Event", startTime }).starts).toBe(starts);
    expect(stored({ type: "Event", kind: "CampaignAction", startTime }).starts).toBe(starts);
    expect(stored({ kind: "CampaignAction", startTime }).starts).toBe(starts);
    expect(stored({ startTime })).not.toHaveProperty("starts");
    expect(stored({ kind: "CampaignPost", startTime })).not.toHaveProperty("starts");
    expect(stored({ type: "Event", startTime: "soon" })).not.toHaveProperty("starts");
    expect(stored({ type: "Event" })).not.toHaveProperty("starts");
  });

  test("says for whom it is, everybody in one form", () => {
    const everybody = "https://www.w3.org/ns/activitystreams#Public";
    for (const to of ["as:Public", ["Public"], everybody, [everybody], { id: everybody }]) {
      expect(parseObject({ ...NOTE, to, cc: null })).toMatchObject({ ok: true, value: { to: [everybody], cc: [] } });
    }
    expect(parseObject({ ...NOTE, to: [[everybody], 5, null, {}] })).toMatchObject({ ok: true, value: { to: [] } });
  });

  test("has a proof where there is one", () => {
    for (const [proof, expected] of [
      [{ type: "DataIntegrityProof" }, true],
      [[{}], true],
      ["x", false],
      [[], false],
      [null, false],
    ] as const) {
      expect(parseObject({ ...NOTE, proof })).toMatchObject({ ok: true, value: { hasProof: expected } });
    }
  });

  test.each([
    ["id", undefined, "missing"],
    ["id", "", "missing"],
    ["id", "https://a.example/x y", "malformed"],
    ["id", ["https://centro.example/1", "https://centro.example/2"], "malformed"],
    ["type", undefined, "missing"],
    ["type", [], "missing"],
    ["type", [5, null], "missing"],
  ])("whose %s is %j is refused as %s", (field, value, type) => {
    const { [field]: _, ...rest } = NOTE;
    expect(parseObject(value === undefined ? rest : { ...rest, [field]: value })).toMatchObject({
      ok: false,
      error: { type, field },
    });
  });

  test("was published at the latest when it came", () => {
    const fields = stored({ published: "2030-01-01T00:00:00Z", updated: "2031-01-01T00:00:00Z" });
    const received = Date.UTC(2026, 10, 22);
    expect(toStoredObject(fields, received)).toMatchObject({ published: received, updated: received, local: false });
    expect(toStoredObject(stored({}), received)).toMatchObject({ published: received });
    expect(toStoredObject(stored({}), received)).not.toHaveProperty("updated");
  });
});
