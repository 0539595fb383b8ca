import {
  CODED_FOR_MONTHS,
  type EngineCode,
  isCountry,
  type NineSector,
  nineSectorOf,
  type Region,
  startOfDay,
  dateOf,
  addMonths,
  type Timestamp,
} from "@commonhall/domain";
import { type CaseId, isRegisterId, type RegisterId } from "../ids.ts";
import { type Week, weekOf } from "../weeks.ts";
import { type CaseState, consentsNow, isHeld } from "./case-state.ts";
import { engineCodesOf } from "./coding.ts";

/**
 * All that the release engine may ever know of a case: codes and random tokens, no text, no name (interface.md 5).
 * Sealed to the coding box; made only while the worker agrees to be counted.
 */
export interface CodedRecord {
  readonly id: CaseId;
  /** Two cases without a person in the register are two persons. */
  readonly person: RegisterId | CaseId;
  /** Everybody whom the case was ever said to be of: two of them may be one, whatever is said now. */
  readonly persons: readonly RegisterId[];
  /** `2026-11`: the month in which it was verified, never when it happened. */
  readonly verified: string;
  readonly place: Region | null;
  readonly sector: NineSector | null;
  readonly origin: Region | null;
  readonly abuse: readonly EngineCode[];
  readonly mainAbuse: EngineCode | null;
  readonly employer: RegisterId | null;
  readonly recruiter: RegisterId | null;
  /** False where nobody knows: then it counts nowhere. */
  readonly adult: boolean;
  /** C1: in statistics; C2: in a group, too. */
  readonly consent: "C1" | "C2";
  readonly hold: boolean;
  /** Drawn when it was verified; null for one of before. */
  readonly coin: string | null;
}

/** Of a case of which it was not kept whose it was ever said to be: whose it is said to be, if that is anybody in the register. */
export const personsOf = (person: RegisterId | CaseId, id: CaseId): readonly RegisterId[] =>
  person !== id && isRegisterId(person) ? [person] : [];

export interface Coded {
  readonly record: CodedRecord;
  /** After this week it goes, released or not. */
  readonly eraseAfter: Week;
}

/** Undefined where nothing of it may count: not verified, not agreed to, or not coded. */
export function codedOf(id: CaseId, state: CaseState, caseEraseAfter: Week, now: Timestamp): Coded | undefined {
  const consents = consentsNow(state, now);
  const { coding, verifiedAt } = state;
  const grouped = consents.has("C2");
  if (verifiedAt === undefined || !(grouped || consents.has("C1")) || coding.kinds.length === 0) return undefined;
  const end = weekOf(startOfDay(addMonths(dateOf(verifiedAt), CODED_FOR_MONTHS)));
  const record: CodedRecord = {
    id,
    person: coding.person ?? id,
    persons: state.persons,
    verified: dateOf(verifiedAt).slice(0, 7),
    place: coding.place ?? null,
    sector: coding.sector === undefined ? null : nineSectorOf(coding.sector),
    origin: coding.origin !== undefined && isCountry(coding.origin) ? coding.origin : null,
    abuse: engineCodesOf(coding),
    mainAbuse: coding.mainAbuse ?? null,
    employer: coding.employer ?? null,
    recruiter: coding.recruitment.chain[0] ?? null,
    adult: coding.adult === true,
    consent: grouped ? "C2" : "C1",
    hold: isHeld(state, now),
    coin: state.coin ?? null,
  };
  // Only a group outlives its case; a count goes with it at the latest.
  return { record, eraseAfter: grouped || end < caseEraseAfter ? end : caseEraseAfter };
}
