import { describe, expect, test } from "vitest";
import { trusted } from "../ids.ts";
import { plainDate, type PlainDate } from "../time.ts";
import type { Campaign } from "./campaign.ts";
import { close, closeByCalendar, waitsForOutcome } from "./campaign-states.ts";

const NOW = Date.parse("2027-02-24T00:00:00Z");
const WON = { outcome: "won", changed: "All were paid.", workersTold: true } as const;

function day(text: string): PlainDate {
  const date = plainDate(text);
  if (date === undefined) throw new Error(`No day: ${text}`);
  return date;
}

const running: Campaign = {
  id: trusted.actor("https://hall.example/campaigns/payup"),
  centre: trusted.actor("https://hall.example/centres/hall"),
  openingPost: trusted.object("https://hall.example/posts/1"),
  handle: trusted.handle("payup"),
  name: {},
  summary: {},
  regions: [],
  sectors: [],
  targets: [],
  demands: [],
  translators: {},
  starts: day("2026-11-22"),
  ends: day("2027-02-22"),
  status: "running",
  published: 0,
  log: [],
};

function done<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T {
  if (!result.ok) throw new Error("refused");
  return result.value;
}

describe("closing a campaign", () => {
  test("one that the calendar closed waits for its three answers, and takes them once", () => {
    const over = done(closeByCalendar(running, NOW));
    expect(waitsForOutcome(over)).toBe(true);
    const answered = done(close(over, WON, "mina", NOW + 1));
    expect(answered).toMatchObject({ status: "closed", closing: WON });
    expect(answered.log.map(({ what }) => what)).toEqual(["closed by the calendar", "closed"]);
    expect(waitsForOutcome(answered)).toBe(false);
    expect(close(answered, WON, "mina", NOW + 2)).toEqual({ ok: false, error: { type: "closed already" } });
  });

  test("one that people closed is closed for good", () => {
    const closed = done(close(running, WON, "mina", NOW));
    expect(close(closed, { ...WON, outcome: "lost" }, "mina", NOW)).toEqual({
      ok: false,
      error: { type: "closed already" },
    });
  });
});
