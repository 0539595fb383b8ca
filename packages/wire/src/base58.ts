/** The alphabet of Bitcoin: no 0, O, I, l. */
const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BASE = 58n;

/** Bytes in base58btc, as Multibase `z` has them (without the `z`). Made for keys and signatures: quadratic in length. */
export function base58(bytes: Uint8Array): string {
  let rest = BigInt(`0x${Buffer.from(bytes).toString("hex") || "0"}`);
  let digits = "";
  for (; rest > 0n; rest /= BASE) digits = (ALPHABET[Number(rest % BASE)] ?? "") + digits;
  return "1".repeat(leading(bytes, (byte) => byte === 0)) + digits;
}

/** Undefined for a character that the alphabet lacks. */
export function fromBase58(text: string): Uint8Array | undefined {
  let number = 0n;
  for (const character of text) {
    const digit = ALPHABET.indexOf(character);
    if (digit === -1) return undefined;
    number = number * BASE + BigInt(digit);
  }
  const hex = number === 0n ? "" : number.toString(16);
  const zeros = leading([...text], (character) => character === "1");
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex")]);
}

/** How many of the first items are so. */
function leading<T>(items: ArrayLike<T>, isSo: (item: T) => boolean): number {
  const all = Array.from(items);
  const end = all.findIndex((item) => !isSo(item));
  return end === -1 ? all.length : end;
}
