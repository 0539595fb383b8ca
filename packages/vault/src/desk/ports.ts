import type { Audited } from "../audit/audit.ts";
import type { CopyDue } from "../backup/copy-due.ts";
import type { Result, Role, Timestamp } from "@commonhall/domain";
import type { Cases, Reminders } from "../cases/ports.ts";
import type { CaseId, RegisterId } from "../ids.ts";
import type { PapersRefused, SharesRefused } from "../keys/recovery.ts";
import type { ReleaseRoom } from "../release/ports.ts";
import type { Week } from "../weeks.ts";
import type { UnlockRefused } from "./unlock.ts";

/** A clock that jumped, in weeks: from the last one that was believed to the one that it shows. */
export interface ClockAhead {
  readonly known: Week;
  readonly now: Week;
}

/** What everybody who is signed in at the desk may know of the vault. */
export interface VaultState {
  /** Somebody can open what is sealed. */
  readonly founded: boolean;
  /** The panic lock was used: nothing opens until the keyring has been brought back. */
  readonly lockedDown: boolean;
  /** The roster is not the one that this program wrote: nothing is sealed and nothing opens. */
  readonly rosterChanged: boolean;
  /** The week of the keyring's last copy. Undefined while there is none, and then nothing comes back after the panic lock. */
  readonly keyringCopy?: Week;
  /** Why somebody should make a copy now; undefined where the last one will do, or none can be made. */
  readonly copyDue?: CopyDue;
  readonly recovery?: { readonly shares: number; readonly needed: number };
  /** Nothing is erased because its time is over until somebody says that the clock is right, or it has kept its time. */
  readonly clockAhead?: ClockAhead;
  /** How many MiB are left on the disk of the vault, while there is little. */
  readonly diskLeft?: number;
}

/**
 * The way to what is sealed. The token belongs in the cookie of one browser: keys lie in memory under it, for 15 minutes
 * without a page and 8 hours in all, so that a dump of the memory opens nothing by itself.
 */
export interface VaultDoor {
  state(): Promise<VaultState>;
  /**
   * Makes the keys of somebody who joins, or who lost the passphrase of theirs. The first one founds the vault; later ones
   * wait for signatures, and until then what they had before stays as it was. Their open sessions end.
   */
  enrol(
    member: { readonly id: string; readonly roles: readonly Role[] },
    passphrase: string,
  ): Promise<"member" | "waits">;
  /** Who could sign for new keys of this person, if the passphrase of theirs is lost. */
  wayBack(member: string): Promise<"nothing to get back" | "colleagues" | "papers" | "none">;
  /** After somebody has left the staff or got another part: those who wait for signatures wait accordingly. */
  followStaff(staff: readonly { readonly id: string; readonly roles: readonly Role[] }[]): Promise<void>;
  /** What somebody may do with the keys that colleagues signed for; none for everybody else. */
  rolesOf(member: string): Promise<readonly Role[]>;
  /** Of somebody who waits for signatures: digits of their keys, which they read to whoever signs. */
  digitsOf(member: string): Promise<string | undefined>;
  unlock(member: string, passphrase: string): Promise<Result<{ readonly token: string }, UnlockRefused>>;
  /** Undefined where it was never unlocked, or has closed by itself. Asking is a sign of life. */
  desk(member: string, token: string): Promise<VaultDesk | undefined>;
  /** Gives new keys to cases of this person whose keys are older than a year, behind the pages of this session. */
  renewOldKeys(member: string, token: string): void;
  /** How far that is; undefined where nothing is under way. */
  renewing(member: string): { readonly done: number; readonly of: number } | undefined;
  lock(token: string): Promise<void>;
  /** All of somebody's unlocked keys, in whatever browser: what is under way with them stops at its next step. */
  lockOf(member: string): Promise<void>;
  /** Ends every session and deletes the keyring: only its offline copy brings cases back. */
  lockDown(by: string): Promise<void>;
}

/** Everything that one person can do while their keys are unlocked. */
export interface VaultDesk {
  readonly until: Timestamp;
  readonly cases: Cases;
  readonly reminders: Reminders;
  readonly register: Register;
  readonly keys: KeyKeeping;
  readonly audit: AuditReader;
  readonly release: ReleaseRoom;
  /** Says that the clock is right, in the week that was shown. */
  confirmClock(shown: string): Promise<Result<undefined, { readonly type: "other week" }>>;
}

