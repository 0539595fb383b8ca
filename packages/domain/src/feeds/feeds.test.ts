import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COUNTRY_CODES, region, type Region } from "../codes/regions.ts";
import { sector, type Sector } from "../codes/sectors.ts";
import { languageTag } from "../texts.ts";
import { branchesOf, branchFrom, branchLabel, UNION_FEDERATIONS, sectorsOfFederation } from "./branches.ts";
import { feedKeys, fits, type FeedFacts } from "./feed-keys.ts";
import { FEED_KINDS, feedFilterFrom, feedName, type FeedFilter } from "./feed-name.ts";
import { placeFrom, placeLabel, placesOf, PLACES_TO_CHOOSE } from "./places.ts";

const LANGUAGES = ["en", "en-GB", "es", "es-419", "ar", "zh-Hant", "zh-Hant-TW", "fil"];
const REGIONS = ["US-CA", "US", "LB-BA", "LB", "QA", "SA", "TW", "AQ", "ID-JB", "PS", "GB-SCT", "BR"];
const SECTORS = ["isic4:F", "isic4:F41", "isic4:T97", "isic4:T", "isic4:C1410", "isic4:A02", "isic4:Q88", "isic4:H53"];

const code = <Code>(all: readonly string[], read: (text: string) => Code | undefined) =>
  fc.constantFrom(...all.flatMap((one) => read(one) ?? []));
const filters: fc.Arbitrary<FeedFilter> = fc.record(
  {
    place: fc.constantFrom(...REGIONS).chain((one) => fc.constantFrom(...placesOf(regionOf(one)))),
    branch: fc.constantFrom(...SECTORS).chain((one) => fc.constantFrom(...branchesOf(sectorOf(one)))),
    kind: fc.constantFrom(...FEED_KINDS),
    language: code(LANGUAGES, languageTag),
  },
  { requiredKeys: [] },
);

function regionOf(text: string): Region {
  const found = region(text);
  if (found === undefined) throw new Error(text);
  return found;
}

function sectorOf(text: string): Sector {
  const found = sector(text);
  if (found === undefined) throw new Error(text);
  return found;
}

describe("the name of a feed", () => {
  test("says what it carries, and that is called by one name", () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const name = feedName(filter);
        expect(name).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+){3}$/);
        expect(feedFilterFrom(name)).toEqual({ ok: true, value: filter });
        expect(feedFilterFrom(name.toUpperCase())).toEqual({ ok: true, value: filter });
      }),
    );
  });

  test("is refused with what was wrong, whatever somebody makes up", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = feedFilterFrom(text);
        if (read.ok) expect(feedName(read.value)).toBe(text.trim().toLowerCase());
      }),
    );
  });

  test.each([
    ["us-ca.f.call", { type: "not four parts", found: 3 }],
    ["us-zz.f.call.any", { type: "unknown part", part: "place", text: "us-zz" }],
    ["xx.f.call.any", { type: "unknown part", part: "place", text: "xx" }],
    ["003.f.call.any", { type: "unknown part", part: "place", text: "003" }],
    ["us.f99.call.any", { type: "unknown part", part: "branch", text: "f99" }],
    ["us.v.call.any", { type: "unknown part", part: "branch", text: "v" }],
    ["us.f.note.any", { type: "unknown part", part: "kind", text: "note" }],
    ["us.f.call.und", { type: "unknown part", part: "language", text: "und" }],
    ["us.f.call.x-secret", { type: "unknown part", part: "language", text: "x-secret" }],
    ["f.us-ca.call.any", { type: "parts swapped", meant: "us-ca.f.call.any" }],
    ["us-ca.call.f.any", { type: "parts swapped", meant: "us-ca.f.call.any" }],
  ])("%s is no name", (text, error) => {
    expect(feedFilterFrom(text)).toEqual({ ok: false, error });
  });
});

