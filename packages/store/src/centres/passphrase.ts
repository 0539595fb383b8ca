import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { mutex } from "../database/mutex.ts";

export interface Passphrases {
  /** What is kept of a passphrase. */
  readonly hash: (passphrase: string) => Promise<string>;
  /** Where nobody has the name there is no secret; that is found out in the same time. */
  readonly check: (passphrase: string, secret: string | undefined) => Promise<boolean>;
}

export interface Argon2Settings {
  readonly kibibytes: number;
  readonly passes: number;
}

/**
 * 64 MiB and three passes, as RFC 9106 recommends second, with one lane; well above the least that OWASP's cheat sheet
 * asks for (19 MiB, two passes). A quarter of a second on a small server.
 */
const RECOMMENDED: Argon2Settings = { kibibytes: 65_536, passes: 3 };
const LANES = 1;
const TAG_BYTES = 32;
const SALT_BYTES = 16;

/** Argon2id; secrets are PHC strings: `$argon2id$v=19$m=65536,t=3,p=1$salt$tag`. Tests may ask for a lighter one. */
export function argon2id({ kibibytes, passes }: Argon2Settings = RECOMMENDED): Passphrases {
  const settings = `$argon2id$v=19$m=${kibibytes},t=${passes},p=${LANES}`;
  const secretOf = (salt: Buffer, tag: Buffer): string => `${settings}$${base64(salt)}$${base64(tag)}`;
  /** No passphrase has this tag. */
  const nobodysSecret = secretOf(Buffer.alloc(SALT_BYTES), Buffer.alloc(TAG_BYTES));
  return {
    hash: async (passphrase) => {
      const salt = randomBytes(SALT_BYTES);
      const tag = await derive(passphrase, { salt, memory: kibibytes, passes, lanes: LANES, tagLength: TAG_BYTES });
      return secretOf(salt, tag);
    },
    check: async (passphrase, secret) => {
      const { tag, ...derivation } = derivationOf(secret ?? nobodysSecret);
      return timingSafeEqual(await derive(passphrase, derivation), tag) && secret !== undefined;
    },
  };
}

interface Derivation {
  readonly salt: Buffer;
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
  readonly tagLength: number;
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** The settings stand in each secret, so that those of a secret made long ago still hold for it. */
function derivationOf(secret: string): Derivation & { readonly tag: Buffer } {
  const [, memory, passes, lanes, salt, tagText] = PHC.exec(secret) ?? [];
  if (salt === undefined || tagText === undefined) throw new Error("Not an Argon2id hash");
  const tag = Buffer.from(tagText, "base64");
  return {
    salt: Buffer.from(salt, "base64"),
    memory: Number(memory),
    passes: Number(passes),
    lanes: Number(lanes),
    tagLength: tag.length,
    tag,
  };
}

/** Each hash takes its memory only while it runs, and there is never a second one beside it. */
const oneAtATime = mutex();

/** The same word typed on another keyboard can come as other code points; NFKC makes them one. */
function derive(passphrase: string, { salt, memory, passes, lanes, tagLength }: Derivation): Promise<Buffer> {
  const message = passphrase.normalize("NFKC");
  return oneAtATime(() => {
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    const settings = { message, nonce: salt, parallelism: lanes, memory, passes, tagLength };
    argon2("argon2id", settings, (error, tag) => (error === null ? resolve(tag) : reject(error)));
    return promise;
  });
}

const base64 = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");
