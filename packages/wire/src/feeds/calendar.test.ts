import { DAY, HOUR, MINUTE, wallTime } from "@commonhall/domain";
import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { calendarFeed, type CalendarEvent } from "./calendar.ts";

const PICKET: CalendarEvent = {
  id: "https://hall.example/actions/0199f0aa-0003-7000-8000-000000000003",
  url: "https://hall.example/actions/0199f0aa-0003-7000-8000-000000000003",
  name: "Picket at BuildCo",
  text: "Bring signs.\nAnd water; and friends, many.",
  starts: Date.UTC(2026, 10, 28, 16),
  ends: Date.UTC(2026, 10, 28, 19),
  timezone: "America/Los_Angeles",
  place: { name: "BuildCo", address: "1200 Broadway, Oakland" },
  cancelled: false,
  published: Date.UTC(2026, 10, 1),
  sequence: 0,
};

const calendar = (events: readonly CalendarEvent[], name = "Actions"): string =>
  calendarFeed({ name, home: "https://hall.example/", self: "https://hall.example/centres/centro.ics", events });

/** Read by somebody else's program, with the time zones that stand in the file and no others. */
function read(text: string): { root: ICAL.Component; events: ICAL.Event[] } {
  const root = new ICAL.Component(ICAL.parse(text) as unknown[]);
  ICAL.TimezoneService.reset();
  for (const zone of root.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return { root, events: root.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event)) };
}

const only = (event: CalendarEvent): ICAL.Event => read(calendar([event])).events[0]!;
const zoneNames = Intl.supportedValuesOf("timeZone");

describe("a calendar feed", () => {
  test("says what happens when and where", () => {
    const { root, events } = read(calendar([PICKET], "Pay, what; you \\ owe"));
    // ical.js leaves the escapes of what it does not know.
    expect(root.getFirstPropertyValue("name")).toBe("Pay\\, what\\; you \\\\ owe");
    expect(root.getFirstPropertyValue("refresh-interval")?.toString()).toBe("PT1H");
    const event = events[0]!;
    expect(event.uid).toBe(PICKET.id);
    expect(event.summary).toBe(PICKET.name);
    expect(event.description).toBe(PICKET.text);
    expect(event.location).toBe("BuildCo\n1200 Broadway, Oakland");
    expect(event.startDate.zone.tzid).toBe("America/Los_Angeles");
    expect(event.startDate.toString()).toBe("2026-11-28T08:00:00");
    expect(event.startDate.toUnixTime() * 1000).toBe(PICKET.starts);
    expect(event.endDate.toUnixTime() * 1000).toBe(PICKET.ends);
    expect(event.component.getFirstPropertyValue("status")).toBe("CONFIRMED");
  });

  test("a cancelled event stays and says so, with a higher sequence", () => {
    const event = only({ ...PICKET, cancelled: true, sequence: 3, updated: Date.UTC(2026, 10, 20) });
    expect(event.component.getFirstPropertyValue("status")).toBe("CANCELLED");
    expect(event.sequence).toBe(3);
    expect(event.component.getFirstPropertyValue("last-modified")?.toString()).toBe("2026-11-20T00:00:00Z");
  });

  test("names nobody: neither attendees nor an organiser", () => {
    expect(calendar([PICKET])).not.toMatch(/ATTENDEE|ORGANIZER|mailto/i);
  });

  test("the same events are the same bytes, whenever they are asked for", () => {
    expect(calendar([PICKET])).toBe(calendar([PICKET]));
  });

  test("an open end has none", () => {
    const { ends: _, ...open } = PICKET;
    expect(only(open).component.getFirstPropertyValue("dtend")).toBeNull();
  });

  test("every time zone of the node is told so that others reckon the same moment", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zoneNames),
        fc.integer({ min: Date.UTC(2000, 0) / MINUTE, max: Date.UTC(2035, 0) / MINUTE }),
        (timezone, minute) => {
          const starts = minute * MINUTE;
          const event = only({ ...PICKET, timezone, starts, ends: starts + 3 * HOUR });
          expect(event.startDate.toUnixTime() * 1000).toBe(starts);
          expect(event.endDate.toUnixTime() * 1000).toBe(starts + 3 * HOUR);
        },
      ),
      { numRuns: 400 },
    );
  });

  test("and the coming year in the zone itself, not in UTC", () => {
    const starts = Date.UTC(2027, 0, 15, 12);
    for (const timezone of zoneNames) {
      const event = only({ ...PICKET, timezone, starts, ends: starts + HOUR });
      const { date, time } = wallTime(starts, timezone);
      expect(`${timezone} ${event.startDate.toString()}`).toBe(`${timezone} ${date}T${time}:00`);
    }
  });

  test("an hour that comes twice stands in UTC, because a wall time cannot tell which", () => {
    const first = Date.UTC(2026, 9, 25, 0, 30);
    for (const starts of [first, first + HOUR]) {
      expect(wallTime(starts, "Europe/Madrid").time).toBe("02:30");
      const event = only({ ...PICKET, timezone: "Europe/Madrid", starts, ends: starts + DAY });
      expect(event.startDate.toString()).toMatch(/Z$/);
      expect(event.startDate.toUnixTime() * 1000).toBe(starts);
    }
  });

  test("a zone that the rules do not know stands in UTC", () => {
    const event = only({ ...PICKET, timezone: "+03:00" });
    expect(event.startDate.toString()).toBe("2026-11-28T16:00:00Z");
  });

  test("characters for which a calendar has no room become blanks, and half of one a replacement", () => {
    const text = calendar([{ ...PICKET, name: "a\u0000b\u000bc\u2028d\u007fe\rf", text: "x\ud800y" }], "n\u0007");
    expect(text.isWellFormed()).toBe(true);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\p{Cc}\u2028]/u);
    expect(read(text).events[0]?.summary).toBe("a b c d e f");
    expect(read(text).events[0]?.description).toBe("x\ufffdy");
  });

  test("no text breaks out of its line, and none is lost", () => {
    const texts = fc.string({ unit: "binary", maxLength: 120 });
    fc.assert(
      fc.property(texts, texts, texts, (name, text, place) => {
        const { root, events } = read(calendar([{ ...PICKET, name, text, place: { name: place } }], name));
        expect(events).toHaveLength(1);
        expect(root.getAllSubcomponents().map((part) => part.name)).toEqual(["vtimezone", "vevent"]);
        expect(events[0]!.component.getAllProperties().filter((property) => property.name === "uid")).toHaveLength(1);
        expect(events[0]!.component.getAllProperties("x-evil")).toEqual([]);
      }),
    );
    const evil = "x\r\nX-EVIL:1\r\nEND:VEVENT";
    const event = only({ ...PICKET, name: evil, text: evil, place: { name: evil } });
    expect(event.component.getAllProperties("x-evil")).toEqual([]);
    expect(event.summary).toBe("x\nX-EVIL:1\nEND:VEVENT");
  });
});
