import type { ActorId, Handle } from "../ids.ts";
import type { Timestamp } from "../time.ts";

/** Our own actors: the node, its centres, its campaigns, and feeds that somebody has followed. */
export type LocalActorKind = "node" | "centre" | "campaign" | "feed";

/** Keys as PEM (PKCS #8 and SPKI). RSA-2048 signs HTTP requests, Ed25519 signs documents. */
export interface ActorKeys {
  readonly rsaPrivate: string;
  readonly rsaPublic: string;
  readonly ed25519Private: string;
  readonly ed25519Public: string;
}

export interface LocalActor {
  readonly id: ActorId;
  readonly kind: LocalActorKind;
  /** The node's actor has its host as name and no handle of its own. */
  readonly handle?: Handle;
  /** The actor document as it is served, byte for byte. Of a feed nothing: its document follows from its name. */
  readonly document: string;
  /** Of a feed nothing: it signs with those of the node. */
  readonly keys: ActorKeys;
  readonly created: Timestamp;
  readonly deleted?: Timestamp;
}

export interface LocalActors {
  get(id: ActorId): Promise<LocalActor | undefined>;
  byHandle(handle: Handle): Promise<LocalActor | undefined>;
  all(): Promise<readonly LocalActor[]>;
  put(actor: LocalActor): Promise<void>;
  markDeleted(id: ActorId, at: Timestamp): Promise<void>;
}
