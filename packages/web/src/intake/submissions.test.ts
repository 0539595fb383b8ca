import { HOUR, MINUTE, SECOND } from "@commonhall/domain";
import { networkCounts } from "@commonhall/vault";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { submissions, type Arrival, type Placed } from "./submissions.ts";

function door() {
  let now = 0;
  const clock = Object.assign(() => now, { advance: (by: number) => void (now += by) });
  const kept = new Map<string, number>();
  const arriving = submissions(clock, networkCounts(clock, kept));
  let looked = 0;
  const send = (arrival: Partial<Arrival> & { readonly from?: string | undefined } = {}): Placed =>
    arriving.place({
      tooQuick: false,
      answer: undefined,
      misses: 0,
      network: () => {
        looked += 1;
        return arrival.from;
      },
      ...arrival,
    });
  const flood = (count: number, arrival: Parameters<typeof send>[0] = {}): readonly Placed[] =>
    Array.from({ length: count }, () => send(arrival));
  return { clock, kept, arriving, send, flood, looked: () => looked };
}

const often = (placed: readonly Placed[], what: Placed): number => placed.filter((one) => one === what).length;

const wait = fc.constantFrom(0, 0, 0, 0, SECOND, 30 * SECOND, MINUTE, 10 * MINUTE, HOUR);
const arrival = fc.record({
  tooQuick: fc.constantFrom(false, false, false, true),
  answer: fc.constantFrom<Arrival["answer"][]>("right", "wrong", undefined),
  misses: fc.nat(1),
  from: fc.constantFrom("192.0.2", "198.51.100", "203.0.113", undefined),
});

describe("whatever comes, in whatever order", () => {
  test("never more than the limit is new, and under attack never more than as many again", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(wait, arrival), { maxLength: 300 }), (steps) => {
        const at = door();
        const taken: { readonly when: number; readonly attacked: boolean }[] = [];
        for (const [pause, sent] of steps) {
          at.clock.advance(pause);
          const placed = at.send(sent);
          const attacked = at.arriving.underAttack();
          if (placed === "new" && !sent.tooQuick) taken.push({ when: at.clock(), attacked });
          if (placed === "new" && attacked) expect([sent.answer, sent.tooQuick]).toEqual(["right", false]);
        }
        for (const attacked of [true, false]) {
          const times = taken.filter((one) => one.attacked === attacked).map(({ when }) => when);
          for (const [index, from] of times.entries()) {
            for (const [more, to] of times.slice(index).entries()) {
              expect(more + 1).toBeLessThanOrEqual(20 + (to - from) / MINUTE + 1e-6);
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test("without an attack nobody is asked anything, and nobody looks from where they come", () => {
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 60 }), fc.boolean(), (sent, slowly) => {
        const at = door();
        const placed = sent.map((one) => {
          if (slowly) at.clock.advance(50 * SECOND);
          return at.send(one);
        });
        expect([at.arriving.underAttack(), at.looked(), at.kept.size]).toEqual([false, 0, 0]);
        expect(often(placed, "ask")).toBe(0);
      }),
    );
  });

  test("nobody is asked a third time", () => {
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 150 }), (sent) => {
        const at = door();
        at.flood(100);
        for (const one of sent) {
          const placed = at.send(one);
          if (one.misses === 1) expect(placed).not.toBe("ask");
        }
      }),
    );
  });
});

describe("an attack", () => {
  test("begins with the forty-first report beyond the limit, within an hour", () => {
    const at = door();
    const before = at.flood(60);
    expect([often(before, "new"), often(before, "later")]).toEqual([20, 40]);
    expect(at.arriving.underAttack()).toBe(false);
    expect(at.send()).toBe("ask");
    expect(at.arriving.underAttack()).toBe(true);
  });

  test("does not begin when forty too many come every two hours", () => {
    const at = door();
    for (let day = 0; day < 30; day += 1) {
      at.flood(60);
      expect(at.arriving.underAttack()).toBe(false);
      at.clock.advance(2 * HOUR);
    }
  });

  test("ends twenty minutes after the last that came, with every count; the next one is like the first", () => {
    const at = door();
    at.flood(200);
    at.send({ answer: "right", from: "192.0.2" });
    expect(at.kept.size).toBe(1);
    at.clock.advance(20 * MINUTE - 1);
    expect(at.arriving.underAttack()).toBe(true);
    at.clock.advance(1);
    expect([at.arriving.underAttack(), at.kept.size]).toEqual([false, 0]);
    expect(often(at.flood(20), "new")).toBe(20);
    expect(at.send()).toBe("later");
  });

  test("goes on as long as they come more quickly than the limit", () => {
    const at = door();
    at.flood(100);
    for (let count = 0; count < 500; count += 1) {
      at.clock.advance(50 * SECOND);
      expect([at.send(), at.arriving.underAttack()]).toEqual(["ask", true]);
    }
  });
});

describe("under attack", () => {
  const attacked = () => {
    const at = door();
    at.flood(200);
    return at;
  };

  test("a right answer leads to the new ones, though the limit was used up long ago", () => {
    expect(attacked().send({ answer: "right", from: "192.0.2" })).toBe("new");
    expect(attacked().send({ answer: "right" })).toBe("new");
  });

  test("a wrong one is asked once more, and then kept aside", () => {
    const at = attacked();
    expect(at.send({ answer: "wrong" })).toBe("ask");
    expect(at.send({ answer: "wrong", misses: 1 })).toBe("later");
    expect(at.looked()).toBe(0);
  });

  test("what comes from one network beyond its share is kept aside, and takes nothing from others", () => {
    const at = attacked();
    const one = at.flood(50, { answer: "right", from: "192.0.2" });
    expect([often(one, "new"), often(one, "later")]).toEqual([5, 45]);
    expect(at.send({ answer: "right", from: "198.51.100" })).toBe("new");
    expect(at.send({ answer: "right" })).toBe("new");
    at.clock.advance(10 * MINUTE);
    expect(at.send({ answer: "right", from: "192.0.2" })).toBe("new");
  });

  test("right answers from very many networks are no more than the limit either, and the rest is kept aside", () => {
    const at = attacked();
    const placed = Array.from({ length: 100 }, (_, n) => at.send({ answer: "right", from: `198.51.${n}` }));
    expect([often(placed, "new"), often(placed, "later")]).toEqual([20, 80]);
    at.clock.advance(MINUTE);
    expect(at.send({ answer: "right", from: "192.0.2" })).toBe("new");
  });

  test("where no address is known everybody has one share together, and nobody is refused", () => {
    const placed = attacked().flood(50, { answer: "right" });
    expect([often(placed, "new"), often(placed, "later")]).toEqual([10, 40]);
  });

  test("what becomes a new report under a made-up code is kept aside, and counts like the others", () => {
    const at = door();
    const placed = Array.from({ length: 61 }, () => at.arriving.placeByCode());
    expect([often(placed, "new"), often(placed, "later")]).toEqual([20, 41]);
    expect(at.arriving.underAttack()).toBe(true);
    at.clock.advance(5 * MINUTE);
    expect(at.arriving.placeByCode()).toBe("later");
    at.clock.advance(20 * MINUTE);
    expect(at.arriving.placeByCode()).toBe("new");
  });

  test("what is too quick is kept aside as always, and uses up nobody's share", () => {
    const at = attacked();
    expect(often(at.flood(50, { answer: "right", from: "192.0.2", tooQuick: true }), "later")).toBe(50);
    expect(at.looked()).toBe(0);
    expect(at.send({ answer: "right", from: "192.0.2" })).toBe("new");
  });
});
