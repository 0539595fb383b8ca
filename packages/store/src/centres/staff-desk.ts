import { randomUUID } from "node:crypto";
import {
  checkStaffMember,
  ok,
  type PreparedStaff,
  type Result,
  type StaffDesk,
  type StaffDraft,
  type StaffRefused,
} from "@commonhall/domain";
import type { DeskPorts } from "./desk-ports.ts";
import { endSession, endSessionsOf, listSessions, readSession, signOut } from "./sessions.ts";
import { signIn } from "./sign-in.ts";
import { listStaff, staffRoom } from "./staff-commits.ts";

export function staffDesk(ports: DeskPorts): StaffDesk {
  const { session, clock } = ports;
  return {
    prepare: (staff) => prepare(ports, staff),
    add: async (staff) => {
      const prepared = await prepare(ports, staff);
      return prepared.ok ? staffRoom(session).add(prepared.value) : prepared;
    },
    list: () => listStaff(session.read),
    signIn: (name, passphrase) => signIn(ports, name, passphrase),
    session: (token) => readSession(session, clock(), token),
    sessions: (staff) => listSessions(session.read, clock(), staff),
    signOut: (token) => session.write((db) => signOut(db, token)),
    signOutEverywhere: (staff) => session.write((db) => endSessionsOf(db, staff)),
    endSession: (staff, label) => session.write((db) => endSession(db, staff, label)),
  };
}

async function prepare(
  { clock, passphrases }: DeskPorts,
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
