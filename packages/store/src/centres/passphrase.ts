import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { mutex } from "../database/mutex.ts";

/**
 * Argon2id with 64 MiB, three passes and one lane: RFC 9106's second recommendation as to memory and passes, and well
 * above the least that OWASP's cheat sheet asks for (19 MiB, two passes). A quarter of a second on a small server.
 */
const KIBIBYTES = 65_536;
const PASSES = 3;
const LANES = 1;
const TAG_BYTES = 32;
const SALT_BYTES = 16;

/** Each hash takes its 64 MiB only while it runs, and there is never a second one beside it. */
const oneAtATime = mutex();

/** A PHC string: `$argon2id$v=19$m=65536,t=3,p=1$salt$tag`. */
export async function hashPassphrase(passphrase: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await derive(passphrase, { salt, memory: KIBIBYTES, passes: PASSES, lanes: LANES, tagLength: TAG_BYTES });
  return `$argon2id$v=19$m=${KIBIBYTES},t=${PASSES},p=${LANES}$${base64(salt)}$${base64(tag)}`;
}

/** Of no passphrase: checking against it takes as long as against anybody's. */
export const NOBODYS_HASH = `$argon2id$v=19$m=${KIBIBYTES},t=${PASSES},p=${LANES}$${base64(Buffer.alloc(SALT_BYTES))}$${base64(Buffer.alloc(TAG_BYTES))}`;

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

export async function isPassphrase(passphrase: string, hash: string): Promise<boolean> {
  const [, memory, passes, lanes, salt, tag] = PHC.exec(hash) ?? [];
  if (salt === undefined || tag === undefined) throw new Error("Not an Argon2id hash");
  const expected = Buffer.from(tag, "base64");
  const settings = { memory: Number(memory), passes: Number(passes), lanes: Number(lanes) };
  const found = await derive(passphrase, {
    ...settings,
    salt: Buffer.from(salt, "base64"),
    tagLength: expected.length,
  });
  return timingSafeEqual(found, expected);
}

interface Derivation {
  readonly salt: Buffer;
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
  readonly tagLength: number;
}

/** The same word typed on another keyboard can come as other code points; NFKC makes them one. */
function derive(passphrase: string, { salt, memory, passes, lanes, tagLength }: Derivation): Promise<Buffer> {
  const message = passphrase.normalize("NFKC");
  return oneAtATime(
    () =>
      new Promise((resolve, reject) => {
        argon2("argon2id", { message, nonce: salt, parallelism: lanes, memory, passes, tagLength }, (error, tag) =>
          error === null ? resolve(tag) : reject(error),
        );
      }),
  );
}

function base64(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