describe("places and branches", () => {
  test("every country lies in the world, and in a part of it", () => {
    for (const country of COUNTRY_CODES) {
      const places = placesOf(country);
      expect(places.at(-1)).toBe("001");
      expect(places[0]).toBe(country.toLowerCase());
      expect(places.length).toBeGreaterThan(country === "AQ" ? 1 : 3);
    }
  });

  test("what something is found under can be asked for, and has a name", () => {
    for (const one of [...REGIONS, ...COUNTRY_CODES].flatMap((text) => placesOf(regionOf(text)))) {
      expect(placeFrom(one)).toBe(one);
      for (const language of ["en", "es", "ar"]) expect(placeLabel(one, language)).not.toBe(one);
    }
    for (const one of SECTORS.flatMap((text) => branchesOf(sectorOf(text)))) {
      expect(branchFrom(one)).toBe(one);
      expect(branchLabel(one, "es")).not.toBe(one);
    }
  });

  test("California lies in six places, and Qatar in the Gulf", () => {
    expect(placesOf(regionOf("US-CA"))).toEqual(["us-ca", "us", "021", "019", "001"]);
    expect(placesOf(regionOf("QA"))).toEqual(["qa", "grp-gcc", "grp-ilo-arab-states", "grp-mena", "145", "142", "001"]);
  });

  test("what is offered to choose from is in the tables", () => {
    const { groups, countries, world } = PLACES_TO_CHOOSE;
    for (const one of [...groups, ...countries, ...world.map(({ place }) => place)]) expect(placeFrom(one)).toBe(one);
    expect(world.map(({ place }) => place)).toContain("057");
  });

  test("federations are the ten, each of sections and divisions that there are", () => {
    expect(UNION_FEDERATIONS.all).toHaveLength(10);
    for (const one of UNION_FEDERATIONS.all) {
      for (const isic of sectorsOfFederation(one)) {
        expect(sector(`isic4:${isic}`)).toBeDefined();
        expect(branchesOf(sectorOf(`isic4:${isic}`))).toContain(one);
      }
    }
    expect(branchesOf(sectorOf("isic4:T97"))).toEqual(["t97", "t", "idwf"]);
    // Who says no more than `households` does not say domestic work.
    expect(branchesOf(sectorOf("isic4:T"))).toEqual(["t"]);
    expect(branchesOf(sectorOf("isic4:C1410"))).toEqual(["c14", "c", "industriall"]);
  });
});

const facts: fc.Arbitrary<FeedFacts> = fc.record({
  regions: fc.array(fc.constantFrom(...REGIONS, "nowhere", "US-ZZ"), { maxLength: 4 }),
  sectors: fc.array(fc.constantFrom(...SECTORS, "isic5:V", "F"), { maxLength: 4 }),
  kind: fc.constantFrom(...FEED_KINDS),
  languages: fc.array(fc.constantFrom(...LANGUAGES, "und", "not a tag"), { maxLength: 3 }),
});

describe("what something is found under", () => {
  const keysOf = (of: FeedFacts) => {
    const keys = feedKeys(of);
    if (keys === undefined) throw new Error("no keys");
    return keys;
  };

  test("a wider feed carries all that a narrower one does", () => {
    fc.assert(
      fc.property(
        facts,
        filters,
        fc.subarray(["place", "branch", "kind", "language"] as const),
        (of, filter, without) => {
          const keys = keysOf(of);
          fc.pre(fits(keys, filter));
          const wider = Object.fromEntries(
            Object.entries(filter).filter(([key]) => !without.some((one) => one === key)),
          );
          expect(fits(keys, wider)).toBe(true);
          for (const place of placesOfFilter(filter)) expect(fits(keys, { ...filter, place })).toBe(true);
        },
      ),
    );
  });

  const placesOfFilter = ({ place }: FeedFilter) => {
    const own = place === undefined ? undefined : region(place.toUpperCase());
    return own === undefined ? [] : placesOf(own);
  };

  test("a part of a country that is not in the tables counts as the country", () => {
    expect(keysOf({ regions: ["US-ZZ"], sectors: [], kind: "call", languages: [] }).places).toEqual([
      "any",
      "us",
      "021",
      "019",
      "001",
    ]);
  });

  test("what says no region is in feeds of any region, and not in those of the world", () => {
    const keys = keysOf({ regions: [], sectors: [], kind: "post", languages: ["en-GB"] });
    expect(fits(keys, {})).toBe(true);
    expect(keys.places).toEqual(["any"]);
    expect(keys.languages).toEqual(["any", "en", "en-GB"]);
  });

  test("however much an object claims to be about, it stands in a bounded number of places", () => {
    const regions = [...COUNTRY_CODES];
    const sectors = "ABCDEFGHIJKLMNOPQRSTU".split("").map((one) => `isic4:${one}`);
    const keys = keysOf({ regions, sectors, kind: "post", languages: LANGUAGES });
    expect(keys.places.length * keys.branches.length).toBeLessThan(1500);
  });

  test("what is none of ours is in no feed", () => {
    expect(feedKeys({ regions: ["US"], sectors: [], kind: "note", languages: [] })).toBeUndefined();
  });
});
