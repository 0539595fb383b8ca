import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  HARM_ANSWERS,
  HARMS,
  isCleared,
  namesAnEmployer,
  type Harm,
  type HarmAnswer,
  type HarmCheck,
} from "./harm-check.ts";
import { TARGET_ROLES, type Target } from "./target.ts";

const answers: fc.Arbitrary<Record<Harm, HarmAnswer>> = fc.record({
  "contract-cut": fc.constantFrom(...HARM_ANSWERS),
  closure: fc.constantFrom(...HARM_ANSWERS),
  dismissal: fc.constantFrom(...HARM_ANSWERS),
  deportation: fc.constantFrom(...HARM_ANSWERS),
});
const check: fc.Arbitrary<HarmCheck> = fc.record({
  by: fc.constantFrom("ana", "bo", "cy"),
  at: fc.nat(),
  answers,
});

describe("naming an employer", () => {
  test("is cleared by two different people, or by the only one there is, and never over somebody who was not asked", () => {
    fc.assert(
      fc.property(fc.array(check, { maxLength: 6 }), fc.integer({ min: 0, max: 5 }), (checks, people) => {
        const fit = checks.filter(({ answers: said }) => HARMS.every((harm) => said[harm] !== "unasked"));
        const different = new Set(fit.map(({ by }) => by)).size;
        expect(isCleared(checks, people)).toBe(people >= 2 ? different >= 2 : different >= 1);
      }),
    );
  });

  test.each(TARGET_ROLES)("asks about a target in the role of %s only where workers depend on it", (role) => {
    const target: Target = { name: "BuildCo", role };
    expect(namesAnEmployer({ targets: [target] })).toBe(role === "employer" || role === "supplier");
    expect(namesAnEmployer({ targets: [target] }, { targets: [target] })).toBe(false);
  });

  test("asks anew about another one", () => {
    const [one, two]: readonly Target[] = [
      { name: "BuildCo", role: "employer" },
      { name: "Other", role: "employer" },
    ];
    if (one === undefined || two === undefined) throw new Error("there are two");
    expect(namesAnEmployer({ targets: [one, two] }, { targets: [one] })).toBe(true);
  });
});
