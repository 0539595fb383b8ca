import fc from "fast-check";
import { expect, test } from "vitest";
import { VIOLATION_KINDS } from "../codes/violation-kinds.ts";
import {
  assessForcedLabour,
  ASSESSMENT_LEVELS,
  indicatorsAmong,
  type ForcedLabourAssessment,
} from "./forced-labour.ts";

test("whether it is forced labour is said by a named person with a reason, or not at all", () => {
  const levels = fc.constantFrom(...ASSESSMENT_LEVELS);
  const blank = fc.constantFrom("", " ", "\n\t");
  fc.assert(
    fc.property(levels, fc.oneof(fc.string(), blank), fc.oneof(fc.string(), blank), (level, by, reason) => {
      const assessed = assessForcedLabour({ level, by, reason });
      expect(assessed.ok).toBe(by.trim() !== "" && reason.trim() !== "");
    }),
  );
  expect(assessForcedLabour({ level: "strong", by: "amina", reason: " Locked in, passport taken. " })).toEqual({
    ok: true,
    value: { level: "strong", by: "amina", reason: "Locked in, passport taken." },
  });
});

test("nothing else makes an assessment: the compiler refuses one that is written down as if it were computed", () => {
  // @ts-expect-error A count of indicators is no judgement.
  const computed: ForcedLabourAssessment = { level: "strong", by: "the program", reason: "eleven of eleven" };
  expect(computed.level).toBe("strong");
});

test("indicators are those among the kinds, in the booklet's order, and all eleven conclude nothing", () => {
  expect(indicatorsAmong(["wage.unpaid", "fl08", "viol.physical", "fl03"])).toEqual(["fl03", "fl08"]);
  expect(indicatorsAmong(VIOLATION_KINDS.all)).toHaveLength(11);
});
