import { generateKeyPairSync, sign, verify, type KeyObject } from "node:crypto";
import type { Approvals, Releasable, SignedRelease, Withdrawal } from "@commonhall/domain";
import { releasePayload, withdrawalPayload } from "@commonhall/wire";

/** People who may release, each with an Ed25519 key, who sign as a general JWS (RFC 7515, 7.2.1). */
export interface Officers {
  readonly approvals: Approvals;
  /** By the first two of them, unless told by whom. */
  approve(payload: string, by?: readonly number[]): string;
  releasable(said: SignedRelease, by?: readonly number[]): Releasable;
  withdrawal(id: string, by?: readonly number[]): Withdrawal;
  /** From now on the key of one of them counts no more. */
  leaves(who: number): void;
  /** And again. */
  comesBack(who: number): void;
}

interface Signature {
  readonly protected: string;
  readonly signature: string;
}

const base64url = (text: string) => Buffer.from(text).toString("base64url");

export function officers(count = 3): Officers {
  const keys = Array.from({ length: count }, () => generateKeyPairSync("ed25519"));
  const enrolled = new Set(keys.keys());
  const signatureOf = (who: number, payload: string): Signature => {
    const head = base64url(JSON.stringify({ alg: "EdDSA", kid: String(who) }));
    return { protected: head, signature: signatureBy(keyOf(keys, who).privateKey, `${head}.${base64url(payload)}`) };
  };
  const approve: Officers["approve"] = (payload, by = [0, 1]) =>
    JSON.stringify({ payload: base64url(payload), signatures: by.map((who) => signatureOf(who, payload)) });
  const areTwo: Approvals["areTwo"] = async ({ payload, approval }) => {
    const jws = read(approval);
    if (jws === undefined || jws.payload !== base64url(payload)) return false;
    const signers = jws.signatures.flatMap((one) => {
      const who = signerOf(one);
      const holds = who !== undefined && enrolled.has(who) && isBy(keyOf(keys, who).publicKey, jws.payload, one);
      return holds ? [who] : [];
    });
    return signers.length === jws.signatures.length && new Set(signers).size === 2;
  };
  return {
    approvals: { areTwo },
    approve,
    releasable: (said, by) => {
      const payload = releasePayload(said);
      return { id: said.id, published: said.published, payload, approval: approve(payload, by) };
    },
    withdrawal: (id, by) => {
      const payload = withdrawalPayload({ id });
      return { id, payload, approval: approve(payload, by) };
    },
    leaves: (who) => void enrolled.delete(who),
    comesBack: (who) => void enrolled.add(who),
  };
}

const signatureBy = (key: KeyObject, text: string): string => sign(null, Buffer.from(text), key).toString("base64url");

function isBy(key: KeyObject, payload: string, { protected: head, signature }: Signature): boolean {
  const bytes = Buffer.from(signature, "base64url");
  // Of two ways to write the same bytes one counts.
  return bytes.toString("base64url") === signature && verify(null, Buffer.from(`${head}.${payload}`), key, bytes);
}

function keyOf<T>(keys: readonly T[], who: number): T {
  const key = keys[who];
  if (key === undefined) throw new Error(`There is no officer ${who}`);
  return key;
}

function read(approval: string): { readonly payload: string; readonly signatures: readonly Signature[] } | undefined {
  try {
    const json = JSON.parse(approval);
    const isWhole = Array.isArray(json?.signatures) && json.signatures.every(isSignature);
    return isWhole ? json : undefined;
  } catch {
    return undefined;
  }
}

const isSignature = (one: Partial<Signature> | null): boolean =>
  typeof one?.protected === "string" && typeof one.signature === "string";

function signerOf({ protected: head }: Signature): number | undefined {
  try {
    const { kid } = JSON.parse(Buffer.from(head, "base64url").toString("utf8"));
    return typeof kid === "string" ? Number(kid) : undefined;
  } catch {
    return undefined;
  }
}
