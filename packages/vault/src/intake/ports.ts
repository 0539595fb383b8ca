import type { Duration, LanguageTag, ReportedKind } from "@commonhall/domain";
import type { ReceiptCode } from "../receipts/receipt-code.ts";

/** Counted in noised statistics, counted in a group, mixed into a story, an action that names the employer (anonymity.md 4.3). */
export const ASKED_OF_WORKERS = ["C1", "C2", "C3", "C5"] as const;
/** None ticked is C0: nothing leaves. C4 and R are asked by staff only, in person. */
export type ConsentLevel = (typeof ASKED_OF_WORKERS)[number];

export const CONTACT_WAYS = ["phone", "message", "person", "never"] as const;
export type ContactWay = (typeof CONTACT_WAYS)[number];

export interface Contact {
  readonly how: ContactWay;
  readonly details?: string;
  readonly safeTimes?: string;
}

export interface IncomingFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** What a worker tells. Every field but the language may be left out. Texts as typed, at most 20,000 characters each. */
export interface Intake {
  readonly language: LanguageTag;
  readonly happened: readonly ReportedKind[];
  readonly story?: string;
  readonly where?: string;
  readonly when?: string;
  readonly work?: string;
  readonly employer?: string;
  readonly contact?: Contact;
  /** What was ticked. */
  readonly consents: readonly ConsentLevel[];
  /** At most five, of at most 10 MiB each. */
  readonly files: readonly IncomingFile[];
}

export const LONGEST_TEXT = 20_000;
export const MOST_FILES = 5;
export const LARGEST_FILE = 10 * 1024 * 1024;

export interface SubmitOptions {
  readonly code: "wanted" | "none";
  /** `helper`: somebody of the centre typed it in for the worker. */
  readonly channel: "web" | "helper";
  /** Kept as any other, but not shown as new (anonymity.md 2.5). */
  readonly quarantined: boolean;
}

export interface Intakes {
  /** Whether there is a caseworker to whom a report can be sealed. Until then there is no form. */
  isOpen(): Promise<boolean>;
  /**
   * Seals and keeps. Throws where nothing was kept: what was typed must then go back to the page, and so it must where it
   * is "busy", because too many are making codes at this moment: say "in a minute".
   */
  submit(intake: Intake, how: SubmitOptions): Promise<{ readonly code?: ReceiptCode } | "busy">;
}

/**
 * The hidden field that carries earlier answers from page to page: a compact JWE (`dir`, A256GCM) under a key that
 * exists in memory only, is renewed every 24 hours and kept for 48, padded to steps of 4 KiB.
 */
export interface Drafts {
  seal(answers: object): Promise<string>;
  /** Undefined where it was altered or its key has gone. The caller parses what comes out. */
  open(d: string): Promise<unknown>;
}

/** Signed, for one use within 24 hours. */
export interface FormTokens {
  /** For somebody who begins; or for somebody who goes on after a token was used, which is then as old as that one was. */
  issue(after?: UsedToken): string;
  /** Undefined for one that is forged, too old or used already. */
  use(token: string): UsedToken | undefined;
  /** 32 bytes that belong to a token, the same each time; nobody can work them out who has the token alone. */
  lot(token: string): Uint8Array;
}

export interface UsedToken {
  /** How long ago its walk began. */
  readonly age: Duration;
  /** How many questions of that walk were answered wrongly before. */
  readonly misses: number;
}

/**
 * How often a report came from one network lately, in memory only. Asked under attack and at no other time
 * (anonymity.md 2.5).
 */
export interface NetworkCounts {
  /**
   * Counts one more. False where the network has had its share of these ten minutes; nothing is counted then. All that
   * come from no network that is known have one share together.
   */
  passes(network: string | undefined): boolean;
  /** Every count and the key to them, at once. */
  forget(): void;
}
