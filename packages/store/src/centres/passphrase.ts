import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { mutex } from "../database/mutex.ts";

export interface Passphrases {
  /** What is kept of a passphrase. */
  readonly hash: (passphrase: string) => Promise<string>;
  /** Where nobody has the name there is no secret; that is found out in the same time. */
  readonly check: (passphrase: string, secret: string | undefined) => Promise<boolean>;
}

export interface Strength {
  readonly kibibytes: number;
  readonly passes: number;
}

export interface Argon2Settings extends Strength {
  /** In the place of both, asked for each new secret. */
  readonly strength?: () => Promise<Strength>;
  /**
   * A secret that is not in the database: without it nobody who has the database can even begin to guess. Secrets made
   * without one are still checked.
   */
  readonly pepper?: () => Promise<Uint8Array>;
}

/**
 * 64 MiB and three passes, as RFC 9106 recommends second, with one lane; well above the least that OWASP's cheat sheet
 * asks for (19 MiB, two passes). A quarter of a second on a small server.
 */
const RECOMMENDED = { kibibytes: 65_536, passes: 3 };
const LANES = 1;
const TAG_BYTES = 32;
const SALT_BYTES = 16;

/** In a PHC string: the pepper went into it. There is one only, so its name says nothing else. */
const PEPPERED = "keyid=cA";

/**
 * Argon2id; secrets are PHC strings: `$argon2id$v=19$m=65536,t=3,p=1,keyid=cA$salt$tag`, without `keyid` where there is
 * no pepper. Tests may ask for a lighter one.
 */
export function argon2id(asked: Partial<Argon2Settings> = {}): Passphrases {
  const { kibibytes, passes, pepper } = { ...RECOMMENDED, ...asked };
  const strength = asked.strength ?? (async () => ({ kibibytes, passes }));
  const secretOf = ({ kibibytes: memory, passes: turns }: Strength, salt: Buffer, tag: Buffer): string =>
    `$argon2id$v=19$m=${memory},t=${turns},p=${LANES}${pepper === undefined ? "" : `,${PEPPERED}`}$${base64(salt)}$${base64(tag)}`;
  /** No passphrase has this tag. */
  const nobodysSecret = async () => secretOf(await strength(), Buffer.alloc(SALT_BYTES), Buffer.alloc(TAG_BYTES));
  return {
    hash: async (passphrase) => {
      const salt = randomBytes(SALT_BYTES);
      const now = await strength();
      const derivation = { salt, memory: now.kibibytes, passes: now.passes, lanes: LANES, tagLength: TAG_BYTES };
      return secretOf(now, salt, await derive(passphrase, derivation, await pepper?.()));
    },
    check: async (passphrase, secret) => {
      const { tag, isPeppered, ...derivation } = derivationOf(secret ?? (await nobodysSecret()));
      if (isPeppered && pepper === undefined) throw new Error("The pepper that this secret was made with is not there");
      const derived = await derive(passphrase, derivation, isPeppered ? await pepper?.() : undefined);
      return timingSafeEqual(derived, tag) && secret !== undefined;
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

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)(,keyid=cA)?\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** The settings stand in each secret, so that those of a secret made long ago still hold for it. */
function derivationOf(secret: string): Derivation & { readonly tag: Buffer; readonly isPeppered: boolean } {
  const [, memory, passes, lanes, peppered, salt, tagText] = PHC.exec(secret) ?? [];
  if (salt === undefined || tagText === undefined) throw new Error("Not an Argon2id hash");
  const tag = Buffer.from(tagText, "base64");
  return {
    salt: Buffer.from(salt, "base64"),
    memory: Number(memory),
    passes: Number(passes),
    lanes: Number(lanes),
    tagLength: tag.length,
    tag,
    isPeppered: peppered !== undefined,
  };
}

/** Each hash takes its memory only while it runs, and there is never a second one beside it. */
const oneAtATime = mutex();

/** The same word typed on another keyboard can come as other code points; NFKC makes them one. */
function derive(
  passphrase: string,
  { salt, memory, passes, lanes, tagLength }: Derivation,
  pepper: Uint8Array | undefined,
): Promise<Buffer> {
  const message = passphrase.normalize("NFKC");
  return oneAtATime(() => {
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    const secret = pepper === undefined ? {} : { secret: pepper };
    const settings = { message, nonce: salt, ...secret, parallelism: lanes, memory, passes, tagLength };
    argon2("argon2id", settings, (error, tag) => (error === null ? resolve(tag) : reject(error)));
    return promise;
  });
}

const base64 = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");
