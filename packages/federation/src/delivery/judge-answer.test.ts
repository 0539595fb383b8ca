import { DAY, err, HOUR, ok, trusted, waitAfter, type LeasedDelivery } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HttpError } from "../http/http-error.ts";
import { judgeAnswer } from "./judge-answer.ts";
import type { Sent } from "./send-delivery.ts";

const created = Date.UTC(2026, 10, 22);

const delivery = (more: Partial<LeasedDelivery> = {}): LeasedDelivery => ({
  id: 7,
  activity: trusted.activity("https://hall.example/activities/1"),
  activityType: "Create",
  actor: trusted.actor("https://hall.example/centres/hall"),
  object: trusted.object("https://hall.example/posts/1"),
  inbox: trusted.inbox("https://ally.example/inbox"),
  host: trusted.host("ally.example"),
  document: "{}",
  attempts: 0,
  created,
  ...more,
});

const status = (code: number, retryAfter?: number): Sent =>
  ok({ status: code, ...(retryAfter === undefined ? {} : { retryAfter }) });
const judged = (sent: Sent, now = created + HOUR, more: Partial<LeasedDelivery> = {}) =>
  judgeAnswer(delivery(more), sent, now, 0.5);

describe("an answer with a status", () => {
  it.each([
    [200, "done", "works"],
    [202, "done", "works"],
    [400, "retry", "works"],
    [401, "retry", "works"],
    [403, "retry", "works"],
    [404, "retry", "works"],
    [405, "failed", "works"],
    [408, "retry", "fails"],
    [410, "gone", "works"],
    [413, "failed", "works"],
    [418, "retry", "works"],
    [422, "failed", "works"],
    [429, "retry", "fails"],
    [500, "retry", "fails"],
    [501, "failed", "works"],
    [503, "retry", "fails"],
    [599, "retry", "fails"],
  ])("%i is %s, and the host %s", (code, type, host) => {
    expect(judged(status(code))).toMatchObject({ outcome: { id: 7, type }, host });
  });

  it("asking for a pause gets it, where it is longer than ours", () => {
    const now = created + HOUR;
    expect(judged(status(429, HOUR)).outcome).toMatchObject({ type: "retry", at: now + HOUR });
    expect(judged(status(503, 1)).outcome).toMatchObject({ type: "retry", at: now + waitAfter(1, 0.5) });
  });

  it("refusing is believed after two days, but a Delete is tried for thirty", () => {
    const refused = (days: number, activityType: string) =>
      judged(status(403), created + days * DAY, { activityType }).outcome.type;
    expect(refused(1.9, "Create")).toBe("retry");
    expect(refused(2.1, "Create")).toBe("failed");
    expect(refused(29, "Delete")).toBe("retry");
    expect(refused(31, "Delete")).toBe("failed");
  });

  it("of 404 says nothing for good: a proxy whose server is away says the same", () => {
    expect(judged(status(404), created + 6.9 * DAY).outcome.type).toBe("retry");
    expect(judged(status(404), created + 7.1 * DAY).outcome.type).toBe("failed");
  });
});

describe("no answer", () => {
  it.each<[HttpError, string, string]>([
    [{ type: "timeout" }, "retry", "fails"],
    [{ type: "unreachable", detail: "ECONNREFUSED" }, "retry", "fails"],
    [{ type: "redirect refused", status: 301 }, "retry", "works"],
    [{ type: "refused domain" }, "held", "unknown"],
    [{ type: "not https" }, "failed", "unknown"],
    [{ type: "not an address", detail: "credentials" }, "failed", "unknown"],
    [{ type: "private address", detail: "ally.example is 10.0.0.1" }, "retry", "fails"],
  ])("%o is %s, and the host %s", (error, type, host) => {
    expect(judged(err(error))).toMatchObject({ outcome: { type }, host });
  });

  it("because the URL itself holds a private address is for good", () => {
    for (const inbox of ["https://10.0.0.1/inbox", "https://[fd00::1]:8443/inbox"]) {
      const answer = judged(err({ type: "private address", detail: "" }), created, { inbox: trusted.inbox(inbox) });
      expect(answer.outcome.type).toBe("failed");
    }
  });

  it("because the actor's keys are gone is for good", () => {
    expect(judged(err({ type: "no key" })).outcome.type).toBe("failed");
  });
});

describe("whatever an inbox says", () => {
  const anySent: fc.Arbitrary<Sent> = fc.oneof(
    fc.integer({ min: 100, max: 999 }).map((code) => status(code)),
    fc.tuple(fc.integer({ min: 400, max: 599 }), fc.nat(DAY)).map(([code, wait]) => status(code, wait)),
    fc.constantFrom<Sent>(err({ type: "timeout" }), err({ type: "unreachable", detail: "x" }), err({ type: "no key" })),
  );

  it("a retry lies ahead, and after the deadline there is none", () => {
    fc.assert(
      fc.property(
        anySent,
        fc.nat(40 * DAY),
        fc.nat(300),
        fc.constantFrom("Create", "Delete"),
        (sent, age, attempts, activityType) => {
          const now = created + age;
          const { outcome } = judgeAnswer(delivery({ attempts, activityType }), sent, now, 0.5);
          expect(outcome.id).toBe(7);
          if (outcome.type !== "retry") return;
          expect(outcome.at).toBeGreaterThan(now);
          expect(outcome.at).toBeLessThanOrEqual(now + DAY);
          expect(age).toBeLessThan(activityType === "Delete" ? 30 * DAY : 7 * DAY);
        },
      ),
    );
  });

  it("only a 2xx is done, and only a 410 is gone", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 999 }), (code) => {
        const { outcome } = judged(status(code));
        expect(outcome.type === "done").toBe(code >= 200 && code < 300);
        expect(outcome.type === "gone").toBe(code === 410);
      }),
    );
  });
});
