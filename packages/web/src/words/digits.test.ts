import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asciiDigits, typedDate, typedTime, wholeNumber } from "./digits.ts";

const SCRIPTS = {
  "Arabic-Indic": "٠١٢٣٤٥٦٧٨٩",
  "Extended Arabic-Indic (Urdu, Persian)": "۰۱۲۳۴۵۶۷۸۹",
  "Devanagari (Nepali, Hindi)": "०१२३४५६७८९",
  Bengali: "০১২৩৪৫৬৭৮৯",
  Burmese: "၀၁၂၃၄၅၆၇၈၉",
  Shan: "႐႑႒႓႔႕႖႗႘႙",
  Thai: "๐๑๒๓๔๕๖๗๘๙",
  Khmer: "០១២៣៤៥៦៧៨៩",
  Tamil: "௦௧௨௩௪௫௬௭௮௯",
  "full width": "０１２３４５６７８９",
} as const;

describe.each(Object.entries(SCRIPTS))("digits of %s", (_, script) => {
  const digits = [...script];
  const written = (text: string) => text.replace(/\d/g, (digit) => digits[Number(digit)] ?? "");

  test("are read in dates, times and numbers", () => {
    expect(asciiDigits(script)).toBe("0123456789");
    expect(typedDate(written("2026-11-28"))).toBe("2026-11-28");
    expect(typedDate(written("2026/3/7"))).toBe("2026-03-07");
    expect(typedTime(written("08:30"))).toBe("08:30");
    expect(wholeNumber(written("1205"))).toBe(1205);
  });
});

test("every decimal digit that Unicode knows is read as what it is worth", () => {
  const all = Array.from({ length: 0x11_00_00 }, (_, at) => at).filter((at) => at < 0xd8_00 || at > 0xdf_ff);
  const decimal = all.map((at) => String.fromCodePoint(at)).filter((character) => /^\p{Nd}$/u.test(character));
  const unread = decimal.filter((character) => !/^\d$/.test(asciiDigits(character)));
  expect(decimal.length).toBeGreaterThan(600);
  // The platform's lists lag behind Unicode by a script or two, none of them of the living.
  expect(unread.length).toBeLessThanOrEqual(40);
});

test("what has no digits of other scripts comes back as it was", () => {
  fc.assert(fc.property(fc.string(), (text) => asciiDigits(text) === text));
});

test.each(["", "tomorrow", "2026-02-30", "28-11-2026", "2026-13-01", "99999-01-01"])("%s is no date", (text) =>
  expect(typedDate(text)).toBeUndefined(),
);
test.each(["", "8", "24:00", "08:60", "8 o'clock"])("%s is no time", (text) => expect(typedTime(text)).toBeUndefined());
test.each(["", "-1", "1.5", "a dozen", "1000000000"])("%s is no whole number", (text) =>
  expect(wholeNumber(text)).toBeUndefined(),
);
test("marks of direction around a number do not matter", () => expect(wholeNumber("\u200F٤٢\u200E")).toBe(42));
