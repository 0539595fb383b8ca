import fc from "fast-check";
import { expect, test } from "vitest";
import { groupsOf, newReceiptCode, readReceiptCode } from "./receipt-code.ts";

const code = fc.constant(undefined).map(() => newReceiptCode());

/** The zeros of the scripts that a worker's keyboard may have, and of all others that Unicode knows. */
const ZEROS = Array.from({ length: 0x1fbff }, (_, point) => point).filter(
  (point) =>
    /\p{Nd}/u.test(String.fromCodePoint(point)) &&
    "0".localeCompare(String.fromCodePoint(point), "en", { numeric: true }) === 0,
);

const inScript = (digits: string, zero: number): string =>
  Array.from(digits, (digit) => String.fromCodePoint(zero + Number(digit))).join("");

test("a code is read as it was made, in the digits of every script and in any grouping", () => {
  for (const name of ["٠", "۰", "०", "০", "੦", "௦", "౦", "๐", "၀", "០", "０"]) {
    expect(ZEROS).toContain(name.codePointAt(0));
  }
  fc.assert(
    fc.property(
      code,
      fc.constantFrom(...ZEROS),
      fc.constantFrom("", " ", "-", "\u00a0", "\u200f", " – "),
      (made, zero, gap) => {
        const typed = groupsOf(made)
          .map((group) => inScript(group, zero))
          .join(gap);
        expect(readReceiptCode(typed)).toEqual({ ok: true, value: made });
      },
    ),
  );
});

test("one wrong digit is found, and so are two that changed places", () => {
  fc.assert(
    fc.property(code, fc.nat(19), fc.integer({ min: 1, max: 9 }), (made, at, by) => {
      const wrong = (Number(made[at]) + by) % 10;
      expect(readReceiptCode(made.slice(0, at) + wrong + made.slice(at + 1))).toEqual({
        ok: false,
        error: { type: "check digits" },
      });
    }),
  );
  fc.assert(
    fc.property(code, fc.nat(18), (made, at) => {
      fc.pre(made[at] !== made[at + 1]);
      const swapped = made.slice(0, at) + made[at + 1] + made[at] + made.slice(at + 2);
      expect(readReceiptCode(swapped).ok).toBe(false);
    }),
  );
});

test("whoever typed too few or too many digits is told how many there were", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{0,40}$/), (digits) => {
      fc.pre(digits.length !== 20);
      expect(readReceiptCode(digits)).toEqual({ ok: false, error: { type: "digits", found: digits.length } });
    }),
  );
  expect(readReceiptCode("O547 3936 4898 8018 2861")).toEqual({ ok: false, error: { type: "digits", found: 19 } });
});

test("the code of the design checks itself; 01 is not taken for 98", () => {
  expect(readReceiptCode("0547 3936 4898 8018 2861").ok).toBe(true);
  expect(readReceiptCode("00000000000000000098").ok).toBe(true);
  expect(readReceiptCode("00000000000000000001").ok).toBe(false);
});

test("digits are drawn evenly: none of the ten is missing at any of the eighteen places", () => {
  const codes = Array.from({ length: 1000 }, newReceiptCode);
  expect(new Set(codes).size).toBe(codes.length);
  for (let place = 0; place < 18; place++) {
    expect(new Set(codes.map((made) => made[place])).size).toBe(10);
  }
});
