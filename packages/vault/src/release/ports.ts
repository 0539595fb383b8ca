import type { EngineProof, PolicyDraft } from "@commonhall/anonymity";
import type { PlainDate, Region, Releasable, Release, Result, Timestamp, Withdrawal } from "@commonhall/domain";
import type { RandomId } from "../ids.ts";

/** What the desk sets for release days. It stands in each payload as a hash, so whoever signs has signed it, too. */
export interface ReleasePolicy extends Omit<PolicyDraft, "catchment"> {
  readonly country: Region;
  /** How many people live in the area that the centre is known to serve, never in a wider one (anonymity.md 5.3, R10). */
  readonly catchment: number;
}

export type PolicyProblem =
  | { readonly type: "no country" }
  /** A field that is weaker than the design allows, or makes no sense; `least` and `most` are what is accepted. */
  | { readonly type: "weak"; readonly field: keyof PolicyDraft; readonly least: number; readonly most?: number }
  /** A figure of another country. */
  | { readonly type: "other country"; readonly field: "populations" | "estimates"; readonly place: string };

/** Why something stands no longer for release. */
export const DROPPED_FOR = [
  "dropped by hand",
  "a member has gone",
  "not signed in time",
  "signatures gone",
  /** Its day lies between the backup that the vault came back from and now. */
  "brought back",
] as const;
export type DroppedFor = (typeof DROPPED_FOR)[number];

/** What would be released on the day, as allies will see it. */
export interface ReleaseCandidate {
  readonly id: RandomId;
  readonly release: Release;
  /** Why the engine says that it may be: exact counts, for officers alone. Of a bulletin. */
  readonly proof?: EngineProof;
  /** Staff ids. */
  readonly proposedBy?: string;
  readonly approvedBy?: string;
  readonly dropped?: DroppedFor;
  /** What this person could do with it now. */
  readonly may: "propose" | "approve" | undefined;
}

export interface ReleaseDayView {
  readonly day: PlainDate;
  readonly published: Timestamp;
  /** Seven days before. */
  readonly opens: Timestamp;
  /** Both signatures stand from here on: 48 hours before. */
  readonly signBy: Timestamp;
  /** The candidates were made, and are what they are. */
  readonly made: boolean;
  readonly policy?: ReleasePolicy;
  readonly candidates: readonly ReleaseCandidate[];
}

/** A bulletin or a table that has left, or leaves as soon as somebody takes it. */
export interface ReleasedLine {
  readonly id: RandomId;
  readonly day: PlainDate;
  readonly release: Release;
  /** Staff id of who asked for its end, and when it ends. */
  readonly withdrawal?: { readonly by: string; readonly second?: string; readonly due: Timestamp };
}

export type RoomRefused =
  /** Before the seven days, after the 48 hours. */
  | { readonly type: "not the time"; readonly opens: Timestamp; readonly signBy: Timestamp }
  | { readonly type: "no policy" }
  /** The clock jumped, and nobody has said that it is right. */
  | { readonly type: "clock" }
  /** Somebody changed the file; nothing is released of it. */
  | { readonly type: "changed" }
  /** Not for this part, or without the key. */
  | { readonly type: "no right" }
  | { readonly type: "not found" }
  /** Nobody signs twice on one release day, under whatever part. */
  | { readonly type: "signed before" }
  /** It was dropped just now: a member is gone, or changed. */
  | { readonly type: "dropped" };

export type RoomDone = Promise<Result<undefined, RoomRefused>>;

/** For proposers and approvers whose keys are unlocked. They accept or drop what the engine made, and change nothing of it. */
export interface ReleaseRoom {
  /** Undefined for everybody else. */
  day(): Promise<ReleaseDayView | undefined>;
  setPolicy(policy: ReleasePolicy): Promise<Result<undefined, PolicyProblem | RoomRefused>>;
  /** Opens the coded records and lets the engine run, once for each release day. */
  make(): RoomDone;
  /** Signs: the first of two, or the second by another key. */
  accept(id: string): RoomDone;
  /** For good. Its members may be released on coarser levels only. */
  drop(id: string): RoomDone;
  released(): Promise<readonly ReleasedLine[]>;
  /** The first of two, or the second. On the next release day, or at once where somebody's life is in danger. */
  withdraw(id: string, at: "release day" | "at once"): RoomDone;
}

/** The way out for what two people have signed. It opens at the hour of the release day, and holds nothing else. */
export interface Outlet {
  /** Whether something should leave and waits for somebody to say that the clock is right. */
  waitsForClock(): Promise<boolean>;
  /** The hour of the last release day; undefined while nothing may leave, or nobody knows what the time is. */
  lastHour(): Promise<Timestamp | undefined>;
  /** The same under the same ids until each is confirmed. */
  offered(): Promise<readonly Releasable[]>;
  confirm(id: string): Promise<void>;
  withdrawals(): Promise<readonly Withdrawal[]>;
  confirmWithdrawal(id: string): Promise<void>;
}
