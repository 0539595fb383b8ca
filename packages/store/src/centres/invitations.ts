import { createHash, randomBytes, randomUUID } from "node:crypto";
import {
  checkInvitation,
  err,
  INVITATION_LASTS,
  ok,
  type Invitation,
  type InvitationDraft,
  type Invitations,
  type Joining,
  type JoinRefused,
  type PreparedStaff,
  type Result,
  type StaffMember,
  type StaffRefused,
  type Timestamp,
} from "@commonhall/domain";
import type { Db } from "../database/session.ts";
import type { DeskPorts } from "./desk-ports.ts";
import { prepareStaff } from "./prepare-staff.ts";
import { endSessionsOf } from "./sessions.ts";
import { countAttempt, forgiveAttempt, ON_CODES } from "./sign-in-limits.ts";
import { addStaff, memberFrom } from "./staff-commits.ts";

const CODE_BYTES = 16;

/** Who reads the database finds hashes of random codes, and can join with none of them. */
export function invitations(ports: DeskPorts): Invitations {
  const { session, clock } = ports;
  return {
    invite: async (draft, by) => {
      const checked = checkInvitation(draft);
      if (!checked.ok) return checked;
      const { roles, note } = checked.value;
      return session.write((db) => begin(db, clock(), { roles, note, by, member: null }));
    },
    inviteAgain: (staff, by) =>
      session.write(async (db) => {
        const known = await db.selectFrom("staff").select("id").where("id", "=", staff).executeTakeFirst();
        if (known === undefined) return err({ type: "no such member" });
        await db.deleteFrom("invitation").where("member", "=", staff).execute();
        return begin(db, clock(), { roles: [], note: "", by, member: staff });
      }),
    invitations: async () => {
      const rows = await open(session.read, clock()).orderBy("made", "desc").orderBy("invitation.id").execute();
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

type Begun = InvitationDraft & { readonly by: string; readonly member: string | null };

async function begin(
  db: Db,
  made: Timestamp,
  { roles, note, by, member }: Begun,
): Promise<Result<{ readonly code: string }, never>> {
  const code = randomBytes(CODE_BYTES).toString("base64url");
  const row = { roles: JSON.stringify(roles), note, made_by: by, made, ends: made + INVITATION_LASTS, member };
  await forgetEndedInvitations(db, made);
  await db
    .insertInto("invitation")
    .values({ id: randomUUID(), code_hash: hashOf(code), ...row })
    .execute();
  return ok({ code });
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
  joining: Joining,
): Promise<Result<StaffMember, StaffRefused | JoinRefused>> {
  const found = await invited(ports, code);
  if (!found.ok) return found;
  const { roles, member } = found.value;
  const drafts = [{ ...joining, ...(member === undefined ? {} : { name: member.name }), roles }];
  const prepared = await prepareStaff(ports, drafts);
  if (!prepared.ok) return prepared;
  return ports.session.write(async (db) => {
    // Looked for once more: while the passphrase was hashed somebody else may have used the code.
    const row = await find(db, code, ports.clock());
    const [person] = prepared.value;
    if (row === undefined || person === undefined) return err({ type: "no invitation" });
    const joined = row.member === null ? await add(db, person) : await comeBack(db, row.member, person.secret);
    if (joined.ok) await db.deleteFrom("invitation").where("id", "=", row.id).execute();
    return joined;
  });
}

async function add(db: Db, person: PreparedStaff): Promise<Result<StaffMember, StaffRefused>> {
  const added = await addStaff(db, [person]);
  if (!added.ok) return added;
  const { id, name, roles, since } = person;
  return ok({ id, name, roles, since });
}

/** Whoever sat there with the old passphrase sits there no more. A second factor stays: whoever invites has none of it. */
async function comeBack(db: Db, id: string, secret: string): Promise<Result<StaffMember, never>> {
  await endSessionsOf(db, id);
  const row = await db
    .updateTable("staff")
    .set({ secret })
    .where("id", "=", id)
    .returning(["id", "name", "roles", "since"])
    .executeTakeFirstOrThrow();
  return ok(memberFrom(row));
}

const hashOf = (code: string): string => createHash("sha256").update(code).digest("base64url");

/** Of somebody who works here with the name and the part that they have now. */
const open = (db: Db, now: Timestamp) =>
  db
    .selectFrom("invitation")
    .leftJoin("staff", "staff.id", "invitation.member")
    .selectAll("invitation")
    .select(["staff.name as member_name", "staff.roles as member_roles"])
    .where("ends", ">", now);

const find = (db: Db, code: string, now: Timestamp) =>
  open(db, now).where("code_hash", "=", hashOf(code)).executeTakeFirst();

type Row = NonNullable<Awaited<ReturnType<typeof find>>>;

const invitationFrom = ({
  id,
  roles,
  note,
  made_by,
  made,
  ends,
  member,
  member_name,
  member_roles,
}: Row): Invitation => ({
  id,
  roles: JSON.parse(member_roles ?? roles),
  note,
  by: made_by,
  made,
  until: ends,
  ...(member === null || member_name === null ? {} : { member: { id: member, name: member_name } }),
});

export async function forgetEndedInvitations(db: Db, now: Timestamp): Promise<void> {
  await db.deleteFrom("invitation").where("ends", "<=", now).execute();
}
