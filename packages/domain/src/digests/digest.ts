import type { FeedName } from "../feeds/feed-name.ts";
import { DAY, MINUTE, type Timestamp } from "../time.ts";
import type { DigestRhythm } from "./rhythm.ts";

/** What somebody wants to be told by mail of what a feed carries. */
export interface DigestTerms {
  readonly feed: FeedName;
  readonly rhythm: DigestRhythm;
  /** Of the mail: one of those that the pages speak. */
  readonly language: string;
}

/**
 * One mailbox that gets one feed. It begins as a question to whoever reads that mailbox, and nothing else is sent there
 * before they have said yes.
 *
 *     asked ─────▶ confirmed ─────▶ told ─▶ told ─▶ …
 *       │ two days     │ ended, or refused three times in a row
 *       ▼              ▼
 *     nothing is left of it
 */
export interface Digest extends DigestTerms {
  readonly id: string;
  /** The mail address, which only the running node can open. */
  readonly sealed: string;
  readonly asked: Timestamp;
  readonly confirmed?: Timestamp;
  /** What entered the feed until then has been told. */
  readonly until: Timestamp;
  /** When to look next whether there is something to tell. */
  readonly due: Timestamp;
  /** How many in a row the mailbox has refused. */
  readonly refusals: number;
}

/** Every number that bounds what strangers can make this node write or send. */
export const DIGEST_LIMITS = {
  /** A question that nobody answers is forgotten. */
  unanswered: 2 * DAY,
  /** One question to a mailbox in this time, however many ask. */
  betweenQuestions: DAY,
  /** Of everybody together: so many at once, and then one more in each of these. That is sixty an hour. */
  asked: { size: 60, refill: MINUTE },
  /** A mailbox that has refused so many in a row gets no more. */
  refusals: 3,
  /** In one mail; the rest is a number. */
  items: 50,
} as const;

/** Whether the question still waits for its answer. */
export const isDigestWaiting = ({ asked, confirmed }: Pick<Digest, "asked" | "confirmed">, now: Timestamp): boolean =>
  confirmed === undefined && now - asked < DIGEST_LIMITS.unanswered;
