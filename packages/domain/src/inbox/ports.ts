import type { ActivityId, ActorId } from "../ids.ts";
import type { Duration, Timestamp } from "../time.ts";

/** An activity whose sender is proven and whose origin rules hold; nothing more has been looked at. */
export interface VerifiedActivity {
  readonly id: ActivityId;
  readonly actor: ActorId;
  /** The JSON text exactly as it arrived. */
  readonly document: string;
  readonly received: Timestamp;
}

export interface LeasedInboxItem extends VerifiedActivity {
  readonly sequence: number;
  readonly attempts: number;
}

export type InboxVerdict =
  | { readonly type: "processed" }
  | { readonly type: "ignored"; readonly why: string }
  | { readonly type: "retry"; readonly at: Timestamp; readonly why: string };

export interface InboxQueue {
  /** Answers once the activity is on disk. Many callers at once share one commit. */
  accept(activity: VerifiedActivity): Promise<"stored" | "duplicate">;
  /** In the order of arrival. What is leased again after a crash has not been processed: verdicts are written with their effects. */
  lease(now: Timestamp, limit: number, leaseFor: Duration): Promise<readonly LeasedInboxItem[]>;
  nextDue(): Promise<Timestamp | undefined>;
  depth(): Promise<number>;
}

/** Within a unit of work: what became of items, in the commit that has their effects. */
export interface InboxVerdicts {
  /** Of items that have been settled before nothing is changed. */
  settle(sequences: readonly number[], verdict: InboxVerdict): Promise<void>;
}
