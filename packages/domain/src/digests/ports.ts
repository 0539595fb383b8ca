import type { FeedFilter } from "../feeds/feed-name.ts";
import type { FeedItem } from "../feeds/ports.ts";
import type { MailProblem } from "../notices/ports.ts";
import type { Result } from "../result.ts";
import type { Timestamp } from "../time.ts";
import type { Digest, DigestTerms } from "./digest.ts";

export interface DigestAsk extends DigestTerms {
  readonly address: string;
}

/** What a token in a mail is for. Each is 128 bits that nobody can guess, and whoever has it may do this one thing. */
export type DigestTokenUse = "confirm" | "end";

/** A digest as it is written down: of its address and its tokens nothing but sums. */
export interface DigestDraft extends DigestTerms {
  readonly id: string;
  readonly sealed: string;
  /** The same for the same address, under a key that follows from the pepper. */
  readonly address: string;
  /** The same for whatever reaches the same mailbox: `Ana.B+news@` and `anab@`. */
  readonly mailbox: string;
  readonly tokens: Readonly<Record<DigestTokenUse, string>>;
}

/** Within a unit of work. */
export interface Digests {
  /**
   * Writes down that it is asked for, in the place of a question for the same address and feed that nobody answered.
   * False, and nothing is written, where that mailbox was asked something within a day.
   */
  add(draft: DigestDraft, now: Timestamp): Promise<boolean>;
  get(id: string): Promise<Digest | undefined>;
  byToken(use: DigestTokenUse, token: string): Promise<Digest | undefined>;
  /** How it stands now. What has ended meanwhile stays so. */
  put(digest: Digest): Promise<void>;
  /** Confirmed ones of the same address and feed, which this one takes the place of. */
  dropOthers(digest: Digest): Promise<void>;
  /** Confirmed ones to look at, the longest due first. */
  due(now: Timestamp, limit: number): Promise<readonly Digest[]>;
  /** No word of it stays, nor of whom it was for. */
  drop(id: string): Promise<void>;
  /** Answers how many nobody had confirmed. */
  forgetUnconfirmed(askedBefore: Timestamp): Promise<number>;
}

/** Opens and seals what only the running node may read. Everything here needs the pepper. */
export interface DigestSeals {
  /** As long as any other, in characters. */
  seal(id: string, address: string): Promise<string>;
  draft(digest: DigestTerms & Pick<DigestDraft, "id" | "sealed">): Promise<DigestDraft>;
  open(digest: Pick<Digest, "id" | "sealed">): Promise<OpenDigest>;
}

export interface OpenDigest {
  readonly address: string;
  readonly tokens: Readonly<Record<DigestTokenUse, string>>;
}

/** What somebody without an account can do, whom a token from a mail identifies. */
export interface DigestCommands {
  /** Does the same, in the same time, whoever is asked for: nobody learns here who reads what. */
  ask(ask: DigestAsk): Promise<void>;
  /** Undefined where nothing waits for that token, or no longer. To confirm twice is to confirm. */
  confirm(token: string): Promise<DigestTerms | undefined>;
  /** At once; where there is nothing to end nothing happens. */
  end(token: string): Promise<void>;
}

export interface DigestViews {
  /** What a token of a mail is about. Looking changes nothing. */
  byToken(use: DigestTokenUse, token: string): Promise<Digest | undefined>;
  /** What entered a feed after one moment and until another, the latest first. */
  news(filter: FeedFilter, span: NewsSpan): Promise<DigestNews>;
}

export interface NewsSpan {
  readonly after: Timestamp;
  readonly until: Timestamp;
  readonly limit: number;
}

export interface DigestNews {
  readonly items: readonly FeedItem[];
  /** How many there are in all. */
  readonly count: number;
}

/** To one reader each, through the centre's own mail server. */
export interface DigestMail {
  /** Asks whether they want it. Says nothing of what the feed carries. */
  sendQuestion(to: DigestLetter): Promise<Result<undefined, MailProblem>>;
  /** The same id for the same reader and the same `until`: one that comes twice can be told. */
  sendDigest(
    to: DigestLetter,
    news: DigestNews & { readonly until: Timestamp },
  ): Promise<Result<undefined, MailProblem>>;
}

export interface DigestLetter extends DigestTerms, OpenDigest {
  readonly id: string;
}
