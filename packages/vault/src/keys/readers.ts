import type { Reader } from "../seal/sealing.ts";
import { boxKey } from "./curves.ts";
import { membersWith, RECOVERY, type Recovery, type Roster, type RosterMember } from "./roster.ts";

/** A reader is named after a person and a key: who comes back with a new key is seen to be missing where the old one reads. */
const nameOf = (id: string, box: string): string => `${id}.${box.slice(0, 12)}`;

export const readerOf = ({ id, box }: Pick<RosterMember, "id" | "box">): Reader => ({
  id: nameOf(id, box),
  key: boxKey(box),
});

export const recoveryName = ({ box }: Recovery): string => nameOf(RECOVERY, box);

export const recoveryReader = ({ recovery }: Roster): readonly Reader[] =>
  recovery === null ? [] : [readerOf({ id: RECOVERY, box: recovery.box })];

/** The one among readers that the custodians hold. */
export const recoveryAmong = (readers: readonly Reader[]): string | null =>
  readers.find(({ id }) => id.startsWith(`${RECOVERY}.`))?.id ?? null;

/** Staff ids among the names of readers. */
export const staffAmong = (names: readonly string[]): readonly string[] =>
  names.map((name) => name.slice(0, name.lastIndexOf("."))).filter((id) => id !== RECOVERY);

/** Whom a new report is sealed to. */
export const intakeReaders = (roster: Roster): readonly Reader[] => [
  ...membersWith(roster, "caseworker").map(readerOf),
  ...recoveryReader(roster),
];

/** Those of the staff who are caseworkers now, with the keys that they have now, and the recovery key of today. */
export const readersAmong = (roster: Roster, staff: readonly string[]): readonly Reader[] => [
  ...membersWith(roster, "caseworker")
    .filter(({ id }) => staff.includes(id))
    .map(readerOf),
  ...recoveryReader(roster),
];
