import type { ActorId, FeedEntryId, FeedKind, FeedName, FeedReaders, ObjectId, Timestamp } from "@commonhall/domain";
import type { Generated } from "kysely";
import type { Flag } from "../objects/object-tables.ts";

/** One object that feeds carry. It outlives its object for as long as feeds say that it was withdrawn. */
export interface FeedEntryTable {
  id: Generated<number>;
  entry: FeedEntryId;
  object: ObjectId;
  kind: FeedKind;
  /** ` en en-GB `, with a space on either side of each. */
  languages: string;
  is_for: FeedReaders;
  published: Timestamp;
  entered: Timestamp;
  /** When its object was withdrawn, by a trigger; null where it is there. */
  gone: Timestamp | null;
  /** Public, and ours or of senders who are listened to: whether anybody is shown it. By triggers. */
  shown: Generated<Flag>;
}

/** Where it is found: each place with each branch, `any` among both. What the rest of a filter asks for stands here too. */
export interface FeedPlaceTable {
  place: string;
  branch: string;
  published: Timestamp;
  entry: number;
  kind: FeedKind;
  languages: string;
  is_for: FeedReaders;
}

/** Feeds that the centre keeps an eye on. */
export interface WatchedFeedTable {
  name: FeedName;
  added: Timestamp;
}

/** Feeds that somebody has followed, with the parts of their names. */
export interface FeedTable {
  name: FeedName;
  actor: ActorId;
  place: string;
  branch: string;
  kind: string;
  language: string;
  made: Timestamp;
  used: Timestamp;
}
