import type { StaffDesk } from "@commonhall/domain";
import type { DeskPorts } from "./desk-ports.ts";
import { invitations } from "./invitations.ts";
import { changePassphrase, confirm } from "./own-passphrase.ts";
import { prepareStaff } from "./prepare-staff.ts";
import { secondFactors } from "./second-factor.ts";
import { endSession, endSessionsOf, listSessions, readSession, signOut } from "./sessions.ts";
import { signIn } from "./sign-in.ts";
import { changeRoles, listStaff, removeStaff } from "./staff-commits.ts";

export function staffDesk(ports: DeskPorts): StaffDesk {
  const { session, clock } = ports;
  return {
    ...invitations(ports),
    ...secondFactors(ports),
    prepare: (staff) => prepareStaff(ports, staff),
    list: () => listStaff(session.read),
    signIn: (name, passphrase) => signIn(ports, name, passphrase),
    session: (token) => readSession(session, clock(), token),
    sessions: (staff) => listSessions(session.read, clock(), staff),
    signOut: (token) => session.write((db) => signOut(db, token)),
    signOutEverywhere: (staff) => session.write((db) => endSessionsOf(db, staff)),
    confirm: (staff, passphrase) => confirm(ports, staff, passphrase),
    changePassphrase: (own, typed) => changePassphrase(ports, own, typed),
    changeRoles: (staff, roles) => session.write((db) => changeRoles(db, staff, roles)),
    remove: (staff) => session.write((db) => removeStaff(db, staff)),
    endSession: (staff, label) => session.write((db) => endSession(db, staff, label)),
  };
}
