import type { EngineCode } from "../codes/engine-codes.ts";
import type { NineSector, SectorGroup } from "../codes/nine-sectors.ts";
import type { Region } from "../codes/regions.ts";
import type { ActorId, Host, ObjectId } from "../ids.ts";
import type { Result } from "../result.ts";
import type { Timestamp } from "../time.ts";
import type { Bulletin, StatTable } from "./bulletin.ts";
import type { Releasable, Release, Withdrawal } from "./release.ts";

/** A release of ours, with what two people have signed for it; of a heartbeat nobody has, and its approval is empty. */
export interface KeptRelease extends Pick<Releasable, "payload" | "approval"> {
  readonly object: ObjectId;
  readonly published: Timestamp;
  /** See `subjectOf`; undefined of a heartbeat. */
  readonly subject?: string;
  /** Since when it is withdrawn. */
  readonly withdrawn?: Timestamp;
}

/** What our centre has released, and what others say in bulletins and tables. */
export interface Bulletins {
  released(object: ObjectId): Promise<KeptRelease | undefined>;
  /** Whether we have said something of exactly this before, withdrawn or not. */
  hasSaid(subject: string): Promise<boolean>;
  /** Has to come before anything else about the object: the database takes nothing of it without. It is never changed. */
  keepApproved(release: Omit<KeptRelease, "withdrawn">): Promise<void>;
  /** The same of a heartbeat, which nobody signs: the database takes nothing under it that says anything. */
  keepHeartbeat(heartbeat: Pick<KeptRelease, "object" | "published" | "payload">): Promise<void>;
  /** Whether we have said anything in that hour, be it that there is nothing to say. */
  hasReleasedAt(published: Timestamp): Promise<boolean>;
  /** Has to come before the Delete. */
  keepWithdrawal(object: ObjectId, at: Timestamp, signed: Pick<Withdrawal, "payload" | "approval">): Promise<void>;
  /** What is read off an object that is there already. False where its author has said something of exactly this before. */
  put(read: ReadRelease): Promise<boolean>;
  /** Everybody on a host to whose inbox, own or shared, a release of ours was sent. */
  sentTo(host: Host): Promise<readonly ActorId[]>;
  /** Of what they got, what is withdrawn, in the order of the ids. */
  withdrawnOf(
    actor: ActorId,
    page: { readonly after?: ObjectId; readonly limit: number },
  ): Promise<readonly ObjectId[]>;
  /** Those of whom something is kept here and who were not asked since then what they have withdrawn; now they count as asked. */
  takeUnasked(since: Timestamp, now: Timestamp): Promise<readonly ActorId[]>;
  /** What came of this author by others: its author does not know that it is here. */
  passedOn(author: ActorId): Promise<readonly ObjectId[]>;
}

/** Which object of whom says it. */
export interface ReadRelease {
  readonly object: ObjectId;
  readonly by: ActorId;
  readonly published: Timestamp;
  readonly release: Exclude<Release, { readonly type: "heartbeat" }>;
}

/** A bulletin of ours or of an ally's, as it stands in lists. */
export interface BulletinLine {
  readonly object: ObjectId;
  readonly by: ActorId;
  /** Name of the centre. */
  readonly name: string;
  readonly published: Timestamp;
  readonly bulletin: Bulletin;
}

export interface StatTableLine {
  readonly object: ObjectId;
  readonly by: ActorId;
  readonly name: string;
  readonly published: Timestamp;
  readonly table: StatTable;
}

/** Each narrows what is listed; a place covers its parts. */
export interface BulletinFilter {
  readonly place?: Region;
  /** `2026-Q1`, `2026` or `2025-2026`. */
  readonly period?: string;
  readonly sector?: NineSector | SectorGroup;
  readonly code?: EngineCode;
}

export interface BulletinViews {
  /** Own and received, newest first; for staff. */
  list(filter: BulletinFilter): Promise<readonly BulletinLine[]>;
  tables(filter: Pick<BulletinFilter, "place" | "period">): Promise<readonly StatTableLine[]>;
  /** Our own for everybody, and nothing else. */
  listPublic(filter: BulletinFilter): Promise<readonly BulletinLine[]>;
  /** One of those, or a table of ours for everybody. */
  getPublic(object: ObjectId): Promise<ReadRelease | undefined>;
  /** To whom one of ours was sent, and who has it; for staff. */
  told(object: ObjectId): Promise<readonly { readonly inbox: string; readonly delivered: boolean }[]>;
}

export type ReleaseRefused =
  | { readonly type: "no centre yet" }
  /** Not exactly what two enrolled people have signed. */
  | { readonly type: "not approved"; readonly id: string }
  /** It is signed, but says what no release engine says. */
  | { readonly type: "not a release"; readonly id: string; readonly detail: string }
  | { readonly type: "not yet"; readonly published: Timestamp };

/** The only way for a bulletin to leave the node. Doing it twice does it once. */
export interface BulletinCommands {
  /** That there is nothing to say, where in the hour of that release day nothing was said; takes no word of anybody. */
  publishHeartbeat(published: Timestamp): Promise<Result<{ readonly published: number }, ReleaseRefused>>;
  publishReleases(releasables: readonly Releasable[]): Promise<Result<{ readonly published: number }, ReleaseRefused>>;
  withdraw(withdrawal: Withdrawal): Promise<Result<{ readonly object: ObjectId }, ReleaseRefused>>;
}
