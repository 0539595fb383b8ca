import { assessForcedLabour, isStigmatised, sector, region, VIOLATION_KINDS } from "@commonhall/domain";
import fc from "fast-check";
import { expect, test } from "vitest";
import { newRegisterId } from "../ids.ts";
import { engineCodesOf, mainAbuses, NOTHING_CODED, parseCoding, type Coding } from "./coding.ts";

const assessed = assessForcedLabour({ level: "strong", by: "amina", reason: "Locked in, no pay for a year." });

const everything: Coding = {
  kinds: ["wage.unpaid", "fl03", "viol.sexual"],
  mainAbuse: "wages",
  ...(assessed.ok ? { assessment: assessed.value } : {}),
  sector: sector("isic4:T97")!,
  occupation: "isco08:9111",
  workStatus: "icse18:42",
  place: region("LB-BA")!,
  origin: region("NP")!,
  adult: true,
  person: newRegisterId(),
  employer: newRegisterId(),
  recruitment: {
    chain: [newRegisterId(), newRegisterId()],
    fees: [{ category: "fee.recruit", amount: "1200.50", currency: "USD" }],
    debt: { amount: "900", currency: "NPR" },
    promised: "400 dollars, one day off",
    signed: "150 dollars",
  },
};

test("what was coded is read back as it was sealed", () => {
  for (const coding of [everything, NOTHING_CODED]) {
    expect(parseCoding(JSON.parse(JSON.stringify(coding)))).toEqual(coding);
  }
});

test.each([
  ["a kind of nobody's", { kinds: ["wage.stolen"] }],
  ["an assessment without a reason", { assessment: { level: "strong", by: "amina", reason: " " } }],
  ["an assessment by nobody", { assessment: { level: "strong", by: "", reason: "eleven of eleven" } }],
  ["a main abuse that was not coded", { mainAbuse: "debt" }],
  ["a main abuse that brings shame", { mainAbuse: "sexual" }],
  ["a province as origin", { origin: "NP-P3" }],
  ["a name in place of an entry of the register", { employer: "Mr Haddad" }],
  ["a sum that is none", { recruitment: { ...everything.recruitment, debt: { amount: "1e9", currency: "USD" } } }],
  ["money of no country", { recruitment: { ...everything.recruitment, debt: { amount: "1", currency: "XXQ" } } }],
  ["a field more", { religion: "any" }],
])("%s is refused, and its words are in no message", (_, change) => {
  const read = () => parseCoding({ ...everything, ...change });
  expect(read).toThrow(/^Not a coding: [A-Za-z0-9., ]*$/);
});

test("coarse codes come once each, and those that bring shame are never the main one", () => {
  expect(engineCodesOf(everything)).toEqual(["wages", "movement", "sexual"]);
  fc.assert(
    fc.property(fc.subarray([...VIOLATION_KINDS.all]), (kinds) => {
      const codes = engineCodesOf({ kinds });
      expect(new Set(codes).size).toBe(codes.length);
      expect(mainAbuses({ kinds })).toEqual(codes.filter((code) => !isStigmatised(code)));
    }),
  );
});
