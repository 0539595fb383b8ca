import { DAY } from "@commonhall/domain";
import type { Coding } from "../cases/coding.ts";
import type { Data } from "../database/vault-files.ts";
import { endOfWeek, type Week, weekOf } from "../weeks.ts";

const FOURTEEN_MONTHS = 427 * DAY;

/**
 * What a coding names stays in the register as long as it is needed: a person as long as a case of theirs; employers and
 * recruiters as long as coded records may count them, or one would look like two.
 */
export async function touchRegister(
  db: Data,
  coding: Coding,
  caseEnd: Week,
  codedEnd: Week | undefined,
): Promise<void> {
  const counted = later(caseEnd, codedEnd ?? weekOf(endOfWeek(caseEnd) + FOURTEEN_MONTHS));
  if (coding.person !== undefined) await keepUntil(db, coding.person, caseEnd);
  for (const id of [coding.employer, ...coding.recruitment.chain]) {
    if (id !== undefined) await keepUntil(db, id, counted);
  }
}

/** Never sooner than somebody else needs it. */
async function keepUntil(db: Data, id: string, until: Week): Promise<void> {
  await db
    .updateTable("register_entry")
    .set({ erase_after: until })
    .where("id", "=", id)
    .where("erase_after", "<", until)
    .execute();
}

const later = (a: Week, b: Week): Week => (a > b ? a : b);
