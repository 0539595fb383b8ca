import {
  checkInvitation,
  checkPassphrase,
  checkRoles,
  checkStaffMember,
  err,
  INVITATION_LASTS,
  ok,
  type Invitation,
  type Invitations,
  type JoinRefused,
  type PassphraseRefused,
  type Result,
  type RolesRefused,
  type Session,
  type SignInRefused,
  type StaffDesk,
  type StaffMember,
} from "@commonhall/domain";

/** Who works at a desk in memory, and who is signed in. */
export interface StaffWorld {
  readonly staff: StaffMember[];
  readonly sessions: Map<string, Session>;
  /** By their codes. */
  readonly invitations: Map<string, Invitation>;
  /** What every code is answered with. */
  joinRefused?: JoinRefused;
  /** What every sign-in is answered with, in place of a session. */
  signInRefused?: SignInRefused;
  /** What changing a passphrase is refused with, unless that of the keys is typed too. */
  passphraseRefused?: PassphraseRefused;
  /** What every change of roles is refused with. */
  rolesRefused?: RolesRefused;
  /** Staff ids. */
  readonly secondFactors: Set<string>;
  /** Every command that was carried out, by whom. */
  readonly done: string[];
}

export const PASSPHRASE = "six words that nobody would guess";

export const member = (name: string, ...roles: StaffMember["roles"]): StaffMember => ({
  id: `id-${name}`,
  name,
  roles,
  since: 0,
});

export function memoryStaffDesk(world: StaffWorld, clock: () => number, newId: () => string): StaffDesk {
  const ended = (keep: (session: Session) => boolean) => {
    for (const [token, session] of world.sessions) if (!keep(session)) world.sessions.delete(token);
    return Promise.resolve();
  };
  const begin = (staff: StaffMember) => {
    const token = `token-${newId()}`;
    const label = `label-${newId()}`;
    world.sessions.set(token, { staff, started: clock(), lastSeen: clock(), csrf: `csrf-${newId()}`, label });
    return { token };
  };
  return {
    prepare: () => Promise.resolve(ok([])),
    ...invitationDesk(world, clock, ended),
    list: () => Promise.resolve(world.staff),
    signIn(name, passphrase) {
      if (world.signInRefused !== undefined) return Promise.resolve(err(world.signInRefused));
      const staff = world.staff.find((one) => one.name === name);
      if (staff === undefined || passphrase !== PASSPHRASE) return Promise.resolve(err({ type: "wrong" }));
      if (world.secondFactors.has(staff.id)) return Promise.resolve(ok({ halfway: `halfway-${name}` }));
      return Promise.resolve(ok(begin(staff)));
    },
    secondFactor: async (staff) => (world.secondFactors.has(staff) ? { since: clock(), recoveryCodes: 7 } : undefined),
    newSecret: () => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    async switchOn(staff, { passphrase, code }) {
      if (passphrase !== PASSPHRASE) return err({ type: "wrong" });
      if (code !== "123456") return err({ type: "wrong code" });
      world.secondFactors.add(staff);
      world.done.push(`switch on ${staff}`);
      return ok({ recoveryCodes: ["AAAA BBBB CCCC DDDD"] });
    },
    async switchOff(staff, passphrase) {
      if (passphrase !== PASSPHRASE) return err({ type: "wrong" });
      world.secondFactors.delete(staff);
      world.done.push(`switch off ${staff}`);
      return ok();
    },
    async finishSignIn(halfway, code) {
      const staff = world.staff.find(({ name }) => halfway === `halfway-${name}`);
      if (staff === undefined) return err({ type: "too late" });
      return code === "123456" ? ok(begin(staff)) : err({ type: "wrong" });
    },
    confirm: async (_, passphrase) => (passphrase === PASSPHRASE ? ok() : err({ type: "wrong" })),
    async changePassphrase({ staff, label }, { old, wanted, keys }) {
      if (world.passphraseRefused !== undefined && keys === undefined) return err(world.passphraseRefused);
      const fit = checkPassphrase({ name: staff.name, passphrase: wanted });
      if (!fit.ok) return fit;
      if (old !== PASSPHRASE) return err({ type: "wrong" });
      world.done.push(`passphrase of ${staff.name}${keys === undefined ? "" : " that was another for keys"}`);
      await ended((session) => session.staff.id !== staff.id || session.label === label);
      return ok();
    },
    async changeRoles(id, roles) {
      const index = world.staff.findIndex((one) => one.id === id);
      const found = world.staff[index];
      const checked = checkRoles(roles);
      if (!checked.ok) return checked;
      if (found === undefined) return err({ type: "no such member" });
      if (world.rolesRefused !== undefined) return err(world.rolesRefused);
      world.staff[index] = { ...found, roles };
      world.done.push(`${found.name} is ${roles.join(" ")}`);
      return ok();
    },
    async remove(id) {
      const index = world.staff.findIndex((one) => one.id === id);
      const [removed] = world.staff.slice(index, index + 1);
      if (removed === undefined) return err({ type: "no such member" });
      if (removed.roles.includes("administrator")) return err({ type: "last administrator" });
      world.staff.splice(index, 1);
      world.done.push(`remove ${removed.name}`);
      return ok();
    },
    session: (token) => Promise.resolve(world.sessions.get(token)),
    sessions: (staff) => Promise.resolve([...world.sessions.values()].filter((session) => session.staff.id === staff)),
    signOut: (token) => Promise.resolve(void world.sessions.delete(token)),
    signOutEverywhere: (staff) => ended((session) => session.staff.id !== staff),
    endSession: (staff, label) => ended((session) => session.staff.id !== staff || session.label !== label),
  };
}

