import { createHash, randomInt, timingSafeEqual } from "node:crypto";
import type { SetUpCode } from "@commonhall/domain";

/** Without what is mistaken when it is read aloud: 0 and o, 1 and l. */
const LETTERS = "23456789abcdefghjkmnpqrstuvwxyz";
const LENGTH = 20;

/**
 * A code for whoever sees the terminal on which the node was started, so that nobody else who reaches the port first
 * can make the centre theirs. It lives in memory: each start makes another, and the first centre ends it.
 */
export function createSetUpCode(): { readonly code: string } & SetUpCode {
  const code = Array.from({ length: LENGTH }, () => LETTERS.charAt(randomInt(LETTERS.length))).join("");
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return {
    code,
    check: (given) => Promise.resolve(timingSafeEqual(digest(given.trim().toLowerCase()), digest(code))),
  };
}
