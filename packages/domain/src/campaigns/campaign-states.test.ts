import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { trusted } from "../ids.ts";
import { addMonths, dateOf, DAY, HOUR, startOfDay, type PlainDate } from "../time.ts";
import { OUTCOMES, type Campaign, type CampaignStatus, type Closing } from "./campaign.ts";
import { close, closeByCalendar, isOver, renew, resume, suspend, waitsForOutcome } from "./campaign-states.ts";
import { RUNS_FOR_MONTHS } from "./check-campaign.ts";

const PUBLISHED = Date.UTC(2026, 10, 22, 9);
const STARTS = dateOf(PUBLISHED);

const published: Campaign = {
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
  starts: STARTS,
  ends: addMonths(STARTS, RUNS_FOR_MONTHS),
  status: "running",
  published: PUBLISHED,
  log: [{ at: PUBLISHED, by: "ana", what: "published" }],
};

/** What anybody would say of the campaign who has watched everything that happened to it. */
interface Model {
  status: CampaignStatus;
  isAnswered: boolean;
  ends: PlainDate;
  now: number;
  steps: number;
}

interface Real {
  campaign: Campaign;
}

type Verb = "suspend" | "resume" | "renew" | "close" | "close without a word" | "calendar";

const CLOSING: Closing = { outcome: "won", changed: "All were paid.", workersTold: true };

/** What each step does where it may be taken, by the table of `campaign-states.ts`. */
const MAY: Readonly<Record<Verb, (model: Model) => boolean>> = {
  suspend: ({ status }) => status === "running",
  resume: ({ status }) => status === "suspended",
  renew: ({ status }) => status !== "closed",
  close: ({ status, isAnswered }) => status !== "closed" || !isAnswered,
  "close without a word": () => false,
  calendar: ({ status }) => status !== "closed",
};

class Step implements fc.Command<Model, Real> {
  readonly verb: Verb;
  readonly after: number;
  readonly closing: Closing;
  constructor(verb: Verb, after: number, closing: Closing) {
    this.verb = verb;
    this.after = after;
    this.closing = closing;
  }
  check = () => true;
  toString = () => `${this.verb} after ${this.after} ms`;

  run(model: Model, real: Real): void {
    model.now += this.after;
    const before = real.campaign;
    const result = this.take(before, model.now);
    expect(result.ok).toBe(MAY[this.verb](model));
    if (!result.ok) return;
    this.expectIn(model);
    real.campaign = result.value;
    this.checkAgainst(model, before, real.campaign);
  }

  take(campaign: Campaign, now: number) {
    switch (this.verb) {
      case "suspend":
        return suspend(campaign, "ana", now);
      case "resume":
        return resume(campaign, "ana", now);
      case "renew":
        return renew(campaign, "ana", now);
      case "close":
        return close(campaign, this.closing, "ana", now);
      case "close without a word":
        return close(campaign, { ...this.closing, changed: " \n" }, "ana", now);
      case "calendar":
        return closeByCalendar(campaign, now);
    }
  }

  expectIn(model: Model): void {
    model.steps += 1;
    if (this.verb === "suspend") model.status = "suspended";
    if (this.verb === "resume") model.status = "running";
    if (this.verb === "renew")
      model.ends = addMonths(model.ends > dateOf(model.now) ? model.ends : dateOf(model.now), RUNS_FOR_MONTHS);
    if (this.verb === "close" || this.verb === "calendar") {
      model.status = "closed";
      model.isAnswered = this.verb === "close";
    }
  }

  checkAgainst(model: Model, before: Campaign, after: Campaign): void {
    expect(after.status).toBe(model.status);
    expect(after.ends).toBe(model.ends);
    expect(after.ends >= before.ends).toBe(true);
    expect(after.updated).toBe(model.now);
    expect(after.log).toHaveLength(1 + model.steps);
    expect(after.log.slice(0, -1)).toEqual(before.log);
    expect(after.log.map(({ at }) => at)).toEqual(after.log.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(after.closing !== undefined).toBe(after.status === "closed");
    expect(waitsForOutcome(after)).toBe(model.status === "closed" && !model.isAnswered);
    if (after.status === "closed" && model.isAnswered) expect(after.closing).toEqual(this.closing);
    const { status: _, ends: _ends, updated: _updated, log: _log, closing: _closing, ...untouched } = after;
    expect(before).toMatchObject(untouched);
  }
}

const closings: fc.Arbitrary<Closing> = fc.record({
  outcome: fc.constantFrom(...OUTCOMES),
  changed: fc.constantFrom("All were paid.", "Nothing."),
  workersTold: fc.boolean(),
});
const steps = fc
  .record({
    verb: fc.constantFrom<Verb[]>("suspend", "resume", "renew", "close", "close without a word", "calendar"),
    after: fc.oneof(fc.integer({ min: 0, max: HOUR }), fc.integer({ min: 0, max: 200 * DAY })),
    closing: closings,
  })
  .map(({ verb, after, closing }) => new Step(verb, after, closing));

describe("a campaign", () => {
  test("through any sequence of steps: dated in order, one line of log a step, and nothing leads out of closed", () => {
    fc.assert(
      fc.property(fc.commands([steps], { maxCommands: 40 }), (all) => {
        const model: Model = { status: "running", isAnswered: true, ends: published.ends, now: PUBLISHED, steps: 0 };
        fc.modelRun(() => ({ model, real: { campaign: published } }), all);
      }),
      { numRuns: 500 },
    );
  });

  test("closed by people stays as it is, whatever is tried", () => {
    const closed = close(published, CLOSING, "ana", PUBLISHED + DAY);
    if (!closed.ok) throw new Error("refused");
    for (const result of [
      suspend(closed.value, "b", 0),
      resume(closed.value, "b", 0),
      renew(closed.value, "b", 0),
      close(closed.value, CLOSING, "b", 0),
      closeByCalendar(closed.value, 0),
    ]) {
      expect(result.ok).toBe(false);
    }
  });

  test("renewed in time runs three months longer; renewed late, three months from that day", () => {
    const early = renew(published, "ana", PUBLISHED);
    expect(early).toMatchObject({ ok: true, value: { ends: "2027-05-22" } });
    const late = renew(published, "ana", Date.UTC(2027, 5, 30));
    expect(late).toMatchObject({ ok: true, value: { ends: "2027-09-30" } });
  });

  test("is over when the day after its last has begun everywhere, and not before", () => {
    const lastMoment = startOfDay(published.ends) + DAY + 12 * HOUR;
    expect(isOver(published, lastMoment - 1)).toBe(false);
    expect(isOver(published, lastMoment)).toBe(true);
    expect(isOver({ ...published, status: "suspended" }, lastMoment)).toBe(true);
    expect(isOver({ ...published, status: "closed" }, lastMoment)).toBe(false);
    // The last place on earth where the last day ends is UTC-12.
    expect(new Intl.DateTimeFormat("en-CA", { timeZone: "Etc/GMT+12" }).format(lastMoment - 1)).toBe(published.ends);
  });
});