function invitationDesk(
  world: StaffWorld,
  clock: () => number,
  ended: (keep: (session: Session) => boolean) => Promise<void>,
): Invitations {
  const found = (code: string): Result<Invitation, JoinRefused> => {
    if (world.joinRefused !== undefined) return err(world.joinRefused);
    const invitation = world.invitations.get(code);
    return invitation === undefined ? err({ type: "no invitation" }) : ok(invitation);
  };
  return {
    async invite(draft, by) {
      const checked = checkInvitation(draft);
      if (!checked.ok) return checked;
      const code = `code-${world.invitations.size}`;
      const made = clock();
      world.invitations.set(code, { ...draft, id: `id-${code}`, by, made, until: made + INVITATION_LASTS });
      world.done.push(`invite ${draft.roles.join(" ")} by ${by}`);
      return ok({ code });
    },
    async inviteAgain(id, by) {
      const known = world.staff.find((one) => one.id === id);
      if (known === undefined) return err({ type: "no such member" });
      const code = `code-${world.invitations.size}`;
      const made = clock();
      const { name, roles } = known;
      const own = { id: `id-${code}`, roles, note: "", by, made, until: made + INVITATION_LASTS, member: { id, name } };
      world.invitations.set(code, own);
      world.done.push(`invite ${name} again by ${by}`);
      return ok({ code });
    },
    invitations: async () => [...world.invitations.values()],
    async withdraw(id) {
      for (const [code, invitation] of world.invitations) if (invitation.id === id) world.invitations.delete(code);
    },
    invited: async (code) => found(code),
    async join(code, { name, passphrase }) {
      const invitation = found(code);
      if (!invitation.ok) return invitation;
      const { roles, member: back } = invitation.value;
      const checked = checkStaffMember({ name: back?.name ?? name, roles, passphrase });
      if (!checked.ok) return checked;
      const known = world.staff.find(({ id }) => id === back?.id);
      if (known !== undefined) {
        world.invitations.delete(code);
        await ended((session) => session.staff.id !== known.id);
        world.done.push(`${known.name} is back`);
        return ok(known);
      }
      if (world.staff.some((one) => one.name === name)) return err({ type: "same name twice", name });
      world.invitations.delete(code);
      const joined = member(name, ...roles);
      world.staff.push(joined);
      return ok(joined);
    },
  };
}
