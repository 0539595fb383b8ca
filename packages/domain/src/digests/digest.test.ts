import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { feedFilterFrom, feedName } from "../feeds/feed-name.ts";
import { DAY, HOUR, type Timestamp } from "../time.ts";
import { DIGEST_LIMITS, isDigestWaiting, type Digest } from "./digest.ts";
import { confirmedDigest, digestDueUntil, plannedDigest, refusedDigest, toldDigest } from "./digest-states.ts";
import { DIGEST_RHYTHMS, lastDigestDue, nextDigestDue, type DigestRhythm } from "./rhythm.ts";

const WEEK = 7 * DAY;
const EVERY = { daily: DAY, weekly: WEEK };
const ENGLISH = "en";
/** Any millisecond of some centuries, and those around the hour at which digests go out. */
const times = fc.oneof(
  fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2400, 0) }),
  fc
    .tuple(fc.integer({ min: 0, max: 100_000 }), fc.constantFrom(-1, 0, 1))
    .map(([day, by]) => day * DAY + 7 * HOUR + by),
);
const rhythms = fc.constantFrom(...DIGEST_RHYTHMS);

function asked(rhythm: DigestRhythm, at: Timestamp): Digest {
  const filter = feedFilterFrom("us.f.call.any");
  if (!filter.ok) throw new Error("no such feed");
  const terms = { feed: feedName(filter.value), rhythm, language: ENGLISH };
  return { ...terms, id: "one", sealed: "", asked: at, until: at, due: at, refusals: 0 };
}

describe("a digest is due", () => {
  test("at seven in the morning UTC, and a weekly one on Mondays", () => {
    fc.assert(
      fc.property(rhythms, times, (rhythm, at) => {
        for (const due of [lastDigestDue(rhythm, at), nextDigestDue(rhythm, at)].map((time) => new Date(time))) {
          expect(due.toISOString().slice(11)).toBe("07:00:00.000Z");
          if (rhythm === "weekly") expect(due.getUTCDay()).toBe(1);
        }
      }),
    );
  });

  test("at one time after the other, with none left out and none twice", () => {
    fc.assert(
      fc.property(rhythms, times, (rhythm, at) => {
        const [last, next] = [lastDigestDue(rhythm, at), nextDigestDue(rhythm, at)];
        expect(last <= at && at < next).toBe(true);
        expect(next - last).toBe(EVERY[rhythm]);
        expect(lastDigestDue(rhythm, next)).toBe(next);
        expect(nextDigestDue(rhythm, last)).toBe(next);
        expect(lastDigestDue(rhythm, next - 1)).toBe(last);
      }),
    );
  });
});

describe("what is told", () => {
  /** The node looks at these times; what it had to tell then. */
  const lookedAt = (rhythm: DigestRhythm, from: Timestamp, looks: readonly Timestamp[]) => {
    let digest = confirmedDigest(asked(rhythm, from - DAY), from);
    const told: { readonly after: Timestamp; readonly until: Timestamp; readonly at: Timestamp }[] = [];
    for (const now of looks) {
      if (digest.due > now) continue;
      digest = plannedDigest(digest, now);
      const until = digestDueUntil(digest, now);
      if (until === undefined) continue;
      told.push({ after: digest.until, until, at: now });
      digest = toldDigest(digest, until);
    }
    return told;
  };
  const looks = fc
    .array(fc.integer({ min: 1, max: 20 * DAY }), { maxLength: 40 })
    .map((gaps) => gaps.reduce<number[]>((all, gap) => [...all, (all.at(-1) ?? 0) + gap], []));

  test("joins on to what was told before: nothing is told twice, nothing left out, nothing of before the yes", () => {
    fc.assert(
      fc.property(rhythms, times, looks, (rhythm, from, gaps) => {
        const told = lookedAt(
          rhythm,
          from,
          gaps.map((gap) => from + gap),
        );
        expect(told.map(({ after }) => after)).toEqual([from, ...told.map(({ until }) => until)].slice(0, told.length));
        expect(told.every(({ after, until, at }) => after < until && until <= at)).toBe(true);
      }),
    );
  });

  test("comes once however long the node was away, and never more often than its rhythm", () => {
    fc.assert(
      fc.property(rhythms, times, looks, (rhythm, from, gaps) => {
        const told = lookedAt(
          rhythm,
          from,
          gaps.map((gap) => from + gap),
        );
        for (const { until, at } of told) expect(at - until).toBeLessThan(EVERY[rhythm]);
        const untils = told.map(({ until }) => until);
        for (const [index, until] of untils.slice(1).entries()) {
          expect((until - (untils[index] ?? 0)) % EVERY[rhythm]).toBe(0);
        }
        expect(new Set(untils).size).toBe(untils.length);
      }),
    );
  });

  test("is nothing before anybody has said yes", () => {
    fc.assert(
      fc.property(rhythms, times, times, (rhythm, from, now) => {
        expect(digestDueUntil(asked(rhythm, from), now)).toBeUndefined();
      }),
    );
  });
});

describe("a question", () => {
  test("waits for two days and not longer, and not when it was answered", () => {
    const digest = asked("daily", 0);
    expect([0, 2 * DAY - 1, 2 * DAY].map((now) => isDigestWaiting(digest, now))).toEqual([true, true, false]);
    expect(isDigestWaiting(confirmedDigest(digest, 1), 2)).toBe(false);
  });
});

describe("a mailbox that refuses", () => {
  test("is given up after three in a row, and one that was taken starts the count anew", () => {
    const outcomes = fc.array(fc.boolean(), { maxLength: 30 });
    fc.assert(
      fc.property(outcomes, (takes) => {
        let digest: Digest | undefined = confirmedDigest(asked("daily", 0), 0);
        let tries = 0;
        for (const isTaken of takes) {
          if (digest === undefined) break;
          tries += 1;
          digest = isTaken ? toldDigest(digest, tries * DAY) : refusedDigest(digest);
        }
        const third = takes.findIndex((_, at) => at >= 2 && !takes.slice(at - 2, at + 1).includes(true));
        expect(digest === undefined).toBe(third >= 0);
        expect(tries).toBe(third < 0 ? takes.length : third + 1);
      }),
    );
    expect(DIGEST_LIMITS.refusals).toBe(3);
  });
});
