import type { Data } from "../database/vault-files.ts";
import { readerOf } from "./readers.ts";
import { membersWith, type Roster, type RosterMember } from "./roster.ts";

/**
 * Whose keys count under a new roster; in the commit that brings it. The keys of whoever was let in are theirs from now
 * on, and the keys of whoever is no longer named are gone. Cases stay sealed to keys of before until somebody renews them:
 * until then they stand under the name of the key, and under nobody's own.
 */
export async function settleKeys(db: Data, before: Roster, after: Roster): Promise<void> {
  await letIn(db, after.members);
  for (const member of before.members) {
    const now = after.members.find(({ id }) => id === member.id);
    if (now === undefined) await db.deleteFrom("staff_key").where("id", "=", member.id).execute();
  }
  for (const member of membersWith(before, "caseworker")) {
    if (isReader(after, member)) continue;
    await rename(db, member.id, readerOf(member).id);
    await db.deleteFrom("reminder").where("staff", "=", member.id).execute();
  }
  // Who gets back a part that they had with the same keys opens what was never renewed.
  for (const member of membersWith(after, "caseworker")) {
    if (!isReader(before, member)) await rename(db, readerOf(member).id, member.id);
  }
}

async function letIn(db: Data, members: readonly RosterMember[]): Promise<void> {
  for (const row of await db.selectFrom("enrolment").selectAll().execute()) {
    const { id, salt, kibibytes, passes, sealed } = row;
    if (!members.some((member) => JSON.stringify(member) === row.document)) continue;
    const locked = { salt, kibibytes, passes, sealed };
    await db
      .insertInto("staff_key")
      .values({ id, ...locked })
      .onConflict((conflict) => conflict.column("id").doUpdateSet(locked))
      .execute();
    await db.deleteFrom("enrolment").where("id", "=", id).execute();
  }
}

const isReader = (roster: Roster, { id, box }: RosterMember): boolean =>
  membersWith(roster, "caseworker").some((member) => member.id === id && member.box === box);

async function rename(db: Data, from: string, to: string): Promise<void> {
  await db.updateTable("case_reader").set({ reader: to }).where("reader", "=", from).execute();
}
