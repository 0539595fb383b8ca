import type { LanguageTag } from "@commonhall/domain";
import type { IncomingFile } from "../intake/ports.ts";
import type { ReceiptCode } from "./receipt-code.ts";

export interface WorkersMessage {
  readonly language: LanguageTag;
  readonly text: string;
  readonly files: readonly IncomingFile[];
  /** What becomes a new report is kept aside. What reaches a case that is there reaches it in any case. */
  readonly quarantined?: boolean;
}

export interface ReplyToRead {
  readonly text: string;
  /** The ISO week in which it was written: `2026-W47`. */
  readonly week: string;
}

/** What a worker can do with a code. "busy": too many codes are being tried just now; say "in a minute". */
export interface ReturnChannel {
  /** Replies for the worker; the same shape, after the same work, for a wrong code, an expired one and an empty box. */
  open(code: ReceiptCode): Promise<{ readonly replies: readonly ReplyToRead[] } | "busy">;
  /** Under an unknown code it becomes a new unverified report: nothing typed is lost. */
  add(code: ReceiptCode, message: WorkersMessage): Promise<"kept" | "busy">;
  /** Deletes the coded record: C0 from here on. Needs nobody's key. */
  withdrawConsent(code: ReceiptCode): Promise<"done" | "busy">;
}
