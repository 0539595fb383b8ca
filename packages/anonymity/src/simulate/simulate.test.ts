import { ENGINE_CODES, NINE_SECTORS } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import type { Case } from "../case.ts";
import { coinsFrom } from "../noise/coins.ts";
import { DEFAULT_POLICY } from "../release/policy.ts";
import { alike, at } from "../release/small-caseloads.fixture.ts";
import { simulate, type Simulation } from "./simulate.ts";

const SIMULATION: Simulation = { country: at("QA"), until: "2027-02", seed: 7, policy: DEFAULT_POLICY, pooled: false };
const run = (cases: Iterable<Case>, more: Partial<Simulation> = {}) => simulate(cases, { ...SIMULATION, ...more });

const bits = coinsFrom(Buffer.from("two years at a centre"))(["caseload"]);
/** The first ones come more often. */
const pick = <T>(...options: readonly T[]): T => options[bits.below(bits.below(options.length) + 1)] as T;

/** A centre with some four hundred cases a year. */
const twoYears = alike(800, (index) => ({
  person: `p${pick(index, index, index, index, bits.below(index + 1))}`,
  verified: `${2025 + bits.below(2)}-${String(bits.below(12) + 1).padStart(2, "0")}`,
  place: at(pick("QA-DA", "QA-RA", "QA-WA")),
  sector: pick(...NINE_SECTORS.all),
  origin: pick("034", "035", "014"),
  abuse: ENGINE_CODES.all.filter(() => bits.below(6) === 0),
  employer: pick(`e${index}`, `e${bits.below(100)}`, `f${bits.below(8)}`, null),
  recruiter: pick(null, `r${bits.below(40)}`, "unknown"),
  adult: bits.below(30) > 0,
  consent: pick("C2", "C2", "C3", "C1", "C0"),
  hold: bits.below(30) === 0,
}));

describe("a simulation", () => {
  test("of two years says what it said when this was written", async () => {
    const { bulletins, audit, tables } = run(twoYears);
    const lines = [...bulletins, ...audit, ...tables].map((one) => `${JSON.stringify(one)}\n`);
    await expect(lines.join("")).toMatchFileSnapshot("golden/two-years.txt");
  });

  test("is the same for the same seed, and another for another", () => {
    expect(run(twoYears)).toEqual(run(twoYears));
    expect(run(twoYears, { seed: 8 })).not.toEqual(run(twoYears));
  });

  test("goes as far as it is asked to, and a longer one begins alike", () => {
    const [shorter, longer] = [run(twoYears, { until: "2026-11" }), run(twoYears)];
    expect(shorter.bulletins.at(-1)?.released).toBe("2026-11-03");
    expect(longer.bulletins.slice(0, shorter.bulletins.length)).toEqual(shorter.bulletins);
    expect(longer.bulletins.at(-1)?.released).toBe("2027-02-02");
    expect(run(twoYears, { until: "2025-04" })).toEqual({ bulletins: [], audit: [], tables: [] });
  });

  test("of no case says nothing", () => expect(run([])).toEqual({ bulletins: [], audit: [], tables: [] }));

  test("makes no tables for a pool: each node makes its own", () => {
    const { bulletins, tables } = run(alike(400), { pooled: true });
    expect([bulletins.length > 0, tables]).toEqual([true, []]);
  });

  test("counts the first abuse of a case that can be said in a table, where none is said to weigh most", () => {
    const counted = run(alike(80, () => ({ abuse: ["sexual", "debt", "wages"] }))).tables[1]?.cells;
    expect(counted?.filter(({ people }) => people !== "<11").map(({ code }) => code)).toEqual(["debt"]);
  });

  test("until no month, or of a case verified in none, is a mistake of whoever calls", () => {
    expect(() => run([], { until: "2027-13" })).toThrow("2027-13 is no month");
    expect(() => run(alike(1, () => ({ verified: "soon" })))).toThrow("soon is no month");
  });
});
