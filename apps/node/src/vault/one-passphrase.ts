import {
  checkPassphrase,
  err,
  may,
  ok,
  type PassphraseRefused,
  type Result,
  type StaffDesk,
  type StaffMember,
} from "@commonhall/domain";
import type { VaultDoor } from "@commonhall/vault";

type Typed = Parameters<StaffDesk["changePassphrase"]>[1];

/**
 * People have one passphrase, for signing in and for what is sealed to them. Both halves are checked before the first is
 * changed. The keys come first: whoever is left between the two can still sign in with what they know, and try again.
 */
export const changingBoth =
  (staffDesk: StaffDesk, door: VaultDoor): StaffDesk["changePassphrase"] =>
  async (own, typed) => {
    const { staff } = own;
    const fit = checkPassphrase({ name: staff.name, passphrase: typed.wanted });
    if (!fit.ok) return fit;
    const right = await staffDesk.confirm(staff.id, typed.old);
    if (!right.ok) return right;
    const keys = await changeKeys(door, staff, typed);
    if (!keys.ok) return keys;
    if (keys.value === "none") return staffDesk.changePassphrase(own, typed);
    try {
      const changed = await staffDesk.changePassphrase(own, typed);
      return changed.ok ? changed : err({ type: "keys only" });
    } catch {
      return err({ type: "keys only" });
    }
  };

async function changeKeys(
  door: VaultDoor,
  { id, roles }: StaffMember,
  { old, wanted, keys = old }: Typed,
): Promise<Result<"changed" | "none", PassphraseRefused>> {
  if (!may(roles, "unlock the vault")) return ok("none");
  const opened = await door.unlock(id, keys);
  if (opened.ok) {
    const { token } = opened.value;
    const desk = await door.desk(id, token);
    const changed = await desk?.keys.changePassphrase(keys, wanted);
    await door.lock(token);
    return changed?.ok === true ? ok("changed") : err({ type: "keys closed" });
  }
  switch (opened.error.type) {
    case "wrong":
      return err({ type: "keys wrong" });
    case "too many":
      return err(opened.error);
    case "no keys":
      return ok("none");
    case "not in the roster": {
      // Whoever waits for signatures gets other keys, and other digits to read to those who sign.
      if ((await door.digitsOf(id)) === undefined) return ok("none");
      await door.enrol({ id, roles }, wanted);
      return ok("changed");
    }
    case "busy":
    case "locked down":
    case "roster changed":
      return err({ type: "keys closed" });
  }
}
