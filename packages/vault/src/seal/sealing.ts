import { createHash, type KeyObject } from "node:crypto";
import { CompactEncrypt, compactDecrypt, GeneralEncrypt, type GeneralJWE, generalDecrypt } from "jose";
import { padJson, unpadJson } from "./padding.ts";

/** Stands in every header, so that what was sealed in another way can be told apart for ever. */
export const SUITE = 1;
const KEY_MANAGEMENT = "ECDH-ES+A256KW";
const CONTENT = "A256GCM";

export interface Reader {
  /** Id in the roster, or a name such as `recovery`. */
  readonly id: string;
  /** X25519. */
  readonly key: KeyObject;
}

/**
 * What a sealed thing is, and of what: `item:⟨case⟩:⟨type⟩:⟨n⟩`. It is authenticated and not kept: whoever opens says
 * what should be there, so what was moved from elsewhere does not open, and a row does not tell its type.
 */
export type Label = `${string}:${string}`;

/**
 * A General JWE to each of the readers (ECDH-ES+A256KW over X25519, A256GCM), padded. Who they are is authenticated with
 * the label: a JWE does not protect the header of a recipient, and whoever is named there is let in at the next change.
 */
export async function sealTo(readers: readonly Reader[], label: Label, value: unknown): Promise<string> {
  if (readers.length === 0) throw new Error("Nobody could ever open this");
  const jwe = new GeneralEncrypt(padJson(value))
    .setProtectedHeader({ enc: CONTENT, suite: SUITE })
    .setAdditionalAuthenticatedData(
      bound(
        label,
        readers.map(({ id }) => id),
      ),
    );
  for (const { id, key } of readers) jwe.addRecipient(key).setUnprotectedHeader({ alg: KEY_MANAGEMENT, kid: id });
  const { aad: _aad, ...sealed } = await jwe.encrypt();
  return JSON.stringify(sealed);
}

/** Undefined where it was altered, moved, cut, or sealed to others. What comes out is whatever its readers sealed: parse it. */
export async function openSealed(sealed: string, label: Label, reader: Reader): Promise<unknown> {
  try {
    const jwe = addressedTo(sealed, reader.id);
    if (jwe === undefined) return undefined;
    const aad = bound(label, readersOf(sealed)).toString("base64url");
    const opened = await generalDecrypt({ ...jwe, aad }, reader.key, {
      keyManagementAlgorithms: [KEY_MANAGEMENT],
      contentEncryptionAlgorithms: [CONTENT],
    });
    return opened.protectedHeader?.["suite"] === SUITE ? unpadJson(opened.plaintext) : undefined;
  } catch {
    return undefined;
  }
}

const bound = (label: Label, readers: readonly string[]): Buffer => Buffer.from(JSON.stringify([label, ...readers]));

/** The part of the document that the reader needs. */
function addressedTo(sealed: string, reader: string): GeneralJWE | undefined {
  const jwe = parseJwe(sealed);
  const recipients = jwe?.recipients.filter((recipient) => kidOf(recipient) === reader) ?? [];
  return jwe === undefined || recipients.length === 0 ? undefined : { ...jwe, recipients };
}

export function readersOf(sealed: string): readonly string[] {
  return (parseJwe(sealed)?.recipients ?? []).map(kidOf).filter((id) => id !== undefined);
}

function kidOf(recipient: GeneralJWE["recipients"][number]): string | undefined {
  const { alg, kid } = recipient.header ?? {};
  return alg === KEY_MANAGEMENT ? kid : undefined;
}

function parseJwe(text: string): GeneralJWE | undefined {
  const parsed: GeneralJWE = JSON.parse(text);
  return Array.isArray(parsed?.recipients) ? parsed : undefined;
}

/** Under a key that both sides have: a compact JWE (`dir`, A256GCM), padded. The header holds a hash of the label. */
export async function sealUnder(key: Uint8Array, label: Label, value: unknown, bucket?: number): Promise<string> {
  return new CompactEncrypt(padJson(value, bucket))
    .setProtectedHeader({ alg: "dir", enc: CONTENT, suite: SUITE, of: hashOf(label) })
    .encrypt(key);
}

/** Undefined where it was altered, moved, cut, or sealed under another key. */
export async function openUnder(key: Uint8Array, label: Label, sealed: string, bucket?: number): Promise<unknown> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(sealed, key, {
      keyManagementAlgorithms: ["dir"],
      contentEncryptionAlgorithms: [CONTENT],
    });
    if (protectedHeader["suite"] !== SUITE || protectedHeader["of"] !== hashOf(label)) return undefined;
    return unpadJson(plaintext, bucket);
  } catch {
    return undefined;
  }
}

const hashOf = (label: Label): string => createHash("sha256").update(label).digest("base64url");
