import type { Case } from "@commonhall/anonymity";
import { dateOf, region, type Region, type Bulletin } from "@commonhall/domain";

/** Cases and bulletins as short as a test likes, where the truth can be done on paper. */

export const DOHA = place("QA-DA");
export const QATAR = place("QA");

let ids = 0;

export function aCase(fields: Partial<Case> = {}): Case {
  ids += 1;
  return {
    id: `c${ids}`,
    person: `p${ids}`,
    verified: "2026-02",
    place: DOHA,
    sector: "household",
    origin: "035",
    abuse: ["wages"],
    mainAbuse: "wages",
    employer: `e${ids}`,
    recruiter: null,
    adult: true,
    consent: "C2",
    hold: false,
    node: "n1",
    ...fields,
  };
}

export const cases = (count: number, fields: Partial<Case> = {}): readonly Case[] =>
  Array.from({ length: count }, () => aCase(fields));

export function aBulletin(fields: Partial<Bulletin> = {}): Bulletin {
  ids += 1;
  return {
    released: dateOf(Date.UTC(2026, 4, 5)),
    id: `b${ids}`,
    level: "B1",
    place: DOHA,
    period: "2026-Q1",
    sector: "household",
    origin: null,
    people: "11-19",
    abuse: [],
    threshold: 11,
    audience: "allies",
    ...fields,
  };
}

export function place(code: string): Region {
  const found = region(code);
  if (found === undefined) throw new Error(`${code} is no place`);
  return found;
}
