import { checkPassphrase, err, ok, type Result, type SignInRefused, type StaffDesk } from "@commonhall/domain";
import type { DeskPorts } from "./desk-ports.ts";
import { endOtherSessions } from "./sessions.ts";
import { forgiveAttempt } from "./sign-in-limits.ts";
import { tryPassphrase } from "./sign-in.ts";

/** Whether it is really them who sits at a desk that was left open. Counted as signing in is. */
export async function confirm(
  ports: DeskPorts,
  staff: string,
  passphrase: string,
): Promise<Result<undefined, SignInRefused>> {
  const row = await ports.session.read
    .selectFrom("staff")
    .select("name_key")
    .where("id", "=", staff)
    .executeTakeFirst();
  if (row === undefined) return err({ type: "wrong" });
  const tried = await tryPassphrase(ports, row.name_key, passphrase);
  if (!tried.ok) return tried;
  await ports.session.write((db) => forgiveAttempt(db, tried.value.counted));
  return ok();
}

export async function changePassphrase(
  ports: DeskPorts,
  ...[{ staff, label }, { old, wanted }]: Parameters<StaffDesk["changePassphrase"]>
): ReturnType<StaffDesk["changePassphrase"]> {
  const fit = checkPassphrase({ name: staff.name, passphrase: wanted });
  if (!fit.ok) return fit;
  const right = await confirm(ports, staff.id, old);
  if (!right.ok) return right;
  const secret = await ports.passphrases.hash(wanted);
  return ports.session.write(async (db) => {
    await db.updateTable("staff").set({ secret }).where("id", "=", staff.id).execute();
    await endOtherSessions(db, staff.id, label);
    return ok();
  });
}
