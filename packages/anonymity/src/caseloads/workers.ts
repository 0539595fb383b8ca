import {
  ENGINE_CODES,
  ENGINE_FAMILIES,
  familyOf,
  isStigmatised,
  type EngineCode,
  type EngineFamily,
  type NineSector,
  type Region,
} from "@commonhall/domain";
import { UNKNOWN_RECRUITER, type Case } from "../case.ts";
import { below, choose, ranked, unevenly, type Random, type Weighted } from "./choose.ts";
import { ORIGINS_BY_SECTOR, PROVINCES, SECTORS, WITHIN_FAMILY, familiesMet } from "./mixes.ts";

/** What is true of a worker whether or not they ever tell a centre. */
export type Worker = Pick<
  Case,
  "person" | "place" | "sector" | "origin" | "abuse" | "mainAbuse" | "employer" | "recruiter" | "adult"
>;

/** Whom a centre sees: its own mix of places and trades. */
export interface Catchment {
  readonly places: Weighted<Region>;
  readonly sectors: Weighted<NineSector>;
}

export const anyCatchment = (random: Random): Catchment => ({
  places: PROVINCES,
  sectors: unevenly(SECTORS, 1.5, random),
});

/** A centre that sits in one province sees mostly those who work there. */
export const catchmentOf = (home: Region, random: Random): Catchment => ({
  places: PROVINCES.map(([place, weight]) => [place, place === home ? weight + 150 : weight] as const),
  sectors: unevenly(SECTORS, 2, random),
});

export interface Labour {
  readonly worker: (catchment: Catchment) => Worker;
  /** Somebody else of the same employer, who lives under the same ways. */
  readonly colleague: (of: Worker) => Worker;
  /** The same person, with what has happened to them since. */
  readonly again: (worker: Worker) => Worker;
}

/** How much more often than elsewhere a family is met at this employer's. */
type Ways = Readonly<Record<EngineFamily, number>>;

const HOUSEHOLDS_BY_AGENCY = 0.1;
const EMPLOYER_NOT_KNOWN = 0.06;
const RECRUITER_NONE = 0.35;
const RECRUITER_UNKNOWN = 0.08;
const RECRUITERS_OF_AN_ORIGIN = 12;
const MINORS = 0.03;

/** Workers of one country, of whom `people` may be drawn and who share employers, some `perFirm` to each on average. */
export function labour(people: number, perFirm: number, random: Random): Labour {
  const ways = new Map<string, Ways>();
  let persons = 0;
  let households = 0;

  const waysOf = (employer: string): Ways => {
    const known = ways.get(employer) ?? newWays(random);
    ways.set(employer, known);
    return known;
  };
  const employerOf = (place: Region, sector: NineSector): string | null => {
    if (random() < EMPLOYER_NOT_KNOWN) return null;
    if (sector === "household" && random() >= HOUSEHOLDS_BY_AGENCY) return `home${(households += 1)}`;
    const expected = people * share(PROVINCES, place) * share(SECTORS, sector);
    const firms = sector === "household" ? 4 : Math.max(2, Math.ceil(expected / perFirm));
    return `${place}-${sector}-${ranked(firms, random)}`;
  };
  const told = (sector: NineSector, employer: string | null): Pick<Worker, "abuse" | "mainAbuse"> => {
    const abuse = abuseMet(sector, employer === null ? newWays(random) : waysOf(employer), random);
    const plain = abuse.filter((code) => !isStigmatised(code));
    return { abuse, mainAbuse: plain[below(plain.length, random)] ?? null };
  };
  const rest = (place: Region, sector: NineSector, employer: string | null): Worker => {
    const origin = choose(ORIGINS_BY_SECTOR[sector], random);
    return {
      person: `p${(persons += 1)}`,
      place,
      sector,
      origin,
      employer,
      recruiter: recruiterOf(origin, random),
      adult: random() >= MINORS,
      ...told(sector, employer),
    };
  };
  return {
    worker: ({ places, sectors }) => {
      const place = choose(places, random);
      const sector = choose(sectors, random);
      return rest(place, sector, employerOf(place, sector));
    },
    colleague: ({ place, sector, employer }) => {
      if (place === null || sector === null) throw new Error("A made worker has a place and a sector");
      return rest(place, sector, employer);
    },
    again: (worker) => ({ ...worker, ...told(worker.sector ?? "other", worker.employer) }),
  };
}

function recruiterOf(origin: string, random: Random): string | null {
  const drawn = random();
  if (drawn < RECRUITER_NONE) return null;
  if (drawn < RECRUITER_NONE + RECRUITER_UNKNOWN) return UNKNOWN_RECRUITER;
  return `r${origin}-${ranked(RECRUITERS_OF_AN_ORIGIN, random)}`;
}

const newWays = (random: Random): Ways => {
  const often = () => 2 ** (2 * random() - 1);
  return {
    pay: often(),
    time: often(),
    coercion: often(),
    confinement: often(),
    violence: often(),
    conditions: often(),
  };
};

/** By families: who met with one code of a family met with the others of it far more often than others did. */
function abuseMet(sector: NineSector, ways: Ways, random: Random): readonly EngineCode[] {
  const severity = 0.5 + random();
  const met = ENGINE_FAMILIES.filter(
    (family) => random() < Math.min(0.95, familiesMet(sector)[family] * ways[family] * severity),
  );
  const codes = met.flatMap((family) => {
    const ofFamily = ENGINE_CODES.all.filter((code) => familyOf(code) === family);
    const hit = ofFamily.filter((code) => random() < WITHIN_FAMILY[code]);
    return hit.length > 0 ? hit : [choose(weighed(ofFamily), random)];
  });
  return codes.length > 0 ? codes : ["wages"];
}

const weighed = (codes: readonly EngineCode[]): Weighted<EngineCode> =>
  codes.map((code) => [code, WITHIN_FAMILY[code]] as const);

function share<T>(options: Weighted<T>, one: T): number {
  const total = options.reduce((sum, [, weight]) => sum + weight, 0);
  return (options.find(([option]) => option === one)?.[1] ?? 0) / total;
}
