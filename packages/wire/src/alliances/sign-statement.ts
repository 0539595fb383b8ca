import { createPublicKey, type KeyObject } from "node:crypto";
import {
  err,
  HOUR,
  multikey,
  ok,
  SECOND,
  type Multikey,
  type Result,
  type SignedPart,
  type Timestamp,
} from "@commonhall/domain";
import { FlattenedSign, flattenedVerify } from "jose";
import { z } from "zod";
import { parseDocument } from "../inbound/parse-document.ts";
import { pemFromMultikey } from "../keys.ts";
import type { StatementFault } from "./statement-fault.ts";

/** What is signed: a version of a charter, or a leave. Nobody can show a signature of the one for the other. */
export type StatementType = "charter" | "leave";
const TYPES = { charter: "wcn-charter+jws", leave: "wcn-leave+jws" } as const satisfies Record<StatementType, string>;

/** A statement as it travels: General JWS in its JSON form (RFC 7515, 7.2.1), with every signature that the sender knows. */
export interface SignedStatement {
  readonly type: StatementType;
  readonly payload: string;
  readonly signatures: readonly ReadSignature[];
}

export interface ReadSignature extends SignedPart {
  readonly key: Multikey;
  /** When, as the signer says; in whole seconds. */
  readonly at: Timestamp;
}

/** More members than there can be in two versions beside each other. */
const MOST_SIGNATURES = 400;
/** As in requests: no clock is further off. */
const CLOCK_SKEW = HOUR;

/** Signs the text as one member. `key` is the public half, under which the charter names the member. */
export async function signStatement(
  type: StatementType,
  payload: string,
  by: { readonly key: Multikey; readonly privateKey: KeyObject; readonly at: Timestamp },
): Promise<ReadSignature> {
  const iat = Math.floor(by.at / SECOND);
  const signed = await new FlattenedSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg: "EdDSA", typ: TYPES[type], kid: by.key, iat })
    .sign(by.privateKey);
  return { protected: signed.protected ?? "", signature: signed.signature, key: by.key, at: iat * SECOND };
}

export const statementText = (payload: string, signatures: readonly SignedPart[]): string =>
  JSON.stringify({
    payload: Buffer.from(payload).toString("base64url"),
    signatures: signatures.map(({ protected: head, signature }) => ({ protected: head, signature })),
  });

/** Reads a statement, and says of each signature by which key it claims to be. None has been checked yet. */
export function readStatement(text: string, now: Timestamp): Result<SignedStatement, StatementFault> {
  const json = parseDocument(text);
  const parsed = schema.safeParse(json.ok ? json.value : undefined);
  const payload = parsed.success ? textFrom(parsed.data.payload) : undefined;
  if (!parsed.success || payload === undefined) {
    return err({ type: "malformed", field: "payload", detail: "is no General JWS" });
  }
  const { signatures } = parsed.data;
  if (signatures.length === 0) return err({ type: "no signature" });
  const heads = signatures.map((one) => readHead(one));
  const read = heads.filter((one) => one !== undefined);
  const [first] = read;
  if (first === undefined || read.length < signatures.length || read.some(({ type }) => type !== first.type)) {
    return err({ type: "malformed", field: "signatures.protected", detail: "is not as this network has it" });
  }
  if (new Set(read.map(({ key }) => key)).size < read.length) return err({ type: "doubled signature" });
  if (read.some(({ at }) => at > now + CLOCK_SKEW)) return err({ type: "signature from the future" });
  return ok({ type: first.type, payload, signatures: read.map(({ type: _, ...signature }) => signature) });
}

/** Whether the key that each signature names has made it, over exactly these bytes. */
export async function holds({ payload, signatures }: SignedStatement): Promise<boolean> {
  const encoded = Buffer.from(payload).toString("base64url");
  const checked = await Promise.all(signatures.map((signature) => isMadeBy(signature, encoded)));
  return !checked.includes(false);
}

async function isMadeBy({ key, protected: head, signature }: ReadSignature, payload: string): Promise<boolean> {
  const pem = pemFromMultikey(key);
  if (pem === undefined) return false;
  return flattenedVerify({ payload, protected: head, signature }, createPublicKey(pem), { algorithms: ["EdDSA"] }).then(
    () => true,
    () => false,
  );
}

const part = z.string().max(1000);
const schema = z.strictObject({
  payload: z.string(),
  signatures: z.array(z.strictObject({ protected: part, signature: part })).max(MOST_SIGNATURES),
});
const headSchema = z.strictObject({ alg: z.literal("EdDSA"), typ: z.string(), kid: z.string(), iat: z.int().min(0) });

function readHead(part: SignedPart): (ReadSignature & { readonly type: StatementType }) | undefined {
  const text = textFrom(part.protected);
  const json = text === undefined ? undefined : parseDocument(text);
  const head = headSchema.safeParse(json?.ok === true ? json.value : undefined);
  if (!head.success || Buffer.from(part.signature, "base64url").toString("base64url") !== part.signature)
    return undefined;
  const key = multikey(head.data.kid);
  const type = head.data.typ === TYPES.charter ? "charter" : head.data.typ === TYPES.leave ? "leave" : undefined;
  return key === undefined || type === undefined ? undefined : { ...part, key, type, at: head.data.iat * SECOND };
}

/** Base64url of UTF-8 in the one way in which it is written; undefined for anything else. */
function textFrom(encoded: string): string | undefined {
  const bytes = Buffer.from(encoded, "base64url");
  if (bytes.toString("base64url") !== encoded) return undefined;
  const text = bytes.toString("utf8");
  return Buffer.from(text).equals(bytes) ? text : undefined;
}
