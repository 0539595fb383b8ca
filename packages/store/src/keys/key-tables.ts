import type { ActorId, Handle, LocalActorKind, Timestamp } from "@commonhall/domain";

export interface LocalActorTable {
  id: ActorId;
  kind: LocalActorKind;
  /** Names stay taken when their actor is deleted, because its id stays the same for ever. */
  handle: Handle | null;
  document: string;
  rsa_private: string;
  rsa_public: string;
  ed25519_private: string;
  ed25519_public: string;
  created: Timestamp;
  deleted: Timestamp | null;
}
