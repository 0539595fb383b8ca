import type { Clock } from "@commonhall/domain";
import type { Session } from "../database/session.ts";
import type { Passphrases } from "./passphrase.ts";

export interface DeskPorts {
  readonly session: Session;
  readonly clock: Clock;
  readonly passphrases: Passphrases;
  /** Of the node; what is sealed under it cannot be opened with the database alone. */
  readonly pepper?: (() => Promise<Uint8Array>) | undefined;
}
