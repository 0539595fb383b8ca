import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { HANDSHAKE_STATES, moved, offerAgainst, type Handshake, type HandshakeState } from "./handshake.ts";
import { trusted } from "./ids.ts";

const id = (made: number, tail = "000000000001") => {
  const time = made.toString(16).padStart(12, "0");
  return trusted.activity(`https://a.example/activities/${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${tail}`);
};
const at = (state: HandshakeState): Handshake => ({ offer: id(1), state, since: 0 });
const states = fc.constantFrom(...HANDSHAKE_STATES);

describe("an offer", () => {
  test("goes to later states only, whatever is said of it", () => {
    fc.assert(
      fc.property(states, states, (from, to) => {
        const next = moved(at(from), to, 5);
        const isLater = HANDSHAKE_STATES.indexOf(to) > HANDSHAKE_STATES.indexOf(from);
        expect(next).toEqual(isLater ? { ...at(to), since: 5 } : undefined);
      }),
    );
  });

  test("ends in the same state in whatever order, and however often, its messages come", () => {
    const said = fc.array(states, { minLength: 1, maxLength: 6 });
    const twoOrders = said.chain((all) =>
      fc.tuple(
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length }),
      ),
    );
    const after = (messages: readonly HandshakeState[]) =>
      messages.reduce((current, to) => moved(current, to, 5) ?? current, at("offered")).state;
    fc.assert(
      fc.property(twoOrders, ([one, other]) => {
        expect(after(one)).toBe(after(other));
      }),
    );
  });

  test("that was declined or withdrawn is not accepted by an answer that was under way", () => {
    expect(moved(at("declined"), "accepted", 5)).toBeUndefined();
    expect(moved(at("withdrawn"), "accepted", 5)).toBeUndefined();
    expect(moved(at("withdrawn"), "declined", 5)).toBeUndefined();
  });
});

test("of two offers that say when they were made the later one counts, of others the one that comes later", () => {
  expect(offerAgainst(undefined, id(1))).toBe("new");
  expect(offerAgainst(at("offered"), id(1))).toBe("same");
  expect(offerAgainst({ offer: id(5) }, id(4))).toBe("older");
  expect(offerAgainst({ offer: id(5) }, id(6))).toBe("new");
  expect(offerAgainst({ offer: id(5) }, trusted.activity("https://b.example/offers/1"))).toBe("new");
  expect(offerAgainst({ offer: trusted.activity("https://b.example/offers/1") }, id(1))).toBe("new");
});
