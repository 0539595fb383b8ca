import type { SizeBand } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { engineUnder } from "./engine.fixture.ts";
import { GUARANTEES } from "./guarantees.fixture.ts";
import { RULES, type Rules } from "./rules.ts";

type Name = keyof typeof GUARANTEES;

/** Each rule switched off, in each way in which it could be forgotten, and what then no longer holds. */
const SWITCHED_OFF: readonly (readonly [string, Partial<Rules>, readonly Name[]])[] = [
  ["R1: no smallest size", { smallest: () => 1 }, ["enoughPeople"]],
  ["R1: the public like allies", { smallest: ({ k }) => k }, ["morePeopleForThePublic"]],
  ["R2: a known threshold", { drawnOnTop: () => 0 }, ["thresholdIsDrawn"]],
  ["R3: all of one employer count", { employersCount: (members) => members.length }, ["manyEmployers"]],
  ["R3: all of one recruiter count", { recruitersCount: (members) => members.length }, ["manyRecruiters"]],
  ["R4: every code is shown", { shareShown: (_, count) => (count > 0 ? "some" : undefined) }, ["rareCodesAreLeftOut"]],
  [
    "R4: from three on",
    { shareShown: (code, count, ...rest) => RULES.shareShown(code, count + 2, ...rest) },
    ["rareCodesAreLeftOut"],
  ],
  ["R4: no noise", { shareShown: (_, count) => (count >= 5 ? "some" : undefined) }, ["codesAreNoised"]],
  [
    "R4: no code brings shame",
    { shareShown: (_, ...rest) => RULES.shareShown("wages", ...rest) },
    ["shameIsNotSaidOfAll"],
  ],
  ["R5: whoever", { mayCount: () => true }, ["onlyWhoMayCount", "othersDoNotInterfere"]],
  ["R5: children, too", { mayCount: (one) => RULES.mayCount({ ...one, adult: true }) }, ["onlyWhoMayCount"]],
  ["R5: without consent to it", { mayCount: (one) => RULES.mayCount({ ...one, consent: "C2" }) }, ["onlyWhoMayCount"]],
  ["R5: cases on hold", { mayCount: (one) => RULES.mayCount({ ...one, hold: false }) }, ["onlyWhoMayCount"]],
  ["R6: whenever there are enough", { hasJustClosed: () => true }, ["timeFollowsFromPeriod"]],
  ["R7: nobody is held back", { isHeldBack: () => false }, ["someAreHeldBack"]],
  ["R8: as often as may be", { isSpent: () => false }, ["nobodyIsInTwo"]],
  ["R8: exact counts", { sizeBand: (people) => `${people}` as SizeBand }, ["nothingElseIsSaid"]],
  ["R10: places however small", { isPeopled: () => true }, ["fewAreNotNamed"]],
  ["R10: all there are", { isSaturated: () => false }, ["fewOfAllSuch"]],
  ["m = 1: a pool believes each node", { survivesAnyNode: () => true }, ["noNodeDecides"]],
];

describe("with all rules", () => {
  test.each(Object.entries(GUARANTEES))("%s", (_, holds) => holds(engineUnder(RULES)));
});

describe("with one of them switched off", () => {
  test.each(SWITCHED_OFF)("%s", (_, off, broken) => {
    const engine = engineUnder({ ...RULES, ...off });
    for (const name of broken) expect(() => GUARANTEES[name](engine)).toThrow();
  });

  test("every rule is among them, and every guarantee depends on one", () => {
    const off = SWITCHED_OFF.flatMap(([, rules]) => Object.keys(rules));
    expect([...new Set(off)].toSorted()).toEqual(Object.keys(RULES).toSorted());
    const broken = SWITCHED_OFF.flatMap(([, , names]) => names);
    expect([...new Set(broken)].toSorted()).toEqual(Object.keys(GUARANTEES).toSorted());
  });
});
