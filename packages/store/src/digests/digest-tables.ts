import type { DigestRhythm, FeedName, Timestamp } from "@commonhall/domain";

export interface DigestTable {
  id: string;
  feed: FeedName;
  rhythm: DigestRhythm;
  language: string;
  /** The mail address, under a key that follows from the pepper. */
  sealed: string;
  /** Sums of the address and of the mailbox that it reaches, under another. */
  address: string;
  mailbox: string;
  /** SHA-256 of the tokens that stand in mails. */
  confirm_token: string;
  end_token: string;
  asked: Timestamp;
  confirmed: Timestamp | null;
  until: Timestamp;
  due: Timestamp;
  refusals: number;
}
