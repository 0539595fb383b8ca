import type { Reader } from "../seal/sealing.ts";
import { boxKey } from "./curves.ts";
import { membersWith, RECOVERY, type Recovery, type Roster } from "./roster.ts";

/** Named after the key, so that a new recovery key is seen to be missing where the old one reads. */
export const recoveryName = ({ box }: Recovery): string => `${RECOVERY}.${box.slice(0, 12)}`;

export const recoveryReader = ({ recovery }: Roster): readonly Reader[] =>
  recovery === null ? [] : [{ id: recoveryName(recovery), key: boxKey(recovery.box) }];

export const isStaff = ({ id }: Pick<Reader, "id">): boolean => !id.startsWith(RECOVERY);

/** Whom a new report is sealed to. */
export const intakeReaders = (roster: Roster): readonly Reader[] => [...caseworkers(roster), ...recoveryReader(roster)];

const caseworkers = (roster: Roster): readonly Reader[] =>
  membersWith(roster, "caseworker").map(({ id, box }) => ({ id, key: boxKey(box) }));

/** Those of the ids who are still caseworkers, and the recovery key of today. */
export const readersAmong = (roster: Roster, ids: readonly string[]): readonly Reader[] => [
  ...caseworkers(roster).filter(({ id }) => ids.includes(id)),
  ...recoveryReader(roster),
];
