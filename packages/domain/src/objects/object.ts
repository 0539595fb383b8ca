import type { ActivityId, ActorId, ObjectId } from "../ids.ts";
import type { Timestamp } from "../time.ts";

/** What people tell apart in lists, filters and feeds. `note` is anything that is none of ours. */
export const KINDS = ["campaign", "post", "action", "call", "bulletin", "statistics", "note"] as const;
export type Kind = (typeof KINDS)[number];

/**
 * `public`: everybody is among those whom it is addressed to. Of what is `limited` nothing may be read off anything that
 * an outsider can see: no list, no feed, no count, no answer to whoever is not a reader (wire.md 6).
 */
export type Reach = "public" | "limited";

/**
 * One object, ours or somebody else's, as it is kept. `document` is the source of truth: the exact JSON text as it was
 * signed or received; everything else is read off it once, for lists and searches.
 *
 * A campaign is two objects: the `Group` itself and the Note that opened it. Both are of kind `campaign`; lists show the Group.
 */
export interface StoredObject {
  readonly id: ObjectId;
  readonly kind: Kind;
  /** The ActivityStreams type: Note, Event, Article, Group, … */
  readonly type: string;
  readonly attributedTo: ActorId;
  /** The campaign it belongs to. */
  readonly campaign?: ActorId;
  readonly inReplyTo?: ObjectId;
  readonly published: Timestamp;
  readonly updated?: Timestamp;
  /** When it happens: of an action, and of anybody's Event. */
  readonly starts?: Timestamp;
  /** First language of its texts, `und` where the document does not say. */
  readonly language: string;
  /** Name, if any, and text in that language, without markup, at most 500 characters. */
  readonly text: string;
  readonly document: string;
  readonly local: boolean;
  /** Read off `to` and `cc`. An actor, such as the Group of a campaign, is public. */
  readonly reach: Reach;
}

/** Where a deleted object was, so that it stays deleted whatever arrives later. */
export interface Tombstone {
  readonly id: ObjectId;
  readonly deleted: Timestamp;
  /** As it was; `limited` for what had not come when it was deleted. That there was a limited one is told to nobody. */
  readonly reach: Reach;
}

/** Why an object stands in the list of what arrived; `ally`: by the terms that its author and we have agreed on. */
export type ArrivalReason = "followed" | "addressed" | "ally";

/** One line of "what arrived". An object stands there once, however often it came. */
export interface Arrival {
  readonly object: ObjectId;
  /** Who says it: the author; for a campaign the centre that opened it. */
  readonly from: ActorId;
  /** Who passed it on, where it did not come from its author. */
  readonly via?: ActorId;
  readonly reason: ArrivalReason;
  /** History that was fetched after a follow: unread by design, and it notifies nobody. */
  readonly backfilled: boolean;
  readonly received: Timestamp;
}

/** An activity of one of our own actors, as bytes, ready to be kept, served and sent. */
export interface OutgoingActivity {
  readonly id: ActivityId;
  readonly type: string;
  readonly actor: ActorId;
  /** What it is about. Deliveries about one object to one inbox leave in order; an Update goes wherever the object went. */
  readonly object: ObjectId;
  readonly document: string;
  readonly published: Timestamp;
  /** Whether it stands in its actor's outbox collection and may be fetched by anybody. Never of what is limited. */
  readonly listed: boolean;
  /**
   * What was said of the object before must not be heard any more: what waits of it is withdrawn, as before a Delete, and
   * what told of it is listed no more and forgotten. For an Update that replaces words which put somebody in danger.
   */
  readonly supersedes?: boolean;
}
