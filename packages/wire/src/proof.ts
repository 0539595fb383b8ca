import { createHash, sign, verify, type KeyObject } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { httpUrl, isoInstant, type Timestamp } from "@commonhall/domain";
import serialize from "canonicalize";
import { base58, fromBase58 } from "./base58.ts";
import { isJsonObject, present, without, type JsonObject, type JsonValue } from "./json.ts";

/** An actor's Ed25519 key with the id under which its document shows the public half. */
export interface ProofKey {
  readonly verificationMethod: string;
  readonly privateKey: KeyObject;
}

/**
 * Adds a proof by `eddsa-jcs-2022` over exactly this document (FEP-8b32; VC Data Integrity EdDSA 3.3). Whoever changes a
 * character of it afterwards, other than white space or the order of keys, breaks the proof. The proof repeats the
 * document's context, as the specification demands; verifiers that put it there themselves find it there already.
 */
export function withProof(document: JsonObject, key: ProofKey, created: Timestamp): JsonObject {
  const unsigned = without(document, "proof");
  const options = present({
    "@context": unsigned["@context"],
    type: "DataIntegrityProof",
    cryptosuite: "eddsa-jcs-2022",
    verificationMethod: key.verificationMethod,
    proofPurpose: "assertionMethod",
    created: isoInstant(created),
  });
  const signature = sign(null, signedBytes(unsigned, options), key.privateKey);
  return { ...unsigned, proof: { ...options, proofValue: `z${base58(signature)}` } };
}

/**
 * Whether the document's one proof was made by that key over exactly this document. An LD signature beside it is left
 * out of account, as FEP-8b32 says. Anything unusual is false, never an error: several proofs, a context of the proof's
 * own, fields that this suite does not have. So it is true for nothing that a more general verifier calls false.
 */
export function verifyProof(document: JsonObject, publicKey: KeyObject): boolean {
  const { proof, signature: _, ...unsigned } = document;
  if (!isJsonObject(proof) || !isUsual(proof, unsigned["@context"])) return false;
  const { proofValue, ...options } = proof;
  const signature = signatureBytes(proofValue);
  if (signature === undefined || publicKey.asymmetricKeyType !== "ed25519") return false;
  try {
    const bytes = signedBytes(unsigned, present({ ...options, "@context": unsigned["@context"] }));
    return verify(null, bytes, publicKey, signature);
  } catch {
    // What JCS cannot write down, such as half a surrogate pair, nobody has signed.
    return false;
  }
}

/** The id of the key that the document's proof says it was made with. */
export function verificationMethodOf(document: JsonObject): string | undefined {
  const { proof } = document;
  const method = isJsonObject(proof) ? proof["verificationMethod"] : undefined;
  return typeof method === "string" ? method : undefined;
}

const FIELDS = ["@context", "type", "cryptosuite", "verificationMethod", "proofPurpose", "created", "proofValue"];
/** As short as it can be written, because verifiers that parse it write it anew. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{0,8}[1-9])?Z$/;
const SIGNATURE_BYTES = 64;

const isUsual = (proof: JsonObject, context: JsonValue | undefined): boolean =>
  Object.keys(proof).every((field) => FIELDS.includes(field)) &&
  proof["type"] === "DataIntegrityProof" &&
  proof["cryptosuite"] === "eddsa-jcs-2022" &&
  proof["proofPurpose"] === "assertionMethod" &&
  isUrlAsWritten(proof["verificationMethod"]) &&
  isInstant(proof["created"]) &&
  (proof["@context"] === undefined || isDeepStrictEqual(proof["@context"], context));

const isUrlAsWritten = (value: JsonValue | undefined): boolean =>
  typeof value === "string" && httpUrl(value)?.href === value;

const isInstant = (value: JsonValue | undefined): boolean =>
  typeof value === "string" && INSTANT.test(value) && !Number.isNaN(Date.parse(value));

function signatureBytes(value: JsonValue | undefined): Uint8Array | undefined {
  if (typeof value !== "string" || !value.startsWith("z") || value.length > 100) return undefined;
  const bytes = fromBase58(value.slice(1));
  return bytes?.length === SIGNATURE_BYTES ? bytes : undefined;
}

const signedBytes = (document: JsonObject, options: JsonObject): Buffer =>
  Buffer.concat([hash(options), hash(document)]);

function hash(json: JsonObject): Buffer {
  const canonical = serialize(json);
  if (canonical === undefined) throw new Error("Nothing to sign");
  return createHash("sha256").update(canonical, "utf8").digest();
}
