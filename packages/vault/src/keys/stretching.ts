import { argon2, hkdfSync } from "node:crypto";

export interface Stretching {
  readonly kibibytes: number;
  readonly passes: number;
}

/** anonymity.md 3.5: a fifth of a second for whoever knows the secret, years for whoever guesses. Less is never used. */
export const LEAST_STRETCHING: Stretching = { kibibytes: 65_536, passes: 3 };
const BYTES = 32;

/**
 * Argon2id over what somebody remembers, with the pepper as its secret input: without the pepper's file nobody can even
 * begin to guess. The same word typed on another keyboard is made one by NFKC.
 */
export function stretch(
  remembered: string,
  salt: Uint8Array,
  pepper: Uint8Array,
  { kibibytes, passes }: Stretching,
): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const message = remembered.normalize("NFKC");
  argon2(
    "argon2id",
    { message, nonce: salt, secret: pepper, parallelism: 1, memory: kibibytes, passes, tagLength: BYTES },
    (error, derived) => (error === null ? resolve(derived) : reject(error)),
  );
  return promise;
}

/** HKDF-SHA-256: as many keys as are wanted from one secret, each for one purpose. */
export const derive = (secret: Uint8Array, purpose: string, bytes = BYTES): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, Buffer.alloc(0), purpose, bytes));
