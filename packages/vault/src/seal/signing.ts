import type { KeyObject } from "node:crypto";
import { CompactSign, compactVerify, decodeProtectedHeader, GeneralSign, type GeneralJWS, generalVerify } from "jose";
import { SUITE } from "./sealing.ts";

const ALGORITHM = "Ed25519";

export interface Signer {
  readonly id: string;
  /** Ed25519, private. */
  readonly key: KeyObject;
}

/** Asks for the public key of a signer; undefined for one that is unknown. */
export type KeyOf = (signer: string) => KeyObject | undefined;

/** Asks for every public key that a signer ever had. */
export type KeysOf = (signer: string) => readonly KeyObject[];

/** A compact JWS whose header names the signer and what was signed, so that a signature under one thing is none under another. */
export async function sign(signer: Signer, use: string, value: unknown): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(value)))
    .setProtectedHeader({ alg: ALGORITHM, kid: signer.id, suite: SUITE, use })
    .sign(signer.key);
}

/** Undefined where the signature is not right. What was signed is whatever its signer wrote: parse it. */
export async function verify(
  jws: string,
  use: string,
  keysOf: KeysOf,
): Promise<{ readonly by: string; readonly value: unknown } | undefined> {
  const by = signerIn(jws);
  for (const key of by === undefined ? [] : keysOf(by)) {
    const value = await verifyWith(jws, use, key);
    if (by !== undefined && value !== undefined) return { by, value };
  }
  return undefined;
}

function signerIn(jws: string): string | undefined {
  try {
    return decodeProtectedHeader(jws).kid;
  } catch {
    return undefined;
  }
}

async function verifyWith(jws: string, use: string, key: KeyObject): Promise<unknown> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, key, { algorithms: [ALGORITHM] });
    if (protectedHeader["use"] !== use || protectedHeader["suite"] !== SUITE) return undefined;
    return JSON.parse(Buffer.from(payload).toString("utf8"));
  } catch {
    return undefined;
  }
}

/** One more signature under the same text. */
export async function cosign(text: string, use: string, signers: readonly Signer[]): Promise<GeneralJWS> {
  const jws = new GeneralSign(Buffer.from(text));
  for (const { id, key } of signers)
    jws.addSignature(key).setProtectedHeader({ alg: ALGORITHM, kid: id, suite: SUITE, use });
  return jws.sign();
}

/** Who has rightly signed, each once, whoever else has tried. */
export async function signersOf(jws: GeneralJWS, use: string, keyOf: KeyOf): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const signature of jws.signatures) {
    try {
      const { kid, use: said } = decodeProtectedHeader(signature);
      const key = kid === undefined ? undefined : keyOf(kid);
      if (kid === undefined || key === undefined || said !== use) continue;
      await generalVerify({ payload: jws.payload, signatures: [signature] }, key, { algorithms: [ALGORITHM] });
      found.add(kid);
    } catch {
      continue;
    }
  }
  return found;
}
