import { region, type EngineFamily, type NineSector, type Origin, type Region } from "@commonhall/domain";
import type { Consent } from "../case.ts";
import type { Weighted } from "./choose.ts";

/*
 * How often what comes, made up after what is known of such centres: few sectors and one province make most of a
 * caseload, and the rest is what has to be protected. No figure here is about a real centre.
 */

export const PROVINCES: Weighted<Region> = (
  [
    ["QA-DA", 60],
    ["QA-RA", 20],
    ["QA-WA", 7],
    ["QA-KH", 6],
    ["QA-US", 3],
    ["QA-ZA", 2],
    ["QA-SH", 1],
    ["QA-MS", 1],
  ] as const
).map(([code, weight]) => [known(code), weight] as const);

export const SECTORS: Weighted<NineSector> = [
  ["household", 45],
  ["construction", 22],
  ["hospitality", 10],
  ["care_cleaning", 8],
  ["transport", 5],
  ["manufacturing", 4],
  ["agriculture", 3],
  ["fishing", 1],
  ["other", 2],
];

const MEN: Weighted<Origin> = [
  ["034", 70],
  ["015", 8],
  ["014", 8],
  ["035", 6],
  ["145", 5],
  ["011", 3],
];
const WOMEN: Weighted<Origin> = [
  ["035", 45],
  ["014", 28],
  ["034", 20],
  ["011", 5],
  ["145", 1],
  ["015", 1],
];
const MIXED: Weighted<Origin> = [
  ["034", 35],
  ["035", 30],
  ["014", 18],
  ["015", 7],
  ["011", 5],
  ["145", 5],
];
export const ORIGINS_BY_SECTOR: Readonly<Record<NineSector, Weighted<Origin>>> = {
  household: WOMEN,
  agriculture: MEN,
  fishing: MEN,
  construction: MEN,
  manufacturing: MEN,
  transport: MEN,
  care_cleaning: MIXED,
  hospitality: MIXED,
  other: MIXED,
};

/** Of each family, how many workers of the sector have met with it, before their employer's own ways. */
const ANYWHERE: Readonly<Record<EngineFamily, number>> = {
  pay: 0.62,
  time: 0.38,
  coercion: 0.34,
  confinement: 0.15,
  violence: 0.16,
  conditions: 0.32,
};
const AT_HOME: Readonly<Record<EngineFamily, number>> = {
  pay: 0.55,
  time: 0.55,
  coercion: 0.4,
  confinement: 0.42,
  violence: 0.26,
  conditions: 0.24,
};
export const familiesMet = (sector: NineSector): Readonly<Record<EngineFamily, number>> =>
  sector === "household" ? AT_HOME : ANYWHERE;

/** Of those who met with a family, how many met with the code. */
export const WITHIN_FAMILY = {
  wages: 0.75,
  underpaid: 0.55,
  overtime: 0.8,
  rest: 0.6,
  documents: 0.65,
  debt: 0.4,
  deception: 0.45,
  movement: 0.7,
  isolation: 0.5,
  threats: 0.75,
  violence: 0.4,
  sexual: 0.3,
  living: 0.55,
  safety: 0.55,
  organising: 0.12,
  discrimination: 0.3,
} as const;

export const CONSENT: Weighted<Consent> = [
  ["C0", 12],
  ["C1", 18],
  ["C2", 50],
  ["C3", 12],
  ["C4", 5],
  ["C5", 3],
];

function known(code: string): Region {
  const found = region(code);
  if (found === undefined) throw new Error(`${code} is no place`);
  return found;
}
