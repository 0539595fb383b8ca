import type { ActivityId, ActorId, Handle, InboxUrl, ObjectId } from "../ids.ts";
import type { Duration, Timestamp } from "../time.ts";
import type { Arrival, ArrivalReason, Kind, OutgoingActivity, StoredObject, Tombstone } from "./object.ts";

/** Objects of ours and of others. */
export interface Objects {
  get(id: ObjectId): Promise<StoredObject | undefined>;
  tombstone(id: ObjectId): Promise<Tombstone | undefined>;
  /** Inserts or replaces. Answers false, and changes nothing, where the object has been deleted before. */
  put(object: StoredObject): Promise<boolean>;
  /** Leaves a tombstone, takes the object out of every list, forgets its document. True where there was something to delete. */
  delete(id: ObjectId, at: Timestamp): Promise<boolean>;
  /** Everything that an actor wrote: for an actor that is gone. Answers how many. */
  deleteAllBy(actor: ActorId, at: Timestamp): Promise<number>;
  /** What somebody else wrote, as it is kept here, in the order of their ids: only what is limited, or all of it. */
  by(author: ActorId, of: ByAuthor): Promise<readonly StoredObject[]>;
  /** Takes them out of every list and forgets them, without tombstones: they may come again. Never what is ours. */
  forget(ids: readonly ObjectId[]): Promise<void>;
}

export interface ByAuthor {
  readonly reach: "limited" | "everything";
  readonly after?: ObjectId;
  readonly limit: number;
}

export interface Arrivals {
  /** False where the object stands there already; its `via` is then kept as it was. */
  add(arrival: Arrival): Promise<boolean>;
  /** Takes it out again, for an Undo of the Announce that brought it. Only where it came by `via` alone. */
  withdraw(object: ObjectId, via: ActorId): Promise<boolean>;
}

/** One or more of these say where an outgoing activity goes. Inboxes named twice get it once. */
export type Recipients =
  | { readonly type: "followers"; readonly of: ActorId }
  | { readonly type: "inbox"; readonly inbox: InboxUrl }
  /**
   * Each actor's own inbox, never one that several share: no server has to guess who of its people may read it (wire.md
   * 6). Who is not known, is gone, or has no inbox of their own gets nothing.
   */
  | { readonly type: "actors"; readonly actors: readonly ActorId[] }
  /**
   * Every inbox to which anything about the object was ever sent, delivered or not (the ever-sent list, wire.md 0.4),
   * without the own inboxes of those who are excepted. `from` counts what that actor of ours sent and nothing else.
   */
  | {
      readonly type: "everyone who got";
      readonly object: ObjectId;
      readonly except?: readonly ActorId[];
      readonly from?: ActorId;
    };

export interface Outbox {
  /**
   * Keeps the activity and plans one delivery per inbox, in the same commit. Followers of public activities are folded
   * into their servers' shared inboxes. Domains at level `refuse` and inboxes that are gone get none. A Delete withdraws
   * whatever still waits about its object, to whomever: that fails as `withdrawn`, unless it is under way and arrives.
   */
  append(activity: OutgoingActivity, recipients: readonly Recipients[]): Promise<void>;
  /** Sends the same activity again to every inbox to which it was sent before, where it does not wait still. */
  repeat(id: ActivityId): Promise<void>;
  /**
   * What waits for the actor's own inbox about these objects is withdrawn, as a Delete withdraws it for everybody. What
   * tells of their end, a Delete or an Undo, still goes.
   */
  withdrawFor(actor: ActorId, objects: readonly ObjectId[]): Promise<void>;
  get(id: ActivityId): Promise<OutgoingActivity | undefined>;
}

// ---- reading, for pages, feeds and commands ----

/** What arrived, newest published first; what says that it comes from the future counts as published when it arrived. */
export interface TimelineItem {
  readonly object: StoredObject;
  readonly from: ActorId;
  readonly fromName: string;
  readonly fromHandle: string;
  readonly via?: ActorId;
  readonly reason: ArrivalReason;
  readonly received: Timestamp;
}

/** Where a page of a list goes on: an opaque cursor from the page before. Never an offset: page 500 costs what page 1 costs. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

export interface TimelineFilter {
  readonly kind?: Kind;
  readonly from?: ActorId;
  readonly reason?: ArrivalReason;
  /** Only what is for everybody: a page for outsiders has room for that alone, whatever else arrived. */
  readonly isPublic?: boolean;
  readonly limit: number;
  readonly after?: string;
}

/** Of more than `limit` those that are still to come, the next one first, and then the latest of the others. */
export interface OccasionsFilter {
  readonly around: Timestamp;
  /** Beginning so long before or after. */
  readonly within: Duration;
  readonly limit: number;
  /** Leaves out what has a document of more bytes. */
  readonly longest: number;
}

export interface ObjectViews {
  get(id: ObjectId): Promise<StoredObject | undefined>;
  tombstone(id: ObjectId): Promise<Tombstone | undefined>;
  activity(id: ActivityId): Promise<OutgoingActivity | undefined>;
  timeline(filter: TimelineFilter): Promise<Page<TimelineItem>>;
  /** What happens at some time and came from those whom we follow now, in the order of its beginning. */
  occasions(filter: OccasionsFilter): Promise<readonly TimelineItem[]>;
  /** Listed activities of one of our actors, newest first, each with the object's document where the object is known. */
  outbox(actor: ActorId, limit: number, after?: string): Promise<Page<OutboxItem>>;
  outboxSize(actor: ActorId): Promise<number>;
  /** Our own public objects by a centre or within a campaign, newest first; `updated` is the newest change of any of them. */
  publications(of: PublicationsFilter): Promise<Page<StoredObject> & { readonly updated?: Timestamp }>;
  /** Own objects that were deleted in the last 90 days, for feeds that say so (RFC 6721). */
  withdrawn(of: PublicationsFilter): Promise<readonly Tombstone[]>;
  /** The same of what any of these has said to everybody, as far as it was here. */
  withdrawnBy(authors: readonly ActorId[], limit: number): Promise<readonly Tombstone[]>;
}

export interface PublicationsFilter {
  readonly centre?: ActorId;
  readonly campaign?: ActorId;
  readonly kind?: Kind;
  readonly limit: number;
  readonly after?: string;
}

export interface OutboxItem {
  readonly activity: OutgoingActivity;
  readonly object?: StoredObject;
}

/** A name of this node's single namespace: centres, campaigns and feeds share it (wire.md 1). */
export interface Handles {
  isTaken(handle: Handle): Promise<boolean>;
}
