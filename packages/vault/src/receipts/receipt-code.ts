import { randomInt } from "node:crypto";
import { err, ok, type Result } from "@commonhall/domain";
import { checkDigits, digitsOf } from "../keys/digits.ts";

declare const brand: unique symbol;
/** Twenty ASCII digits: eighteen at random and two that check them (ISO 7064 MOD 97-10). */
export type ReceiptCode = string & { readonly [brand]: "ReceiptCode" };

export type ReceiptCodeRefused =
  | { readonly type: "digits"; readonly found: number }
  | { readonly type: "check digits" };

export const CODE_DIGITS = 20;
const RANDOM_DIGITS = 18;

export function newReceiptCode(): ReceiptCode {
  const nine = () => String(randomInt(1_000_000_000)).padStart(RANDOM_DIGITS / 2, "0");
  const digits = nine() + nine();
  const code = digits + checkDigits(digits);
  if (!isReceiptCode(code)) throw new Error("A code that does not check itself");
  return code;
}

/** The digits of whatever script, in whatever grouping. Nothing is hashed or looked up for what cannot be a code. */
export function readReceiptCode(typed: string): Result<ReceiptCode, ReceiptCodeRefused> {
  const digits = digitsOf(typed);
  if (digits.length !== CODE_DIGITS) return err({ type: "digits", found: digits.length });
  return isReceiptCode(digits) ? ok(digits) : err({ type: "check digits" });
}

/** As it is shown and read aloud: five groups of four. */
export const groupsOf = (code: ReceiptCode): readonly string[] => code.match(/\d{4}/g) ?? [];

const isReceiptCode = (text: string): text is ReceiptCode =>
  /^\d{20}$/.test(text) && text.endsWith(checkDigits(text.slice(0, RANDOM_DIGITS)));
