import type { ActivityId, ActorId, Host, InboxUrl } from "../ids.ts";
import type { Timestamp } from "../time.ts";
import type { Follow, FollowState } from "./follow.ts";

/** Somebody else's actor, as far as we need it to follow, deliver and show. */
export interface RemoteActor {
  readonly id: ActorId;
  /** Organization, Group, Application, Service or Person. */
  readonly type: string;
  /** `Campaign` or `Feed` where it is one of this network's, else absent. */
  readonly kind?: string;
  /** `@name@host` with the host that WebFinger confirmed. */
  readonly handle: string;
  readonly host: Host;
  readonly name: string;
  readonly inbox: InboxUrl;
  readonly sharedInbox?: InboxUrl;
  readonly outbox?: string;
  readonly document: string;
  readonly fetched: Timestamp;
}

export interface RemoteActors {
  get(id: ActorId): Promise<RemoteActor | undefined>;
  byHandle(handle: string): Promise<RemoteActor | undefined>;
  put(actor: RemoteActor): Promise<void>;
  /** Its keys, its follows in both directions and its inbox are ended; what it wrote stays until it is deleted. */
  markGone(id: ActorId, at: Timestamp): Promise<void>;
}

export interface Follows {
  byId(id: ActivityId): Promise<Follow | undefined>;
  between(follower: ActorId, followed: ActorId): Promise<Follow | undefined>;
  /** One row per pair: replaces the pair's former follow. */
  put(follow: Follow): Promise<void>;
  /** Whether any actor of ours follows it and it has not refused. */
  isFollowed(actor: ActorId): Promise<boolean>;
  /** Follows of ours that nobody answered and that are older than `before`. */
  unanswered(before: Timestamp): Promise<readonly Follow[]>;
}

/** How far the outbox of somebody whom we follow has been read. */
export interface CatchUp {
  readonly actor: ActorId;
  /** When they let us follow. What they published before is history. */
  readonly since: Timestamp;
  /** All that they told before that time has been read. */
  readonly complete: Timestamp;
  /** A reading that has not come to its end: when it began, the page at which it goes on, and how many it has read. */
  readonly under?: { readonly began: Timestamp; readonly next: string; readonly pages: number };
}

export interface CatchUps {
  get(actor: ActorId): Promise<CatchUp | undefined>;
  /** They have let us follow just now, perhaps again. */
  begin(actor: ActorId, at: Timestamp): Promise<void>;
  put(catchUp: CatchUp): Promise<void>;
  /** Whose outbox nobody has begun to read since then, the longest unread first. They count as begun now. */
  takeDue(before: Timestamp, now: Timestamp, limit: number): Promise<readonly ActorId[]>;
  drop(actor: ActorId): Promise<void>;
}

/** A verification key of somebody else's actor. */
export interface RemoteKey {
  readonly id: string;
  readonly owner: ActorId;
  /** `RSA` signs HTTP requests, `Ed25519` signs documents. */
  readonly algorithm: "RSA" | "Ed25519";
  /** SPKI as PEM. */
  readonly publicKey: string;
  readonly fetched: Timestamp;
}

export interface RemoteKeys {
  get(id: string): Promise<RemoteKey | undefined>;
  put(key: RemoteKey): Promise<void>;
  delete(id: string): Promise<void>;
}

// ---- reading ----

export interface FollowLine {
  /** The other side. */
  readonly id: ActorId;
  readonly handle: string;
  readonly name: string;
  readonly state: FollowState;
  readonly since: Timestamp;
  /** Which actor of ours it is about. */
  readonly ours: ActorId;
}

export interface FollowViews {
  following(): Promise<readonly FollowLine[]>;
  followers(of?: ActorId): Promise<readonly FollowLine[]>;
}
