import type { ActorId, ObjectId, Timestamp } from "@commonhall/domain";
import type { Flag } from "../objects/object-tables.ts";

/** Our own calls. `data` is the whole `Call` as JSON; the columns are what it is looked up and sorted by. */
export interface CallTable {
  id: ObjectId;
  campaign: ActorId | null;
  open: Flag;
  public: Flag;
  expires: Timestamp;
  published: Timestamp;
  data: string;
}

/** What is read off somebody else's call; its text stays in its object. */
export interface ReceivedCallTable {
  id: ObjectId;
  open: Flag;
  expires: Timestamp;
  data: string;
}

export interface ReceivedNeedTable {
  id: ObjectId;
  call: ObjectId;
}