export const REGISTER_KINDS = ["person", "employer", "recruiter"] as const;
export type RegisterKind = (typeof REGISTER_KINDS)[number];

export interface RegisterDraft {
  readonly kind: RegisterKind;
  readonly name: string;
  /** Other names, an address, a telephone number: what tells this one from others. */
  readonly details?: string;
}

export interface RegisterEntry extends RegisterDraft {
  readonly id: RegisterId;
}

export type RegisterRefused =
  | { readonly type: "empty text" }
  /** Some are almost alike. Somebody has to say that it is one of them, or that it is another. */
  | { readonly type: "near"; readonly entries: readonly RegisterEntry[] };

/** Persons, employers and recruiters, for every caseworker: one of them must not look like three. */
export interface Register {
  list(kind: RegisterKind): Promise<readonly RegisterEntry[]>;
  add(draft: RegisterDraft, answer?: "other"): Promise<Result<RegisterEntry, RegisterRefused>>;
}

export interface Candidate {
  /** What two people read to each other before they sign. */
  readonly fingerprint: string;
  /** Staff ids: who would come in, who would go. */
  readonly joins: readonly string[];
  /** Of each who would come in: the digits that they were shown when their keys were made. */
  readonly digits: readonly string[];
  readonly leaves: readonly string[];
  /** What everybody may do who would come in, and everybody whose part would be another. */
  readonly parts: readonly { readonly id: string; readonly roles: readonly Role[] }[];
  readonly newRecovery: boolean;
  readonly signed: readonly string[];
  readonly needed: number;
}

export type KeysRefused = { readonly type: "no such roster" } | { readonly type: "signed already" };

export interface KeyKeeping {
  readonly fingerprint: string;
  readonly members: readonly { readonly id: string; readonly roles: readonly Role[] }[];
  candidates(): Promise<readonly Candidate[]>;
  sign(fingerprint: string): Promise<Result<undefined, KeysRefused>>;
  /** Papers are shown once and never kept. */
  makeRecovery(
    needed: number,
    shares: number,
  ): Promise<Result<{ readonly papers: readonly string[] }, SharesRefused | { readonly type: "may not sign" }>>;
  /** Somebody is to leave the roster: this member's signature is the first. Afterwards `renewCases`. */
  proposeLeave(
    member: string,
  ): Promise<Result<undefined, { readonly type: "no such member" } | { readonly type: "nobody would be left" }>>;
  /** Somebody has another part at the desk now, with the same keys. Afterwards `renewCases`, where they were a caseworker. */
  proposeRoles(
    member: string,
    roles: readonly Role[],
  ): Promise<
    Result<
      undefined,
      | { readonly type: "no such member" }
      | { readonly type: "nothing to change" }
      | { readonly type: "nobody would be left" }
    >
  >;
  /** Takes those who left out of every case that this person can open, and lets a new recovery key in. */
  renewCases(): AsyncIterable<{ readonly done: number; readonly of: number }>;
  /** Of the cases that this person can open, how many the recovery key of today does not, until `renewCases`. */
  withoutRecovery(): Promise<number>;
  /** Of the cases that this person can open, how many are sealed to somebody who cannot be given cases any more, until `renewCases`. */
  sealedToFormer(): Promise<number>;
  /** Tries papers against the key, opens nothing. */
  drill(papers: readonly string[]): Promise<Result<undefined, PapersRefused>>;
  changePassphrase(
    old: string,
    wanted: string,
  ): Promise<Result<undefined, { readonly type: "wrong" } | { readonly type: "too short" }>>;
}

export interface AuditLine {
  readonly week: Week;
  /** Staff id, or `program`. */
  readonly by: string;
  readonly did: Audited;
  /** A colleague whom it was about. */
  readonly with?: string;
  readonly caseId?: CaseId;
}

export interface AuditReader {
  /** Newest first. `intact`: no line was altered, added or left out. `head` is what is printed for the paper file each week. */
  read(after?: string): Promise<{
    readonly lines: readonly AuditLine[];
    /** How many lines of all are not sealed to this reader, mostly because they were written before. */
    readonly unreadable: number;
    readonly intact: boolean;
    readonly head: string;
    readonly next?: string;
  }>;
}
