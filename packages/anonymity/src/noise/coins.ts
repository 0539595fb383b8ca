import { createHmac, createSecretKey } from "node:crypto";

/** Fair coins, one after the other, without end. */
export interface Bits {
  /** 0 or 1. */
  bit(): number;
  /** Each whole number from 0 to `bound` - 1 with the same probability, exactly; `bound` is at most 2^31. */
  below(bound: number): number;
  bytes(count: number): Uint8Array;
}

/** What a coin is thrown for. The same label under the same key gives the same coins. */
export type Label = readonly string[];
export type Coins = (label: Label) => Bits;

/**
 * Coins = HMAC-SHA256(release key, label), in counter mode (anonymity.md 5.3): what is drawn for a case or a group
 * depends on no other case, nor on the order of rows. The key is random, and destroyed after the audit.
 */
export function coinsFrom(key: Uint8Array): Coins {
  const secret = createSecretKey(key);
  return (label) => {
    let block = 0;
    return bitsFrom(() => {
      const message = JSON.stringify([block++, ...label]);
      return createHmac("sha256", secret).update(message).digest();
    });
  };
}

function bitsFrom(nextBlock: () => Uint8Array): Bits {
  let [block, at]: [Uint8Array, number] = [new Uint8Array(), 0];
  const bit = (): number => {
    if (at === block.length * 8) [block, at] = [nextBlock(), 0];
    const byte = block[at >> 3] ?? 0;
    return (byte >> (7 - (at++ & 7))) & 1;
  };
  const number = (length: number): number => {
    let value = 0;
    for (let i = 0; i < length; i++) value = value * 2 + bit();
    return value;
  };
  return {
    bit,
    bytes: (count) => Uint8Array.from({ length: count }, () => number(8)),
    below(bound) {
      const length = 32 - Math.clz32(bound - 1);
      // A remainder would favour the small numbers; what is too large is thrown again.
      for (;;) {
        const value = number(length);
        if (value < bound) return value;
      }
    },
  };
}
