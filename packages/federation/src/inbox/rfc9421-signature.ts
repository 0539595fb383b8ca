import { err, ok, type Result, type Timestamp } from "@commonhall/domain";
import { checkContentDigest } from "./digest.ts";
import { dictionaryIn, signatureInputs, type SignatureInput } from "./signature-input.ts";
import {
  hasBody,
  isOffClock,
  targetUri,
  type SignatureClaim,
  type SignatureProblem,
  type SignedParts,
} from "./signed-parts.ts";

/** A signature with what it says of itself, as `Signature-Input` and `Signature` tell it. */
export interface MessageSignature extends SignatureInput {
  readonly signature: Uint8Array;
}

/** RSASSA-PKCS1-v1_5 with SHA-256, the one algorithm of RFC 9421 that the fediverse has keys for. */
const ALGORITHMS: ReadonlySet<string | undefined> = new Set([undefined, "rsa-v1_5-sha256"]);

/**
 * The first signature of RFC 9421 that this door understands whole, else the first that another may. What is unfamiliar
 * covers the request, fits its body and is of today, as what is read does.
 */
export function readMessageSignature(parts: SignedParts, now: Timestamp): Result<SignatureClaim, SignatureProblem> {
  const claims = messageSignatures(parts.headers).map((signature) => readOne(signature, parts, now));
  const read = claims.find((claim) => claim.ok);
  if (read !== undefined) return read;
  const problems = claims.flatMap((claim) => (claim.ok ? [] : [claim.error]));
  const problem = problems.find(({ type }) => type === "unfamiliar") ?? problems[0];
  return problem === undefined ? refused("The Signature-Input and Signature headers cannot be read.") : err(problem);
}

/** Empty where the two headers cannot be read, or do not fit together. */
export function messageSignatures(headers: Readonly<Record<string, string>>): readonly MessageSignature[] {
  const inputs = signatureInputs(headers["signature-input"] ?? "");
  if (inputs.length === 0) return [];
  const signatures = dictionaryIn(headers["signature"] ?? "");
  return inputs.flatMap((input) => {
    const [signature] = signatures.get(input.label) ?? [];
    return signature instanceof ArrayBuffer ? [{ ...input, signature: new Uint8Array(signature) }] : [];
  });
}

function readOne(
  found: MessageSignature,
  parts: SignedParts,
  now: Timestamp,
): Result<SignatureClaim, SignatureProblem> {
  const { keyId, created, expires, signature } = found;
  const covers = hasBody(parts) ? found.coversRequest : found.coversTarget;
  if (!covers) return refused("The signature does not cover method, address and digest of the body.");
  if (keyId === undefined || created === undefined) {
    return refused("The signature does not say by which key and when it was made.");
  }
  if (isOffClock(created, now)) return refused("The signature was made more than an hour ago or from now.");
  if (expires !== undefined && !(expires >= now)) return refused("The signature has expired.");
  const digest = hasBody(parts) ? checkContentDigest(parts.headers["content-digest"] ?? "", parts.body) : ok();
  if (!digest.ok) return refused(digest.error);
  const isFamiliar = ALGORITHMS.has(found.algorithm) && found.isPlain;
  const base = isFamiliar ? signatureBase(parts, found) : undefined;
  return base === undefined ? err({ type: "unfamiliar", keyId }) : ok({ keyId, base, signature });
}

const refused = (reason: string): Result<never, SignatureProblem> => err({ type: "refused", reason });

/**
 * RFC 9421 2.5, for the components that a POST to an inbox has; undefined where another one is covered, or one twice.
 * `@query` and `@request-target` are not among them: there are programs that build them otherwise than the RFC says.
 */
export function signatureBase(parts: SignedParts, { components, text }: SignatureInput): string | undefined {
  if (components === undefined || text === undefined) return undefined;
  let base = "";
  for (const name of components) {
    const value = componentOf(parts, name);
    if (value === undefined) return undefined;
    base += `"${name}": ${value}\n`;
  }
  return `${base}"@signature-params": ${text}`;
}

function componentOf(parts: SignedParts, name: string): string | undefined {
  switch (name) {
    case "@method":
      return parts.method;
    case "@target-uri":
      return targetUri(parts);
    case "@authority":
      return parts.authority;
    case "@scheme":
      return parts.scheme;
    case "@path":
      return parts.path;
    case "host":
      return parts.authority;
    default:
      return FIELD_NAME.test(name) && Object.hasOwn(parts.headers, name) ? parts.headers[name] : undefined;
  }
}

const FIELD_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;
