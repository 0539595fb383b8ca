import type { ActivityId, ActorId, Host } from "../ids.ts";
import type { Timestamp } from "../time.ts";

/** What strangers can ask of a centre, and what therefore can wait apart. */
export const APART_KINDS = ["endorsement", "invitation", "attestation", "alliance", "pledge", "ally"] as const;
export type ApartKind = (typeof APART_KINDS)[number];

/** What waits apart, each in the table of its kind; here they are looked at and let in together. */
export interface Apart {
  /** Lets one in to the desk. False where nothing of that id waits apart. */
  letIn(offer: ActivityId): Promise<boolean>;
  /** Whatever this actor has sent: how it stands has risen. Answers how many. */
  letInAllOf(actor: ActorId): Promise<number>;
  /** Everybody of whom something waits, each once. */
  senders(): Promise<readonly ActorId[]>;
  /** How many offers of actors of one host wait, and how many of all. */
  waiting(host: Host): Promise<{ readonly ofHost: number; readonly all: number }>;
}

/** One server must not be able to fill the list, nor many to fill the disk. */
export const MOST_APART = { ofHost: 20, all: 1000 } as const;

// ---- reading ----

export interface ApartLine {
  readonly kind: ApartKind;
  /** The activity that asks. */
  readonly offer: ActivityId;
  readonly from: ActorId;
  readonly handle: string;
  readonly name: string;
  /** What of ours, or of theirs, it is about. */
  readonly about: string;
  readonly since: Timestamp;
}

export interface ApartViews {
  /** The latest first. */
  list(limit: number): Promise<readonly ApartLine[]>;
  count(): Promise<number>;
}
