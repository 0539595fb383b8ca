import type { ActivityId, ActorId, FollowState, Host, RemoteKey, Timestamp } from "@commonhall/domain";

export interface RemoteActorTable {
  id: ActorId;
  type: string;
  kind: string | null;
  handle: string;
  host: Host;
  name: string;
  /** Rows of `remote_inbox`. */
  inbox: number;
  shared_inbox: number | null;
  outbox: string | null;
  document: string;
  fetched: Timestamp;
  gone: Timestamp | null;
}

export interface FollowTable {
  id: ActivityId;
  follower: ActorId;
  followed: ActorId;
  state: FollowState;
  since: Timestamp;
}

/** How far the outbox of somebody whom we follow has been read. */
export interface CatchUpTable {
  actor: ActorId;
  since: Timestamp;
  complete: Timestamp;
  asked: Timestamp;
  began: Timestamp | null;
  next: string | null;
  pages: number;
}

export interface RemoteKeyTable {
  id: string;
  owner: ActorId;
  algorithm: RemoteKey["algorithm"];
  public_key: string;
  fetched: Timestamp;
}
