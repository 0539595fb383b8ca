import { createHash } from "node:crypto";
import { err, ok, PASSPHRASE_MINIMUM, type Result, type Role } from "@commonhall/domain";
import { z } from "zod";
import { type Core, sameMac } from "../core.ts";
import { type RosterMember, VAULT_ROLES, type VaultRole } from "./roster.ts";
import { lockedKeys, lockFor, newStaffKeys, openKeysOf, type StaffKeys } from "./staff-keys.ts";

/** Somebody of the staff, with all their roles at the desk. */
export interface Enrolment {
  /** The staff member's id. */
  readonly id: string;
  readonly roles: readonly Role[];
  readonly passphrase: string;
}

export type EnrolRefused =
  | { readonly type: "no role in the vault" }
  | { readonly type: "administrator with casework" }
  | { readonly type: "passphrase too short" };

/** Somebody with keys whom no roster names yet. The digits are compared with what they were shown when they enrolled. */
export interface Enrolled {
  readonly member: RosterMember;
  readonly digits: string;
}

export function vaultRoles({ roles, passphrase }: Enrolment): Result<readonly VaultRole[], EnrolRefused> {
  const own = VAULT_ROLES.filter((role) => roles.includes(role));
  if (own.length === 0) return err({ type: "no role in the vault" });
  if (roles.includes("administrator") && own.some((role) => role !== "auditor")) {
    return err({ type: "administrator with casework" });
  }
  return Array.from(passphrase).length < PASSPHRASE_MINIMUM ? err({ type: "passphrase too short" }) : ok(own);
}

/**
 * Makes keys for somebody. They open nothing until the members of the roster have signed them in; until then those that
 * this person may have had stay as they are, so that nobody can take the keys of another away by enrolling for them.
 */
export async function enrol(core: Core, enrolment: Enrolment): Promise<Result<Enrolled, EnrolRefused>> {
  const roles = vaultRoles(enrolment);
  if (!roles.ok) return roles;
  const keys = newStaffKeys(enrolment.id);
  const lock = await lockFor(core, enrolment.passphrase);
  const member = memberOf(keys, roles.value);
  const document = JSON.stringify(member);
  const row = { document, mac: core.mac("enrolment", document), ...(await lockedKeys(lock, keys)) };
  await core.files.data.db
    .insertInto("enrolment")
    .values({ id: enrolment.id, ...row })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(row))
    .execute();
  return ok({ member, digits: digitsOfMember(member) });
}

/**
 * Of those who wait for signatures: whoever has left the staff waits no more, and whoever has another part at the desk now
 * waits with that. The digits are others then, so that nobody signs for what was not compared.
 */
export async function followStaff(core: Core, staff: readonly Pick<Enrolment, "id" | "roles">[]): Promise<void> {
  const parts = new Map(staff.map(({ id, roles }) => [id, VAULT_ROLES.filter((role) => roles.includes(role))]));
  for (const { member } of await enrolled(core)) {
    const roles = parts.get(member.id) ?? [];
    const { db } = core.files.data;
    if (roles.length === 0) await db.deleteFrom("enrolment").where("id", "=", member.id).execute();
    else if (roles.join() !== member.roles.join()) {
      const document = JSON.stringify({ ...member, roles });
      const row = { document, mac: core.mac("enrolment", document) };
      await db.updateTable("enrolment").set(row).where("id", "=", member.id).execute();
    }
  }
}

/** Whether this passphrase is the one of keys that wait for signatures. */
export async function opensWaiting(core: Core, id: string, passphrase: string): Promise<boolean> {
  const row = await core.files.data.db.selectFrom("enrolment").selectAll().where("id", "=", id).executeTakeFirst();
  return row !== undefined && (await openKeysOf(core, id, passphrase, row)) !== undefined;
}

export const memberOf = (keys: StaffKeys, roles: readonly VaultRole[]): RosterMember => ({
  id: keys.id,
  roles,
  box: keys.box.public,
  sign: keys.sign.public,
});

const schema = z.strictObject({
  id: z.string(),
  roles: z.array(z.enum(VAULT_ROLES)),
  box: z.string(),
  sign: z.string(),
});

/** Those that this program enrolled: keys that somebody wrote into the file are left out, loudly. */
export async function enrolled(core: Core): Promise<readonly Enrolled[]> {
  const rows = await core.files.data.db.selectFrom("enrolment").selectAll().execute();
  return rows.flatMap(({ id, document, mac }) => {
    const member = schema.safeParse(JSON.parse(document));
    if (!sameMac(mac, core.mac("enrolment", document)) || !member.success || member.data.id !== id) {
      core.alarm("row changed");
      return [];
    }
    return [{ member: member.data, digits: digitsOfMember(member.data) }];
  });
}

/** Twenty digits of somebody's public keys, and of what they may do with them. */
export function digitsOfMember({ id, roles, box, sign }: RosterMember): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([id, roles, box, sign]))
    .digest();
  return [0, 4, 8, 12].map((at) => String(hash.readUInt32BE(at) % 100_000).padStart(5, "0")).join(" ");
}
