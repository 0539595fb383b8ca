import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import type { DeskPorts } from "./desk-ports.ts";

/** Seals what only the running node has to read: who has the database and not the pepper cannot open it. */
export interface SealedTexts {
  /** `of` is whom it belongs to: a text moved to somebody else does not open. */
  seal(of: string, text: string): string;
  open(of: string, sealed: string): string;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM under a key of its own for each purpose (HKDF-SHA-256 over the pepper). */
export async function sealedTexts({ pepper }: Pick<DeskPorts, "pepper">, purpose: string): Promise<SealedTexts> {
  if (pepper === undefined) throw new Error(`Without a pepper there is nothing to seal under: ${purpose}`);
  const key = Buffer.from(hkdfSync("sha256", await pepper(), Buffer.alloc(0), purpose, 32));
  return {
    seal(of, text) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(of));
      const bytes = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return bytes.toString("base64url");
    },
    open(of, sealed) {
      const bytes = Buffer.from(sealed, "base64url");
      const cipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(of)).setAuthTag(bytes.subarray(-TAG_BYTES));
      return cipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, "utf8") + cipher.final("utf8");
    },
  };
}
