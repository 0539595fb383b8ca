import { familyOf, isStigmatised } from "@commonhall/domain";
import { expect, test } from "vitest";
import type { Case } from "../case.ts";
import { makeCaseload, makePopulation, type CaseloadPlan } from "./caseload.ts";
import type { Random } from "./choose.ts";

const ALONE: CaseloadPlan = { centres: [{ node: "n1", casesPerYear: 1000 }], year: 2025, months: 48 };
const share = (cases: readonly Case[], which: (one: Case) => boolean) => cases.filter(which).length / cases.length;

test("the same numbers make the same caseload, and others another", () => {
  expect(makeCaseload(ALONE, numbers(1))).toEqual(makeCaseload(ALONE, numbers(1)));
  expect(makeCaseload(ALONE, numbers(1))).not.toEqual(makeCaseload(ALONE, numbers(2)));
});

test("as many cases as were asked for, each with an id of its own, within the months", () => {
  const cases = makeCaseload(ALONE, numbers(3));
  expect(cases).toHaveLength(4000);
  expect(new Set(cases.map(({ id }) => id)).size).toBe(4000);
  const months = cases.map(({ verified }) => verified).sort();
  expect([months[0], months.at(-1)]).toEqual(["2025-01", "2028-12"]);
});

test("one province and one trade make most of it, some come twice, and some may not be counted", () => {
  const cases = makeCaseload(ALONE, numbers(4));
  expect(share(cases, ({ place }) => place === "QA-DA")).toBeGreaterThan(0.5);
  expect(share(cases, ({ sector }) => sector === "fishing")).toBeLessThan(0.05);
  expect(share(cases, ({ adult }) => !adult)).toBeGreaterThan(0.01);
  expect(share(cases, ({ consent }) => consent === "C0" || consent === "C1")).toBeGreaterThan(0.2);
  expect(share(cases, ({ hold }) => hold)).toBeGreaterThan(0.01);
  const persons = new Set(cases.map(({ person }) => person)).size;
  expect(persons).toBeLessThan(cases.length * 0.98);
  expect(persons).toBeGreaterThan(cases.length * 0.9);
});

test("colleagues come together, and employers and recruiters are shared by some and not by others", () => {
  const cases = makeCaseload(ALONE, numbers(5));
  const largest = (of: (one: Case) => string | null) => {
    const counts = new Map<string, number>();
    for (const one of cases) {
      const token = of(one);
      if (token !== null) counts.set(token, (counts.get(token) ?? 0) + 1);
    }
    return { most: Math.max(...counts.values()), alone: [...counts.values()].filter((count) => count === 1).length };
  };
  expect(largest(({ employer }) => employer).most).toBeGreaterThan(30);
  expect(largest(({ employer }) => employer).alone).toBeGreaterThan(500);
  expect(largest(({ recruiter }) => recruiter).most).toBeGreaterThan(100);
});

test("who met with one code of a family met more often with the others of it", () => {
  const cases = makeCaseload(ALONE, numbers(6));
  const threatened = cases.filter(({ abuse }) => abuse.includes("threats"));
  const others = cases.filter(({ abuse }) => !abuse.includes("threats"));
  const beaten = ({ abuse }: Case) => abuse.includes("violence");
  expect(share(threatened, beaten)).toBeGreaterThan(3 * share(others, beaten));
  expect(share(cases, ({ abuse }) => abuse.some(isStigmatised))).toBeLessThan(0.25);
  expect(new Set(cases.flatMap(({ abuse }) => abuse.map(familyOf))).size).toBe(6);
});

test("what is counted as the main abuse is one of those named, and never a stigmatised one", () => {
  for (const { abuse, mainAbuse } of makeCaseload(ALONE, numbers(7))) {
    if (mainAbuse === null || mainAbuse === undefined) expect(abuse.every(isStigmatised)).toBe(true);
    else expect(abuse.includes(mainAbuse) && !isStigmatised(mainAbuse)).toBe(true);
  }
});

test("centres of a pool have mixes of their own, and persons in common only where that is asked for", () => {
  const centres = ["n1", "n2", "n3"].map((node) => ({ node, casesPerYear: 200 }));
  const persons = (cases: readonly Case[], node: string) =>
    new Set(cases.filter((one) => one.node === node).map(({ person }) => person));
  const shared = (elsewhere: number) => {
    const cases = makeCaseload({ centres, year: 2025, months: 36, elsewhere }, numbers(8));
    const first = persons(cases, "n1");
    return [...persons(cases, "n2")].filter((person) => first.has(person)).length;
  };
  expect(shared(0)).toBe(0);
  expect(shared(10)).toBeGreaterThan(20);
  const cases = makeCaseload({ centres, year: 2025, months: 36 }, numbers(9));
  const inProvince = (node: string, province: string) =>
    share(
      cases.filter((one) => one.node === node),
      ({ place }) => place === province,
    );
  expect(inProvince("n2", "QA-RA")).toBeGreaterThan(2 * inProvince("n1", "QA-RA"));
});

test("a population has firms with many workers and households with one", () => {
  const people = makePopulation(20_000, numbers(10));
  expect(new Set(people.map(({ person }) => person)).size).toBe(20_000);
  const firms = people.filter(({ sector, employer }) => sector === "construction" && employer !== null);
  expect(firms.length / new Set(firms.map(({ employer }) => employer)).size).toBeGreaterThan(20);
});

/** Park and Miller's, which nobody should use for more than this. */
function numbers(seed: number): Random {
  let state = seed * 7919;
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let warm = 0; warm < 5; warm += 1) next();
  return next;
}
