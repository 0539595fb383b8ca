import { err, may, type CentreCommands, type StaffDesk, type StaffDraft } from "@commonhall/domain";
import type { Vault } from "@commonhall/vault";
import { changingBoth } from "./one-passphrase.ts";

type Keys = Pick<Vault, "found" | "door">;

/**
 * Whoever joins with a role that opens or signs something, or comes back with a new passphrase, gets keys under what is
 * typed just then. Whoever goes, or gets another part, waits no longer for signatures than that part allows; what
 * colleagues have signed for, only they take away. Whoever is signed out elsewhere has no unlocked keys left anywhere.
 */
export const enrollingStaff = (staffDesk: StaffDesk, vault: Keys): StaffDesk => ({
  ...staffDesk,
  join: async (code, joining) => {
    const joined = await staffDesk.join(code, joining);
    if (joined.ok) await makeKeys(staffDesk, vault, [{ ...joined.value, passphrase: joining.passphrase }]);
    return joined;
  },
  changeRoles: async (staff, roles) => {
    if (roles.includes("administrator") && (await vault.door.rolesOf(staff)).some((role) => role !== "auditor")) {
      return err({ type: "has keys" });
    }
    const changed = await staffDesk.changeRoles(staff, roles);
    if (changed.ok) await vault.door.followStaff(await staffDesk.list());
    return changed;
  },
  signOutEverywhere: async (staff) => {
    await vault.door.lockOf(staff);
    await staffDesk.signOutEverywhere(staff);
  },
  // Nobody can say which keys were unlocked in that one; the others unlock once more.
  endSession: async (staff, label) => {
    await vault.door.lockOf(staff);
    await staffDesk.endSession(staff, label);
  },
  remove: async (staff) => {
    const removed = await staffDesk.remove(staff);
    if (removed.ok) await vault.door.lockOf(staff);
    if (removed.ok) await vault.door.followStaff(await staffDesk.list());
    return removed;
  },
  changePassphrase: changingBoth(staffDesk, vault.door),
});

/** `first` is done before any passphrase is kept. */
export const enrollingCommands = (
  commands: CentreCommands,
  staffDesk: StaffDesk,
  vault: Keys,
  first: () => Promise<void>,
): CentreCommands => ({
  ...commands,
  setUp: async (draft, staff) => {
    await first();
    const made = await commands.setUp(draft, staff);
    if (made.ok) await makeKeys(staffDesk, vault, staff);
    return made;
  },
});

/**
 * After the commit that made them staff, because nothing may wait inside it. Whoever is left without keys, by a machine
 * that stopped in between, gets them when they first unlock.
 */
async function makeKeys(staffDesk: Pick<StaffDesk, "list">, vault: Keys, drafts: readonly StaffDraft[]): Promise<void> {
  const members = await staffDesk.list();
  const people = drafts
    .filter(({ roles }) => may(roles, "unlock the vault"))
    .flatMap(({ name, passphrase }) => {
      const member = members.find((one) => one.name === name);
      return member === undefined ? [] : [{ id: member.id, roles: member.roles, passphrase }];
    });
  if (people.length === 0) return;
  const { founded } = await vault.door.state();
  if (!founded && people.some(({ roles }) => may(roles, "sign the roster"))) {
    await vault.found(people);
    return;
  }
  // Without anybody who may sign there is no roster to join; they get their keys when there is one.
  if (!founded) return;
  for (const { id, roles, passphrase } of people) await vault.door.enrol({ id, roles }, passphrase);
}
