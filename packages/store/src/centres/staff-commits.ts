import {
  checkRoles,
  err,
  ok,
  type PreparedStaff,
  type RemoveRefused,
  type Result,
  type Role,
  type RolesRefused,
  type StaffMember,
  type StaffRefused,
  type StaffRoom,
} from "@commonhall/domain";
import type { Selectable } from "kysely";
import type { Db, Session } from "../database/session.ts";
import type { StaffTable } from "./centre-tables.ts";

export const staffRoom = (session: Session): StaffRoom => ({
  add: (staff) => session.write((db) => addStaff(db, staff)),
});

/** Names are the same for whoever reads them, in small letters or capitals, typed on whichever keyboard. */
export const nameKey = (name: string): string => name.normalize("NFKC").toLowerCase();

export async function addStaff(db: Db, staff: readonly PreparedStaff[]): Promise<Result<undefined, StaffRefused>> {
  const keys = staff.map(({ name }) => nameKey(name));
  const twin = staff.find(({ name }, index) => keys.indexOf(nameKey(name)) !== index);
  if (twin !== undefined) return err({ type: "same name twice", name: twin.name });
  for (const { name } of staff) {
    const known = await db.selectFrom("staff").select("id").where("name_key", "=", nameKey(name)).executeTakeFirst();
    if (known !== undefined) return err({ type: "same name twice", name });
  }
  for (const { id, name, roles, secret, since } of staff) {
    await db
      .insertInto("staff")
      .values({ id, name, name_key: nameKey(name), roles: JSON.stringify(roles), secret, since })
      .execute();
  }
  return ok();
}

export async function removeStaff(db: Db, id: string): Promise<Result<undefined, RemoveRefused>> {
  const staff = await listStaff(db);
  const member = staff.find((one) => one.id === id);
  if (member === undefined) return err({ type: "no such member" });
  const administrators = staff.filter(({ roles }) => roles.includes("administrator"));
  if (administrators.length === 1 && administrators[0] === member) return err({ type: "last administrator" });
  await db.deleteFrom("staff").where("id", "=", id).execute();
  return ok();
}

export async function changeRoles(
  db: Db,
  id: string,
  roles: readonly Role[],
): Promise<Result<undefined, RolesRefused>> {
  const checked = checkRoles(roles);
  if (!checked.ok) return checked;
  const staff = await listStaff(db);
  if (!staff.some((one) => one.id === id)) return err({ type: "no such member" });
  const others = staff.filter((one) => one.id !== id && one.roles.includes("administrator"));
  if (others.length === 0 && !roles.includes("administrator")) return err({ type: "last administrator" });
  await db
    .updateTable("staff")
    .set({ roles: JSON.stringify(checked.value) })
    .where("id", "=", id)
    .execute();
  return ok();
}

export async function listStaff(db: Db): Promise<readonly StaffMember[]> {
  const rows = await db.selectFrom("staff").selectAll().orderBy("since").orderBy("name_key").execute();
  return rows.map(memberFrom);
}

export const memberFrom = (row: Pick<Selectable<StaffTable>, "id" | "name" | "roles" | "since">): StaffMember => ({
  id: row.id,
  name: row.name,
  roles: JSON.parse(row.roles),
  since: row.since,
});
