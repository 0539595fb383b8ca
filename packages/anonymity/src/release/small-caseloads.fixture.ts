import fc from "fast-check";
import { region, type EngineCode, type NineSector, type Origin, type Region } from "@commonhall/domain";
import { UNKNOWN_RECRUITER, type Case, type Consent } from "../case.ts";

export const at = (code: string): Region => {
  const place = region(code);
  if (place === undefined) throw new Error(`${code} is no place`);
  return place;
};

/** A caseload is not made smaller until it just breaks something: that would take minutes. */
export const RUNS = { endOnFailure: true } as const;

/** Signs that stand in no id, code or date, so that a token is found wherever it got to. */
const token = (kind: string, most: number) => fc.nat(most).map((number) => `⟨${kind}${number}⟩`);
const weighted = <T>(...options: readonly (readonly [number, T])[]) =>
  fc.oneof(...options.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

const month = fc
  .nat(23)
  .map((number) => `${2025 + Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`);

const CODES = ["wages", "documents", "debt", "sexual", "organising"] as const satisfies readonly EngineCode[];

/** Much alike, so that groups come about, and each rule has something to refuse. */
const oneCase: fc.Arbitrary<Omit<Case, "id">> = fc.record({
  person: token("person ", 170),
  verified: fc.oneof({ weight: 2, arbitrary: month }, { weight: 1, arbitrary: fc.constant("2025-05") }),
  place: weighted([4, at("QA-DA")], [1, at("QA-RA")]),
  sector: weighted<NineSector>([4, "household"], [2, "agriculture"], [1, "fishing"]),
  origin: weighted<Origin>([4, "034"], [1, "035"]),
  abuse: fc.subarray([...CODES]),
  employer: fc.oneof(
    { weight: 2, arbitrary: weighted<string | null>([1, null], [5, "⟨employer 0⟩"]) },
    { weight: 2, arbitrary: token("employer ", 25) },
  ),
  recruiter: fc.oneof(
    { weight: 3, arbitrary: weighted<string | null>([3, null], [1, UNKNOWN_RECRUITER], [5, "⟨recruiter 0⟩"]) },
    { weight: 2, arbitrary: token("recruiter ", 9) },
  ),
  adult: weighted([12, true], [1, false]),
  consent: weighted<Consent>([8, "C2"], [1, "C5"], [1, "C1"], [1, "C0"]),
  hold: weighted([12, false], [1, true]),
  node: token("node ", 3),
});

/** Each id once. */
export const caseloads: fc.Arbitrary<readonly Case[]> = fc
  .array(oneCase, { minLength: 90, maxLength: 260 })
  .map((cases) => cases.map((one, index) => ({ ...one, id: `⟨case ${index}⟩` })));

/** Cases that may not count, each for one reason; their persons may have others that do. */
export const ineligible: fc.Arbitrary<readonly Case[]> = fc
  .array(
    fc.tuple(
      oneCase,
      fc.constantFrom<Partial<Case>>({ adult: false }, { hold: true }, { consent: "C0" }, { consent: "C1" }),
    ),
    { maxLength: 40 },
  )
  .map((cases) => cases.map(([one, why], index) => ({ ...one, ...why, id: `⟨none ${index}⟩` })));

/** So many people of one quarter who have all in common but their employer, and what `differs` says. */
export const alike = (count: number, differs: (index: number) => Partial<Case> = () => ({})): readonly Case[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `c${index}`,
    person: `p${index}`,
    verified: "2026-02",
    place: at("QA-DA"),
    sector: "household",
    origin: "034",
    abuse: ["wages"],
    employer: `e${index}`,
    recruiter: null,
    adult: true,
    consent: "C2",
    hold: false,
    node: `n${index % 4}`,
    ...differs(index),
  }));
