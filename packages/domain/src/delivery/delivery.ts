import type { CertificateFault } from "../certificate-fault.ts";
import type { ActivityId, ActorId, Host, InboxUrl, ObjectId } from "../ids.ts";
import type { Releasable } from "../bulletins/release.ts";
import type { Timestamp } from "../time.ts";

/**
 * waiting ──▶ done      the inbox answered 2xx
 *    │ ╰─────▶ failed    given up after the deadline, or refused for good
 *    ╰───────▶ gone      the inbox does not exist any more (404 from an inbox is no proof of that; 410 is)
 */
export type DeliveryState = "waiting" | "done" | "failed" | "gone";

/** A delivery that this worker holds for a while: nobody else sends it, nor anything later about the same object to the same inbox. */
export interface LeasedDelivery {
  readonly id: number;
  readonly activity: ActivityId;
  readonly activityType: string;
  readonly actor: ActorId;
  readonly object: ObjectId;
  readonly inbox: InboxUrl;
  readonly host: Host;
  readonly document: string;
  /** What two people have signed, where it tells of a bulletin or a table of ours; of a heartbeat the approval is empty. */
  readonly signed?: Pick<Releasable, "payload" | "approval">;
  /** Attempts before this one. */
  readonly attempts: number;
  readonly created: Timestamp;
}

/** Why a delivery did not arrive; the words people read are made from these. */
export type DeliveryError =
  | { readonly type: "status"; readonly status: number }
  | { readonly type: "timeout" }
  | { readonly type: "unreachable"; readonly detail: string }
  /** The server did not prove that it is who its address says, so nothing was said to it. */
  | { readonly type: "certificate"; readonly fault: CertificateFault }
  | { readonly type: "private address"; readonly detail: string }
  | { readonly type: "redirect refused"; readonly status: number }
  | { readonly type: "refused domain" }
  | { readonly type: "no key" }
  /** Before it was sent, what it was about has been deleted, or may not be read there any more. */
  | { readonly type: "withdrawn" }
  /** It stood waiting in the backup that this node came back from, and may have been sent or taken back since. */
  | { readonly type: "brought back" }
  /** It is not what two people who are enrolled today have signed (anonymity.md 4.5). */
  | { readonly type: "not approved" };

export type DeliveryOutcome =
  | { readonly id: number; readonly type: "done" }
  | { readonly id: number; readonly type: "retry"; readonly at: Timestamp; readonly error: DeliveryError }
  /** The host is known to be down: nothing was sent, the attempt does not count, its breaker says when. */
  | { readonly id: number; readonly type: "held" }
  | { readonly id: number; readonly type: "failed"; readonly error: DeliveryError }
  | { readonly id: number; readonly type: "gone"; readonly error: DeliveryError };
