import type { Digest } from "../digests/digest.ts";
import type { ActivityId, ActorId, CharterHash, ObjectId } from "../ids.ts";
import type { Duration, Timestamp } from "../time.ts";

/** Work that waits for the network and so cannot be part of a commit; the commit only writes down that it is due. */
export type Task =
  /** Read the history of an actor that has accepted our follow (wire.md 5, backfill). */
  | { readonly type: "backfill"; readonly actor: ActorId }
  /** Read what somebody whom we follow has told since we last read all of it. */
  | { readonly type: "catch up"; readonly actor: ActorId }
  /** Somebody whom we follow passed on an object that we do not have. */
  | { readonly type: "fetch object"; readonly object: ObjectId; readonly via: ActorId; readonly backfilled?: boolean }
  /** What stood here before there were feeds enters them, a stretch of it at a time in the order of the ids. */
  | { readonly type: "fill feeds"; readonly after?: ObjectId }
  /** Somebody has taken back that they passed it on: is it still there where it lives? */
  | { readonly type: "check object"; readonly object: ObjectId }
  /** A campaign was opened or has changed, and its Group document is needed. */
  | {
      readonly type: "fetch campaign";
      readonly campaign: ActorId;
      readonly from: ActorId;
      readonly via?: ActorId;
      readonly backfilled?: boolean;
    }
  /** An actor that we do not know follows us: its document is needed before we can answer. */
  | {
      readonly type: "answer follow";
      readonly follow: ActivityId;
      readonly follower: ActorId;
      readonly followed: ActorId;
    }
  /** What is still missing of a call of ours has changed, and a quarter of an hour has gone by since it was last told. */
  | { readonly type: "tell progress"; readonly call: ObjectId }
  /** Somebody whom we do not know pledged and is answered: where their inbox is is asked first. */
  | { readonly type: "answer pledge"; readonly pledge: ActivityId }
  /** Ask a caller how our pledges for their call stand (decision 0035). */
  | { readonly type: "reconcile pledges"; readonly call: ObjectId }
  /** Somebody says that they have moved, and both servers are asked whether it is so. */
  | {
      readonly type: "check move";
      readonly former: ActorId;
      readonly later: ActorId;
      /** The former one's own key has signed it, which counts where nobody answers for them any more. */
      readonly isProven: boolean;
    }
  /** What is kept of somebody who has moved gets the ids that it has now. */
  | { readonly type: "rename moved"; readonly former: ActorId; readonly later: ActorId }
  /** Send a Follow again that nobody answered. */
  | { readonly type: "remind"; readonly follow: ActivityId }
  | { readonly type: "refresh actor"; readonly actor: ActorId }
  /** Read the list of somebody whose recommendations we take. */
  | { readonly type: "fetch recommendations"; readonly source: ActorId }
  /** Something urgent waits at the desk, and nobody has looked at it yet. */
  | { readonly type: "tell staff" }
  /** One mail to one of the staff. */
  | { readonly type: "mail notice"; readonly staff: string }
  /** Somebody asked for a digest; whether whoever reads that mailbox is asked back is looked into where nobody waits for it. */
  | { readonly type: "weigh digest"; readonly digest: AskedDigest }
  /** One mail that asks whether a digest is wanted. */
  | { readonly type: "mail question"; readonly digest: string }
  /** One mail with what a feed carried until then. */
  | { readonly type: "mail digest"; readonly digest: string; readonly until: Timestamp }
  /** The centre's document carries something else than it did. */
  | { readonly type: "reseal centre" }
  /** The document of a campaign of ours names other organisers than it did. */
  | { readonly type: "reseal campaign"; readonly campaign: ActorId }
  /** Another organiser of a campaign of ours has written in it: those who follow the campaign are told. */
  | { readonly type: "pass on"; readonly campaign: ActorId; readonly object: ObjectId }
  /** Somebody is our ally now: who they are, and who signs for their node. */
  | { readonly type: "meet ally"; readonly actor: ActorId }
  /** Ask an ally how they see what is between us. */
  | { readonly type: "reconcile ally"; readonly peer: ActorId }
  /** Ask somebody whose bulletins are kept here which of them they have withdrawn. */
  | { readonly type: "ask for withdrawn"; readonly author: ActorId }
  /** What an ally sent, who is one no longer. */
  | { readonly type: "forget ally"; readonly actor: ActorId; readonly reach: "limited" | "everything" }
  /** What was said to an alliance of many by those who may not say it to us any more. */
  | { readonly type: "forget alliance"; readonly alliance: ObjectId }
  /** Look into what others say of somebody who wants something of us. */
  | { readonly type: "check vouching"; readonly actor: ActorId }
  /** Read anew whom an issuer vouches for, and what it has taken back. */
  | { readonly type: "check issuer"; readonly issuer: ActorId }
  /** An attestation was offered to our centre: its issuer is looked up before anybody sees it. */
  | { readonly type: "check attestation"; readonly offer: ActivityId; readonly issuer: ActorId; readonly jws: string }
  /** A campaign asks our centre to organise it too: its document is needed for anybody to decide. */
  | { readonly type: "fetch invited"; readonly campaign: ActorId; readonly lead: ActorId }
  /** Somebody has offered a statement about an alliance of many: it is checked, and what it builds on is fetched. */
  | { readonly type: "take in statement"; readonly text: string; readonly from: ActorId; readonly offer: ActivityId }
  /** Ask a member of an alliance, which is named by its first version, for what it knows of it. */
  | { readonly type: "ask member"; readonly first: CharterHash; readonly member: ActorId };

type AskedDigest = Pick<Digest, "id" | "feed" | "rhythm" | "language" | "sealed">;

export interface Tasks {
  add(task: Task, options?: TaskOptions): Promise<void>;
}

export interface TaskOptions {
  readonly after?: Duration;
  /** A task of the same key that still waits is not added twice. */
  readonly key?: string;
  /** Of several in one turn the next begins when the one before has ended. */
  readonly turn?: string;
  /** How often it has failed before. */
  readonly attempts?: number;
}

/** A task as it waits in its queue. */
export interface TaskMessage {
  readonly task: Task;
  readonly key?: string;
  readonly turn?: string;
  readonly attempts?: number;
}
