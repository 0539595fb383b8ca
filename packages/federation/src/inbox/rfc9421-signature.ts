import { err, ok, SECOND, type Result, type Timestamp } from "@commonhall/domain";
import { isInnerList, parseDictionary, serializeInnerList, type Dictionary, type InnerList } from "structured-headers";
import { createRecent } from "../recent.ts";
import { checkContentDigest } from "./digest.ts";
import { isOffClock, targetUri, type SignatureClaim, type SignatureProblem, type SignedParts } from "./signed-parts.ts";

/** A signature with what it says of itself, as `Signature-Input` and `Signature` tell it. */
export interface MessageSignature {
  readonly label: string;
  /** The covered components and the parameters of the signature. */
  readonly input: InnerList;
  readonly signature: Uint8Array;
}

/** More signatures than these are more work than one request is worth. */
const MOST_SIGNATURES = 3;
/** RSASSA-PKCS1-v1_5 with SHA-256, the one algorithm of RFC 9421 that the fediverse has keys for. */
const ALGORITHM = "rsa-v1_5-sha256";

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
  const said = inputsIn(headers["signature-input"] ?? "");
  if (said.size > MOST_SIGNATURES) return [];
  const signatures = dictionaryIn(headers["signature"] ?? "");
  return [...said].flatMap(([label, input]) => {
    const [signature] = signatures.get(label) ?? [];
    const isWhole = isInnerList(input) && signature instanceof ArrayBuffer;
    return isWhole ? [{ label, input, signature: new Uint8Array(signature) }] : [];
  });
}

/** Whether it covers the request so far that it fits no other: method, address and body. */
export function coversRequest({ input }: MessageSignature): boolean {
  const covered = new Set(input[0].map(([name, parameters]) => (parameters.size === 0 ? name : undefined)));
  const hasAddress = covered.has("@target-uri") || (covered.has("@authority") && covered.has("@path"));
  return hasAddress && covered.has("@method") && covered.has("content-digest");
}

function readOne(
  found: MessageSignature,
  parts: SignedParts,
  now: Timestamp,
): Result<SignatureClaim, SignatureProblem> {
  const { input, signature } = found;
  if (!coversRequest(found)) return refused("The signature does not cover method, address and digest of the body.");
  const { created, expires, keyid: keyId, alg, nonce: _nonce, tag: _tag, ...others } = Object.fromEntries(input[1]);
  if (typeof keyId !== "string" || typeof created !== "number" || !Number.isInteger(created)) {
    return refused("The signature does not say by which key and when it was made.");
  }
  if (isOffClock(created * SECOND, now)) return refused("The signature was made more than an hour ago or from now.");
  if (expires !== undefined && !(typeof expires === "number" && expires * SECOND >= now))
    return refused("The signature has expired.");
  const digest = checkContentDigest(parts.headers["content-digest"] ?? "", parts.body);
  if (!digest.ok) return refused(digest.error);
  const isFamiliar = (alg === undefined || alg === ALGORITHM) && Object.keys(others).length === 0;
  const base = isFamiliar ? signatureBase(parts, input) : undefined;
  return base === undefined ? err({ type: "unfamiliar", keyId }) : ok({ keyId, base, signature });
}

const refused = (reason: string): Result<never, SignatureProblem> => err({ type: "refused", reason });

/**
 * RFC 9421 2.5, for the components that a POST to an inbox has; undefined where another one is covered, or one twice.
 * `@query` and `@request-target` are not among them: there are programs that build them otherwise than the RFC says.
 */
export function signatureBase(parts: SignedParts, input: InnerList): string | undefined {
  const lines = new Map<string, string>();
  for (const [name, parameters] of input[0]) {
    const value =
      typeof name === "string" && parameters.size === 0 && !lines.has(name) ? componentOf(parts, name) : undefined;
    if (typeof name !== "string" || value === undefined) return undefined;
    lines.set(name, `"${name}": ${value}`);
  }
  const parameters = serialized(input);
  return parameters === undefined ? undefined : [...lines.values(), `"@signature-params": ${parameters}`].join("\n");
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

/** What can be read cannot always be written: a decimal may have too many digits. */
function serialized(input: InnerList): string | undefined {
  try {
    return serializeInnerList(input);
  } catch {
    return undefined;
  }
}

/** What one server says of its signatures is the same for all that it makes within a second. */
const inputs = createRecent<Dictionary>(200);

function inputsIn(header: string): Dictionary {
  const known = inputs.get(header) ?? dictionaryIn(header);
  inputs.set(header, known);
  return known;
}

function dictionaryIn(header: string): Dictionary {
  try {
    return parseDictionary(header);
  } catch {
    return new Map();
  }
}
