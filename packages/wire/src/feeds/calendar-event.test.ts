import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../json.ts";
import { calendarEventOf } from "./calendar-event.ts";

const EVENT: JsonObject = {
  id: "https://centro.example/actions/3",
  type: "Event",
  kind: "CampaignAction",
  name: "Picket at BuildCo",
  nameMap: { en: "Picket at BuildCo", es: "Piquete en BuildCo" },
  summary: "<p>Saturday 28 November</p>",
  content: "<p>We stand with the 31.</p><p>Bring signs.</p>",
  attributedTo: "https://centro.example/centres/centro",
  startTime: "2026-11-28T08:00:00-08:00",
  endTime: "2026-11-28T11:00:00-08:00",
  timezone: "America/Los_Angeles",
  eventStatus: "EventScheduled",
  location: { type: "Place", name: "1200 Broadway", address: "1200 Broadway, Oakland, CA" },
  published: "2026-11-20T17:00:00Z",
};

describe("an event document as a calendar entry", () => {
  test("an action of this network", () => {
    expect(calendarEventOf(EVENT)).toEqual({
      id: "https://centro.example/actions/3",
      url: "https://centro.example/actions/3",
      name: "Picket at BuildCo",
      text: "We stand with the 31.\nBring signs.",
      starts: Date.UTC(2026, 10, 28, 16),
      ends: Date.UTC(2026, 10, 28, 19),
      timezone: "America/Los_Angeles",
      place: { name: "1200 Broadway", address: "1200 Broadway, Oakland, CA" },
      cancelled: false,
      published: Date.UTC(2026, 10, 20, 17),
      sequence: 0,
    });
  });

  test("in the language that the reader wants", () => {
    expect(calendarEventOf(EVENT, { wanted: ["es"] })?.name).toBe("Piquete en BuildCo");
  });

  test("an address in parts", () => {
    const address = {
      type: "PostalAddress",
      streetAddress: "12 rue X",
      addressLocality: "Lyon",
      postalCode: "69001",
      addressCountry: null,
    };
    const location = { type: "Place", name: "Bourse du travail", address };
    expect(calendarEventOf({ ...EVENT, location })?.place).toEqual({
      name: "Bourse du travail",
      address: "12 rue X, 69001, Lyon",
    });
  });

  test.each(["EventCancelled", "https://schema.org/EventCancelled", "ev:EventCancelled"])(
    "cancelled: %s",
    (eventStatus) => {
      expect(calendarEventOf({ ...EVENT, eventStatus })?.cancelled).toBe(true);
    },
  );

  test("a later form has a higher sequence", () => {
    const first = calendarEventOf({ ...EVENT, updated: "2026-11-21T00:00:00Z" })?.sequence ?? 0;
    const second = calendarEventOf({ ...EVENT, updated: "2026-11-21T00:00:01Z" })?.sequence ?? 0;
    expect(second).toBeGreaterThan(first);
    expect(calendarEventOf(EVENT, { sequence: 7 })?.sequence).toBe(7);
  });

  test("what is odd is passed over: an end before the start, a zone that does not exist, a link that is none", () => {
    const odd = {
      ...EVENT,
      endTime: "2026-11-28T07:00:00-08:00",
      timezone: "Mars/Olympus",
      url: "javascript:alert(1)",
      location: 5,
    };
    const event = calendarEventOf(odd);
    expect(event).toMatchObject({ timezone: "UTC", url: "https://centro.example/actions/3" });
    expect(event).not.toHaveProperty("ends");
    expect(event).not.toHaveProperty("place");
  });

  test("without a time it is none", () => {
    expect(calendarEventOf({ ...EVENT, startTime: "soon" })).toBeUndefined();
    expect(calendarEventOf({ type: "Event", startTime: "2026-11-28T08:00:00Z" })).toBeUndefined();
  });

  test("never throws", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(EVENT)),
        fc.jsonValue(),
        (key, value) => void calendarEventOf({ ...EVENT, [key]: value } as JsonObject),
      ),
    );
  });
});
