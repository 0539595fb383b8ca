import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../json.ts";
import { calendarFeed } from "./calendar.ts";
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

  test("the number of changes fits into a calendar, whatever dates somebody writes", () => {
    const dates = { published: "1970-01-01T00:00:00Z", updated: "9998-12-31T23:59:59Z" };
    expect(calendarEventOf({ ...EVENT, ...dates })?.sequence).toBe(2 ** 31 - 1);
    const backwards = { published: dates.updated, updated: dates.published };
    expect(calendarEventOf({ ...EVENT, ...backwards })?.sequence).toBe(0);
  });

  test("an action that is a Note has its heading for a name", () => {
    const { name: _, nameMap: __, summary: ___, ...rest } = EVENT;
    const note = { ...rest, type: "Note", headingMap: { en: "Sign for the 31", es: "Firma por los 31" } };
    expect(calendarEventOf(note)?.name).toBe("Sign for the 31");
    expect(calendarEventOf(note, { wanted: ["es"] })?.name).toBe("Firma por los 31");
    expect(calendarEventOf({ ...rest, type: "Note" })?.name).toBe("We stand with the 31. Bring signs.");
  });

  test("a text without end is cut, and costs no time", () => {
    expect(calendarEventOf({ ...EVENT, content: "<p>Hello</p>".repeat(100_000) })?.text.length).toBeLessThan(5000);
    expect(calendarEventOf({ ...EVENT, content: "<b>".repeat(300_000) })?.text).toBe("");
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

  test("nothing that somebody writes spoils the calendar in which it stands", () => {
    const dates = fc.constantFrom(
      "1970-01-01T00:00:00Z",
      "2026-03-08T02:30:00-08:00",
      "9998-12-31T23:59:59Z",
      "9999-12-31T23:59:59Z",
      "soon",
    );
    const odd = fc.record(
      {
        name: fc.string({ unit: "binary" }),
        content: fc.string({ unit: "binary" }),
        url: fc.oneof(fc.webUrl(), fc.string()),
        startTime: dates,
        endTime: dates,
        timezone: fc.constantFrom("America/Los_Angeles", "asia/jakarta", "+03:00", "Etc/GMT+12", "Mars", "EST5EDT"),
        published: dates,
        updated: dates,
        location: fc.jsonValue(),
      },
      { requiredKeys: ["startTime"] },
    );
    fc.assert(
      fc.property(odd, (fields) => {
        const json: unknown = JSON.parse(JSON.stringify({ ...EVENT, ...fields }));
        const event = calendarEventOf(json as JsonObject);
        const known = calendarEventOf(EVENT);
        const events = [event, known].filter((one) => one !== undefined);
        const model = { name: "All", home: "https://hall.example/", self: "https://hall.example/x.ics", events };
        const text = calendarFeed(model);
        expect(text.match(/^BEGIN:VEVENT\r?$/gm)).toHaveLength(events.length);
        expect(text).toContain("DTSTART;TZID=America/Los_Angeles:20261128T080000");
        expect(text).not.toMatch(/NaN|Invalid/);
      }),
    );
  });
});
