import type { ActivityId, ActorId } from "../ids.ts";
import type { Result } from "../result.ts";
import type { Duration, Timestamp } from "../time.ts";
import type { Centre, CentreChange, CentreDraft } from "./centre.ts";
import type { Invitation, InvitationDraft, InvitationRefused, Joining, JoinRefused } from "./invitations.ts";
import type { SecondFactors } from "./second-factor.ts";
import type { PassphraseUnfit, Role, RolesUnfit, StaffDraft, StaffRefused } from "./staff.ts";

export interface Centres {
  /** The node's centre; undefined until it has been set up. */
  get(): Promise<Centre | undefined>;
  put(centre: Centre): Promise<void>;
}

export interface StaffMember {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly since: Timestamp;
}

export interface Session {
  readonly staff: StaffMember;
  readonly started: Timestamp;
  readonly lastSeen: Timestamp;
  /** Bound to the session; every form carries it. */
  readonly csrf: string;
  /** For the list of sessions: which of them this is, without its secret. */
  readonly label: string;
}

export type SignedIn = { readonly token: string } | { readonly halfway: string };

export type SignInRefused =
  /** Name or passphrase: never said which. */
  { readonly type: "wrong" } | { readonly type: "too many"; readonly wait: Duration };

export type PassphraseRefused =
  | SignInRefused
  | PassphraseUnfit
  /** What is sealed to them opens with another passphrase than was typed. Nothing has changed. */
  | { readonly type: "keys wrong" }
  /** What is sealed cannot be opened by anybody just now. Nothing has changed. */
  | { readonly type: "keys closed" }
  /** What is sealed opens with the new one; signing in still takes the old one. */
  | { readonly type: "keys only" };

export type RemoveRefused = { readonly type: "no such member" } | { readonly type: "last administrator" };

export type RolesRefused =
  | RemoveRefused
  | RolesUnfit
  /** What is sealed opens with keys of theirs, and whoever administers has none: colleagues take them off the list first. */
  | { readonly type: "has keys" };

/** Staff whose drafts were checked and whose passphrases are hashed: ready for a commit, which may not wait for a hash. */
export interface PreparedStaff extends StaffMember {
  /** The Argon2id hash as a PHC string. */
  readonly secret: string;
}

/** Checks and hashes outside any commit; several hundred milliseconds for each of them. */
export interface StaffPreparation {
  prepare(staff: readonly StaffDraft[]): Promise<Result<readonly PreparedStaff[], StaffRefused>>;
}

/** Within a unit of work. */
export interface StaffRoom {
  /** All of them or none: refused where one of the names is in use. */
  add(staff: readonly PreparedStaff[]): Promise<Result<undefined, StaffRefused>>;
}

/** How somebody comes to work here: whoever administers says with which roles, and never learns the passphrase (row G2). */
export interface Invitations {
  /** The code is answered this once; 128 random bits of which only a hash is kept. `by` is a login name. */
  invite(draft: InvitationDraft, by: string): Promise<Result<{ readonly code: string }, InvitationRefused>>;
  /**
   * For somebody of the staff whose passphrase is lost. Until it is used the old one stays; those made for them before work
   * no more.
   */
  inviteAgain(
    staff: string,
    by: string,
  ): Promise<Result<{ readonly code: string }, { readonly type: "no such member" }>>;
  /** Those that can still be used, newest first. */
  invitations(): Promise<readonly Invitation[]>;
  withdraw(id: string): Promise<void>;
  /** Of a code that somebody came with. Wrong ones are counted for the whole node, without any address. */
  invited(code: string): Promise<Result<Invitation, JoinRefused>>;
  /** They exist from here on, or have a new passphrase and no session; and the invitation is no more. */
  join(code: string, joining: Joining): Promise<Result<StaffMember, StaffRefused | JoinRefused>>;
}

/** Staff, passphrases (Argon2id) and sessions. No address of anybody is kept, in clear or hashed. */
export interface StaffDesk extends StaffPreparation, Invitations, SecondFactors {
  list(): Promise<readonly StaffMember[]>;
  /** `halfway` where a code of the second factor is still to come. */
  signIn(name: string, passphrase: string): Promise<Result<SignedIn, SignInRefused>>;
  /** The session of a cookie's token, undefined when it has ended or was never there. */
  session(token: string): Promise<Session | undefined>;
  sessions(staff: string): Promise<readonly Session[]>;
  signOut(token: string): Promise<void>;
  signOutEverywhere(staff: string): Promise<void>;
  endSession(staff: string, label: string): Promise<void>;
  /** Whether it is their passphrase; tries count as those of signing in do. */
  confirm(staff: string, passphrase: string): Promise<Result<undefined, SignInRefused>>;
  /**
   * One for everything: also what is sealed to them opens with it. `keys` is what opens that now, where it is not `old`.
   * Every session but this one ends.
   */
  changePassphrase(
    own: Pick<Session, "staff" | "label">,
    typed: { readonly old: string; readonly wanted: string; readonly keys?: string },
  ): Promise<Result<undefined, PassphraseRefused>>;
  /** They hold from the next page that this person opens. `name` in a refusal is empty. */
  changeRoles(staff: string, roles: readonly Role[]): Promise<Result<undefined, RolesRefused>>;
  /** Their sessions end with them. */
  remove(staff: string): Promise<Result<undefined, RemoveRefused>>;
}

export type SetUpRefused = StaffRefused | { readonly type: "set up already" } | { readonly type: "handle taken" };

export type UpdateCentreRefused =
  | { readonly type: "no centre yet" }
  | { readonly type: "too large"; readonly bytes: number; readonly limit: number };

export interface CentreCommands {
  /** Makes the centre with its keys, and its first staff, in one commit. */
  setUp(
    draft: CentreDraft,
    staff: readonly StaffDraft[],
  ): Promise<Result<{ readonly id: ActorId; readonly handle: string; readonly url: string }, SetUpRefused>>;
  /** Replaces all that the centre says of itself, and tells everybody who follows it or one of its campaigns. `by` is the login name of who does it. */
  updateCentre(
    change: CentreChange,
    by: string,
  ): Promise<Result<{ readonly id: ActorId; readonly activity: ActivityId }, UpdateCentreRefused>>;
}

/** The one-time code that the first start prints. */
export interface SetUpCode {
  check(code: string): Promise<boolean>;
}
