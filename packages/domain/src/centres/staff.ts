import { err, ok, type Result } from "../result.ts";

export const ROLES = ["administrator", "editor", "helper", "caseworker", "proposer", "approver", "auditor"] as const;
export type Role = (typeof ROLES)[number];

export interface StaffDraft {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly passphrase: string;
}

export type StaffRefused =
  | { readonly type: "name"; readonly name: string }
  | { readonly type: "passphrase too short"; readonly name: string }
  | { readonly type: "passphrase has the name"; readonly name: string }
  | { readonly type: "no role"; readonly name: string }
  | { readonly type: "administrator with casework"; readonly name: string; readonly role: Role }
  | { readonly type: "same name twice"; readonly name: string }
  | { readonly type: "no administrator" };

/** Characters, not words: many scripts have no spaces between words. */
export const PASSPHRASE_MINIMUM = 16;

/** Whoever administers the node must not be able to open a report (interface.md 4; row G2). */
const CASEWORK: readonly Role[] = ["caseworker", "proposer", "approver"];

/** A login name is a pseudonym of 2 to 40 letters of any script, digits, `.`, `-` or `_`. */
export const isStaffName = (name: string): boolean => /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}._-]{1,39}$/u.test(name);

export function checkStaffMember(staff: StaffDraft): Result<StaffDraft, StaffRefused> {
  const { name, roles } = staff;
  if (!isStaffName(name)) return err({ type: "name", name });
  const passphrase = checkPassphrase(staff);
  if (!passphrase.ok) return passphrase;
  const checked = checkRoles(roles, name);
  return checked.ok ? ok(staff) : checked;
}

export type PassphraseUnfit = Extract<
  StaffRefused,
  { readonly type: "passphrase too short" | "passphrase has the name" }
>;

export function checkPassphrase({
  name,
  passphrase,
}: Pick<StaffDraft, "name" | "passphrase">): Result<undefined, PassphraseUnfit> {
  if ([...passphrase].length < PASSPHRASE_MINIMUM) return err({ type: "passphrase too short", name });
  return passphrase.toLowerCase().trim() === name.toLowerCase() ? err({ type: "passphrase has the name", name }) : ok();
}

export type RolesUnfit = Extract<StaffRefused, { readonly type: "no role" | "administrator with casework" }>;

/** `name` where they are somebody's already. */
export function checkRoles(roles: readonly Role[], name = ""): Result<readonly Role[], RolesUnfit> {
  if (roles.length === 0) return err({ type: "no role", name });
  const casework = roles.find((role) => CASEWORK.includes(role));
  if (roles.includes("administrator") && casework !== undefined) {
    return err({ type: "administrator with casework", name, role: casework });
  }
  return ok(roles);
}

/** The people that a centre starts with: each checked by itself, no name twice, at least one administrator. */
export function checkFirstStaff(all: readonly StaffDraft[]): Result<readonly StaffDraft[], StaffRefused> {
  for (const [index, staff] of all.entries()) {
    const checked = checkStaffMember(staff);
    if (!checked.ok) return checked;
    const twin = all.slice(0, index).find((other) => other.name.toLowerCase() === staff.name.toLowerCase());
    if (twin !== undefined) return err({ type: "same name twice", name: staff.name });
  }
  return all.some((staff) => staff.roles.includes("administrator")) ? ok(all) : err({ type: "no administrator" });
}

/**
 * What each role may do. Every page and form of the desk and every command names one of these; `role-walk.test.ts` on the
 * floors above tries each of them with each role. Reports are for caseworkers: whoever administers, writes or types
 * reports in sees none (interface.md 4, anonymity.md 4.5; rows G1 and G2).
 */
export const PERMISSIONS = {
  publish: ["editor"],
  follow: ["editor", "administrator"],
  /** To promise something for another's call, and to say yes or no to what others promise for ours. */
  "answer calls": ["editor"],
  "read what arrived": ROLES,
  moderate: ["administrator", "editor"],
  /** Agreeing on terms with other centres, two by two and many together, and ending that. */
  "manage allies": ["administrator", "editor"],
  "change the centre": ["administrator", "editor"],
  "manage staff": ["administrator"],
  "see deliveries": ["administrator", "editor"],
  /** How the node itself is: disk, copies, queue, clock, keys. */
  "watch the node": ["administrator"],
  /** Write only: whoever types a report in for a worker never sees it again. */
  "enter reports": ["helper", "caseworker"],
  /** To use one's own keys: on cases, on the roster, on the audit. */
  "unlock the vault": ["caseworker", "proposer", "approver", "auditor"],
  "work on cases": ["caseworker"],
  /** Whom reports are sealed to: two of these sign for whoever joins, and nobody who administers can be one. */
  "sign the roster": ["caseworker", "proposer", "approver"],
  /** The second signature of a release, the first, and the look at both: what may be signed is the vault's to say. */
  "work on releases": ["proposer", "approver"],
  /** The figures that everybody signs with each release. */
  "set the figures of releases": ["proposer"],
  /** Brings cases back when keys are lost, so it needs somebody who can open them. */
  "make the recovery key": ["caseworker"],
  "read the audit": ["auditor"],
  /** Needs no key and shows nothing: whoever sees the door being broken down may do it. */
  "lock the vault": ["administrator", "caseworker"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export const may = (roles: readonly Role[], permission: Permission): boolean =>
  roles.some((role) => (PERMISSIONS[permission] as readonly Role[]).includes(role));
