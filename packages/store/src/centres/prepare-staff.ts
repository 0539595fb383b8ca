import { randomUUID } from "node:crypto";
import {
  checkStaffMember,
  ok,
  type PreparedStaff,
  type Result,
  type StaffDraft,
  type StaffRefused,
} from "@commonhall/domain";
import type { DeskPorts } from "./desk-ports.ts";

/** Before a commit, which may not wait for a hash. */
export async function prepareStaff(
  { clock, passphrases }: Pick<DeskPorts, "clock" | "passphrases">,
  staff: readonly StaffDraft[],
): Promise<Result<readonly PreparedStaff[], StaffRefused>> {
  for (const draft of staff) {
    const checked = checkStaffMember(draft);
    if (!checked.ok) return checked;
  }
  const prepared: PreparedStaff[] = [];
  for (const { name, roles, passphrase } of staff) {
    prepared.push({ id: randomUUID(), name, roles, since: clock(), secret: await passphrases.hash(passphrase) });
  }
  return ok(prepared);
}
