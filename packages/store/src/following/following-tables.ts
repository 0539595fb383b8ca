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

export interface RemoteKeyTable {
  id: string;
  owner: ActorId;
  algorithm: RemoteKey["algorithm"];
  public_key: string;
  fetched: Timestamp;
}
