import { describe, expect, test } from "vitest";
import { RELEASE_DAY, sampleBulletin, sampleRegion, sampleTable } from "../testing/index.ts";
import { dateOf } from "../time.ts";
import type { Bulletin, StatTable } from "./bulletin.ts";
import { releaseFault, subjectOf } from "./release-fault.ts";

const MAY = Date.UTC(2027, 4, 4, 9);
const B1 = sampleBulletin({ people: "11-19" });
const TABLE = sampleTable();

const faultOf = (change: Partial<Bulletin>, published = RELEASE_DAY) =>
  releaseFault({ type: "bulletin", bulletin: { ...B1, ...change } }, published);

describe("what an engine says", () => {
  const country = { place: sampleRegion("LB") };
  test.each<[string, Partial<Bulletin>]>([
    ["B0", { level: "B0", origin: "034" }],
    ["B1", {}],
    ["B2", { level: "B2", ...country }],
    ["B3", { level: "B3", period: "2026" }],
    ["B4", { level: "B4", period: "2026", ...country }],
    ["B5", { level: "B5", period: "2026", ...country, sector: "home" }],
    ["B6", { level: "B6", period: "2026", ...country, sector: null }],
    ["B7", { level: "B7", period: "2025-2026", ...country, sector: null }],
    ["for everybody", { audience: "public", people: "20-49" }],
    ["of whom no code may be said", { abuse: [] }],
    ["a third or fewer", { abuse: [{ code: "sexual", share: "many" }] }],
    ["under a policy of more", { threshold: 20, people: "20-49" }],
  ])("of a group: %s", (_, change) => expect(faultOf(change)).toBeUndefined());

  test("in a table, and where there is nothing to say", () => {
    expect(releaseFault({ type: "statistics", id: B1.id, table: TABLE }, RELEASE_DAY)).toBeUndefined();
    expect(releaseFault({ type: "heartbeat", id: B1.id }, RELEASE_DAY)).toBeUndefined();
  });
});

describe("what no engine says", () => {
  const country = { place: sampleRegion("LB") };
  test.each<[string, Partial<Bulletin>]>([
    ["a province where the level has a country", { level: "B2" }],
    ["a country where the level has a province", country],
    ["a year at a level of quarters", { period: "2026" }],
    ["a quarter at a level of years", { level: "B3" }],
    ["no period", { period: "2026-11" }],
    ["no sector where the level has one", { sector: null }],
    ["a sector where the level has a group of them", { level: "B5", period: "2026", ...country }],
    ["a group of sectors where the level has a sector", { sector: "home" }],
    ["a sector where the level has none", { level: "B6", period: "2026", ...country }],
    ["an origin where the level has none", { origin: "034" }],
    ["no origin where the level has one", { level: "B0" }],
    ["a smaller group", { threshold: 10 }],
    ["half a threshold", { threshold: 11.5 }],
    ["fewer people than the threshold", { threshold: 20 }],
    ["to everybody what is too few for everybody", { audience: "public" }],
    [
      "a code twice",
      {
        abuse: [
          { code: "wages", share: "most" },
          { code: "wages", share: "some" },
        ],
      },
    ],
    [
      "codes in an order of their own",
      {
        abuse: [
          { code: "documents", share: "many" },
          { code: "wages", share: "most" },
        ],
      },
    ],
    ["of more than a third what could bring shame on all of them", { abuse: [{ code: "sexual", share: "most" }] }],
    ["of nearly all the same", { abuse: [{ code: "sexual", share: "nearly_all" }] }],
    ["another day inside than outside", { released: dateOf(MAY) }],
  ])("of a group: %s", (_, change) => expect(faultOf(change)).toEqual(expect.any(String)));

  test("at another hour than its period has", () => {
    for (const hour of [MAY, RELEASE_DAY + 1, RELEASE_DAY - 3_600_000, RELEASE_DAY + 86_400_000]) {
      expect(faultOf({ released: dateOf(hour) }, hour)).toEqual(expect.any(String));
      expect(
        releaseFault({ type: "statistics", id: "", table: { ...TABLE, released: dateOf(hour) } }, hour),
      ).toBeDefined();
    }
    expect(releaseFault({ type: "heartbeat", id: "" }, MAY)).toBeUndefined();
    expect(releaseFault({ type: "heartbeat", id: "" }, RELEASE_DAY + 1)).toEqual(expect.any(String));
  });

  test.each<[string, Partial<StatTable>]>([
    ["of a province", { place: sampleRegion("LB-BA") }],
    ["of a year", { period: "2026" }],
    ["without one of its cells", { cells: TABLE.cells.slice(1) }],
    ["with a cell of another list", { by: "main_abuse" }],
    ["with a cell twice", { cells: [...TABLE.cells.slice(1), TABLE.cells[1] ?? expect.fail()] }],
    ["in another order", { cells: TABLE.cells.toReversed() }],
    ["with a number that is hidden", { cells: TABLE.cells.map((cell) => ({ ...cell, people: 10 })) }],
    ["with half a person", { cells: TABLE.cells.map((cell) => ({ ...cell, people: 11.5 })) }],
    ["with fewer than none", { cells: TABLE.cells.map((cell) => ({ ...cell, people: -11 })) }],
  ])("in a table %s", (_, change) =>
    expect(releaseFault({ type: "statistics", id: B1.id, table: { ...TABLE, ...change } }, RELEASE_DAY)).toEqual(
      expect.any(String),
    ),
  );
});

test("two releases have one subject where they are of one group, whatever they say of it", () => {
  const subject = (change: Partial<Bulletin>) => subjectOf({ type: "bulletin", bulletin: { ...B1, ...change } });
  expect(subject({ id: "other", people: "50-99", abuse: [], audience: "public" })).toBe(subject({}));
  for (const change of [
    { level: "B3" as const },
    { place: sampleRegion("LB-BI") },
    { period: "2026-Q3" },
    { sector: "fishing" as const },
  ]) {
    expect(subject(change)).not.toBe(subject({}));
  }
  expect(subjectOf({ type: "heartbeat", id: B1.id })).toBeUndefined();
});
