import type { Audience } from "../audiences/audience.ts";
import type { Published, PublishRefused } from "../campaigns/ports.ts";
import type { ActorId, ObjectId } from "../ids.ts";
import type { TimelineItem } from "../objects/ports.ts";
import type { Result } from "../result.ts";
import type { Texts } from "../texts.ts";
import type { Timestamp } from "../time.ts";
import type { CallChangeRefused } from "./change-call.ts";
import type { Call, CallDraft, ReceivedCall } from "./call.ts";

/** Within a unit of work: calls of ours and those of others. */
export interface Calls {
  get(id: ObjectId): Promise<Call | undefined>;
  /** The call of ours that has this need. */
  withNeed(need: ObjectId): Promise<Call | undefined>;
  put(call: Call): Promise<void>;
  delete(id: ObjectId): Promise<void>;
  /** Open calls of ours whose expiry has come. */
  expired(now: Timestamp): Promise<readonly Call[]>;
  received(id: ObjectId): Promise<ReceivedCall | undefined>;
  /** The received call that has this need. */
  receivedWithNeed(need: ObjectId): Promise<ReceivedCall | undefined>;
  /** Beside its object, which has to be there; it goes with that. */
  putReceived(call: ReceivedCall): Promise<void>;
  /** The object stays, and is no call any more. */
  deleteReceived(id: ObjectId): Promise<void>;
}

// ---- what a person can do, from the desk and from the command line alike ----

export type CallNotPublished = PublishRefused | CallChangeRefused;

type Answer = Promise<Result<Published, CallNotPublished>>;

export interface CallCommands {
  publishCall(draft: CallDraft, by: string): Answer;
  updateCall(id: ObjectId, draft: CallDraft, by: string): Answer;
  /** Those who may not read it any more are told to delete it. */
  narrowCall(id: ObjectId, audience: Audience, by: string): Answer;
  /** With a report back, which goes to all who got the call. */
  closeCall(id: ObjectId, outcome: "met" | "ended", report: Texts, by: string): Answer;
  /** Safe, stop sharing: it says nothing any more, here and wherever it went. */
  withdrawCall(id: ObjectId, by: string): Answer;
  deleteCall(id: ObjectId, by: string): Answer;
}

// ---- reading ----

export interface CallsFilter {
  readonly campaign?: ActorId;
  /** Only what everybody may see. */
  readonly isPublic?: boolean;
  readonly limit: number;
}

export interface ReceivedCallLine {
  readonly call: ReceivedCall;
  readonly item: TimelineItem;
}

export interface CallViews {
  get(id: ObjectId): Promise<Call | undefined>;
  /** Ours: those that are open first, the next to end first; then the others, the latest first. */
  list(filter: CallsFilter): Promise<readonly Call[]>;
  received(id: ObjectId): Promise<ReceivedCallLine | undefined>;
  /** Those of others that are open by our calendar, the next to end first. */
  openReceived(now: Timestamp, limit: number): Promise<readonly ReceivedCallLine[]>;
}
