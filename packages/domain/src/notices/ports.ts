import type { ObjectId } from "../ids.ts";
import type { Result } from "../result.ts";
import type { Duration, Timestamp } from "../time.ts";
import type { Alarm } from "./alarm.ts";

/** Something urgent that a person at the desk has to look at. */
export interface Notice {
  readonly object: ObjectId;
  readonly since: Timestamp;
  /** After this nobody needs to look any more. */
  readonly until: Timestamp;
}

/** Within a unit of work. */
export interface Notices {
  /** False where it stands there already, seen or not. */
  add(notice: Notice): Promise<boolean>;
  /** Somebody has looked: `by` is a login name, which stays here. False where it was seen before, or is none. */
  see(object: ObjectId, by: string, at: Timestamp): Promise<boolean>;
  /** It was withdrawn, ended or deleted. */
  drop(object: ObjectId): Promise<void>;
  /** Whether anything waits that nobody has seen. */
  isWaiting(now: Timestamp): Promise<boolean>;
  alarm(): Promise<Alarm | undefined>;
  putAlarm(alarm: Alarm | undefined): Promise<void>;
}

/** Somebody who wants to be told, at an address of their own choice that only the node can read. */
export interface NoticeAddress {
  readonly staff: string;
  readonly address: string;
  /** Of the mail: one of those that the desk speaks. */
  readonly language: string;
  /** Told first; the others are told when nobody has looked. */
  readonly onDuty: boolean;
}

/** Addresses are sealed under the pepper: a stolen database does not tell who works at a centre. */
export interface NoticeAddresses {
  of(staff: string): Promise<NoticeAddress | undefined>;
  all(): Promise<readonly NoticeAddress[]>;
  set(address: NoticeAddress): Promise<void>;
  forget(staff: string): Promise<void>;
  /** How long nobody may have looked before the next telling. */
  wait(): Promise<Duration>;
  setWait(wait: Duration): Promise<void>;
}

export interface NoticeViews {
  /** Those that nobody has seen, the oldest first. */
  waiting(): Promise<readonly Notice[]>;
  /** When somebody saw it. */
  seen(object: ObjectId): Promise<Timestamp | undefined>;
}

/** Why a mail did not leave. Without any word of what was in it. */
export type MailProblem =
  /** The server was not reached, or said "later". */
  | { readonly type: "unreachable"; readonly detail: string }
  /** It never will be: a wrong address, which is the reader's, or a sender or a mail that is not allowed, which are ours. */
  | { readonly type: "refused"; readonly of: "address" | "mail"; readonly detail: string };

/** From 5 minutes to a day. */
export const isNoticeWait = (minutes: number): boolean => Number.isInteger(minutes) && minutes >= 5 && minutes <= 1440;
/** Enough to refuse what can be no address; whether it is one, the first mail shows (RFC 5321, 4.5.3.1). */
export const isMailAddress = (text: string): boolean =>
  new TextEncoder().encode(text).length <= 254 &&
  /^[^\s\p{C}@<>(),;:"\\]{1,64}@[^\s\p{C}@<>(),;:"\\]+\.[^\s\p{C}@<>(),;:"\\]{2,}$/u.test(text);

export interface NoticeMail {
  /** Says that something urgent waits, and the desk's address: no word of what, of whom, or of where. */
  sendNotice(to: Pick<NoticeAddress, "address" | "language">): Promise<Result<undefined, MailProblem>>;
}

/** What a person at the desk can do. `by` is a login name. */
export interface NoticeCommands {
  /** They have looked at what is urgent, and nobody is told of it any more. False where somebody has before. */
  seeNotice(object: ObjectId, by: string): Promise<boolean>;
}
