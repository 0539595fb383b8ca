import { createHash, randomBytes, randomUUID } from "node:crypto";
import {
  checkInvitation,
  err,
  INVITATION_LASTS,
  ok,
  type Invitation,
  type Invitations,
  type Joining,
  type JoinRefused,
  type Result,
  type StaffMember,
  type StaffRefused,
  type Timestamp,
} from "@commonhall/domain";
import type { Selectable } from "kysely";
import type { Db } from "../database/session.ts";
import type { InvitationTable } from "./centre-tables.ts";
import type { DeskPorts } from "./desk-ports.ts";
import { prepareStaff } from "./prepare-staff.ts";
import { countAttempt, forgiveAttempt, ON_CODES } from "./sign-in-limits.ts";
import { addStaff } from "./staff-commits.ts";

const CODE_BYTES = 16;

/** Who reads the database finds hashes of random codes, and can join with none of them. */
export function invitations(ports: DeskPorts): Invitations {
  const { session, clock } = ports;
  return {
    invite: async (draft, by) => {
      const checked = checkInvitation(draft);
      if (!checked.ok) return checked;
      const code = randomBytes(CODE_BYTES).toString("base64url");
      const { roles, note } = checked.value;
      const made = clock();
      const row = { roles: JSON.stringify(roles), note, made_by: by, made, ends: made + INVITATION_LASTS };
      await session.write(async (db) => {
        await forgetEndedInvitations(db, made);
        await db
          .insertInto("invitation")
          .values({ id: randomUUID(), code_hash: hashOf(code), ...row })
          .execute();
      });
      return ok({ code });
    },
    invitations: async () => {
      const rows = await open(session.read, clock()).orderBy("made", "desc").orderBy("id").execute();
      return rows.map(invitationFrom);
    },
    withdraw: (id) =>
      session.write(async (db) => {
        await db.deleteFrom("invitation").where("id", "=", id).execute();
      }),
    invited: (code) => invited(ports, code),
    join: (code, joining) => join(ports, code, joining),
  };
}

/** Each attempt counts as failed before the code is looked for, so that many at once gain nothing. */
async function invited({ session, clock }: DeskPorts, code: string): Promise<Result<Invitation, JoinRefused>> {
  return session.write(async (db) => {
    const now = clock();
    const wait = await countAttempt(db, ON_CODES, now);
    if (wait > 0) return err({ type: "too many", wait });
    const row = await find(db, code, now);
    if (row === undefined) return err({ type: "no invitation" });
    await forgiveAttempt(db, ON_CODES);
    return ok(invitationFrom(row));
  });
}

async function join(
  ports: DeskPorts,
  code: string,
  { name, passphrase }: Joining,
): Promise<Result<StaffMember, StaffRefused | JoinRefused>> {
  const found = await invited(ports, code);
  if (!found.ok) return found;
  const prepared = await prepareStaff(ports, [{ name, passphrase, roles: found.value.roles }]);
  if (!prepared.ok) return prepared;
  return ports.session.write(async (db) => {
    // Looked for once more: while the passphrase was hashed somebody else may have used the code.
    const row = await find(db, code, ports.clock());
    const [person] = prepared.value;
    if (row === undefined || person === undefined) return err({ type: "no invitation" });
    const added = await addStaff(db, [person]);
    if (!added.ok) return added;
    await db.deleteFrom("invitation").where("id", "=", row.id).execute();
    const { id, roles, since } = person;
    return ok({ id, name, roles, since });
  });
}

const hashOf = (code: string): string => createHash("sha256").update(code).digest("base64url");

const open = (db: Db, now: Timestamp) => db.selectFrom("invitation").selectAll().where("ends", ">", now);

const find = (db: Db, code: string, now: Timestamp) =>
  open(db, now).where("code_hash", "=", hashOf(code)).executeTakeFirst();

const invitationFrom = ({ id, roles, note, made_by, made, ends }: Selectable<InvitationTable>): Invitation => ({
  id,
  roles: JSON.parse(roles),
  note,
  by: made_by,
  made,
  until: ends,
});

export async function forgetEndedInvitations(db: Db, now: Timestamp): Promise<void> {
  await db.deleteFrom("invitation").where("ends", "<=", now).execute();
}
