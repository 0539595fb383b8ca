import type { Timestamp } from "../time.ts";
import type { Bulletin, BulletinAudience, StatTable } from "./bulletin.ts";

/**
 * What a centre says on a release day, each of the same size and time. A heartbeat says nothing: it is sent where there is
 * nothing else (anonymity.md 5.3, R9), and needs nobody's signature.
 */
export type Release =
  | { readonly type: "bulletin"; readonly bulletin: Bulletin }
  | { readonly type: "statistics"; readonly id: string; readonly table: StatTable }
  | { readonly type: "heartbeat"; readonly id: string };

/** What is signed, and all that is: the payload of a `Releasable` says this and nothing else. */
export interface SignedRelease {
  /** That of the bulletin, the table or the heartbeat. */
  readonly id: string;
  /** A number: milliseconds. */
  readonly published: Timestamp;
  /** Of a bulletin its own; of a heartbeat `allies`. */
  readonly audience: BulletinAudience;
  readonly release: Release;
  /** `sha256-` and 43 characters of base64url: under which policy it was made. */
  readonly policy: string;
}

/**
 * What two people have signed, and the only thing that can be published as a bulletin (anonymity.md 4.5). It stays on the
 * node: what goes out is made of `payload` anew, and carries no signature of staff.
 */
export interface Releasable {
  /** UUIDv4: of the bulletin, the table or the heartbeat. */
  readonly id: string;
  /** The release day and hour, the same for the whole federation. */
  readonly published: Timestamp;
  /** JSON in the canonical form of RFC 8785 of a `SignedRelease`: what was signed, to the byte. */
  readonly payload: string;
  /** General JWS over `payload` by two distinct keys that are enrolled today. */
  readonly approval: string;
}

/** What two people have signed to take a whole bulletin back; no reason is given to anybody. */
export interface Withdrawal {
  /** Of the bulletin or the table that is to end. */
  readonly id: string;
  /** JSON in the canonical form of RFC 8785 of {id, type: "withdrawal"}. */
  readonly payload: string;
  readonly approval: string;
}

/**
 * Whether two distinct people who are enrolled today have signed exactly this. Asked by whoever keeps a bulletin, and
 * again by whoever sends it.
 */
export interface Approvals {
  areTwo(signed: Pick<Releasable, "payload" | "approval">): Promise<boolean>;
}
