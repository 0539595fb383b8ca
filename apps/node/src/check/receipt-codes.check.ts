import { LEAST_STRETCHING, newReceiptCode, readReceiptCode } from "@commonhall/vault";
import { finding, well } from "./finding.ts";
import type { Check } from "./ports.ts";

const DRAWN = 200;
/** Eighteen digits at random are 59 bits; with Argon2id on each guess they are out of reach (anonymity.md 2.3). */
const LEAST_DIGITS = 18;

/** Draws codes as workers get them, and looks whether they could be guessed. Draws from what is handed in, for a test. */
export const receiptCodes =
  (draw: () => string): Check =>
  async () => {
    const codes = Array.from({ length: DRAWN }, draw);
    const digits = codes.map((code) => code.replaceAll(/\D/g, ""));
    const stuck = Array.from({ length: LEAST_DIGITS }, (_, place) => new Set(digits.map((code) => code[place])).size);
    const isShort = digits.some((code) => code.length < LEAST_DIGITS + 2 || !readReceiptCode(code).ok);
    if (isShort || new Set(digits).size < DRAWN || stuck.some((kinds) => kinds < 8)) {
      return finding(
        "receipt-codes",
        "Codes that workers get can be guessed: some are alike, too short, or not drawn evenly.",
        "Stop taking reports: close the form at the desk, and write to whoever made this version.",
      );
    }
    const mebibytes = Math.round(LEAST_STRETCHING.kibibytes / 1024);
    return well(
      "receipt-codes",
      `Codes have ${LEAST_DIGITS} digits at random and two that check them; each guess costs ${mebibytes} MiB.`,
    );
  };

export const checkReceiptCodes: Check = receiptCodes(newReceiptCode);
