import type { ObjectId } from "../ids.ts";
import type { Call, ReceivedCall } from "./call.ts";
import type { Timestamp } from "../time.ts";

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
  putReceived(call: ReceivedCall): Promise<void>;
  deleteReceived(id: ObjectId): Promise<void>;
}
