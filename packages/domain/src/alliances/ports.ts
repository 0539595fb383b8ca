import type { ActorId, ObjectId } from "../ids.ts";

export interface Alliances {
  /**
   * To whom alliance content may go now: the members of the charter in force; where two successors are known, those
   * named in both; nobody where we are no member or it has run out (wire.md 6). Without ourselves.
   */
  readers(alliance: ObjectId): Promise<readonly ActorId[]>;
}
