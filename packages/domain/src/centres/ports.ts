import type { ActivityId, ActorId } from "../ids.ts";
import type { Result } from "../result.ts";
import type { Duration, Timestamp } from "../time.ts";
import type { Centre, CentreChange, CentreDraft } from "./centre.ts";
import type { Role, StaffDraft, StaffRefused } from "./staff.ts";

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

export type SignInRefused =
  /** Name or passphrase: never said which. */
  { readonly type: "wrong" } | { readonly type: "too many"; readonly wait: Duration };

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

/** Staff, passphrases (Argon2id) and sessions. No address of anybody is kept, in clear or hashed. */
export interface StaffDesk extends StaffPreparation {
  add(staff: readonly StaffDraft[]): Promise<Result<undefined, StaffRefused>>;
  list(): Promise<readonly StaffMember[]>;
  signIn(name: string, passphrase: string): Promise<Result<{ readonly token: string }, SignInRefused>>;
  /** The session of a cookie's token, undefined when it has ended or was never there. */
  session(token: string): Promise<Session | undefined>;
  sessions(staff: string): Promise<readonly Session[]>;
  signOut(token: string): Promise<void>;
  signOutEverywhere(staff: string): Promise<void>;
  endSession(staff: string, label: string): Promise<void>;
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
