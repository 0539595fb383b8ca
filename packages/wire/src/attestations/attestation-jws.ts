import { createPublicKey, type KeyObject } from "node:crypto";
import {
  actorId,
  err,
  holdsTooLong,
  httpUrl,
  ok,
  region,
  RELATIONS,
  sameOrigin,
  sector,
  type Attestation,
  type Result,
  type Timestamp,
} from "@commonhall/domain";
import { CompactSign, compactVerify, decodeProtectedHeader } from "jose";
import { z } from "zod";
import { MOST_LISTED, refusal } from "../inbound/shapes.ts";
import type { WireError } from "../inbound/types.ts";
import type { ProofKey } from "../proof.ts";

/** wire.md 6. Another kind of token that the same key signs is never taken for one of these. */
const TYPE = "wcn-attestation+jwt";
/** The one algorithm: a token never says by which one it is to be believed. */
const ALGORITHM = "EdDSA";
const LONGEST = 4096;

/** An attestation as it reads, before anybody has looked at its signature. */
export interface ReadAttestation {
  readonly attestation: Attestation;
  /** Id of the issuer's key, of one origin with the issuer. */
  readonly keyId: string;
}

/** Signed by the Ed25519 key of the issuer's actor. */
export function signAttestation(attestation: Attestation, key: ProofKey): Promise<string> {
  const { jti, issuer, subject, relation, issued, expires, regions, sectors, status } = attestation;
  const claims = {
    iss: issuer,
    sub: subject,
    iat: inSeconds(issued),
    exp: inSeconds(expires),
    jti,
    rel: relation,
    scope: { regions, sectors },
    status,
  };
  return signToken(claims, TYPE, key);
}

/**
 * What a token says, or why it is none. It speaks of its own issuer alone: key and list of revoked ones are of one
 * origin with it (FEP-fe34). Whether the signature holds, `isSignedBy` says; whether it holds today, the domain.
 */
export function readAttestation(jws: string): Result<ReadAttestation, WireError> {
  const token = readToken(jws, TYPE, LONGEST);
  if (!token.ok) return token;
  const parsed = claimsSchema.safeParse(token.value.claims);
  if (!parsed.success) return err(refusal(parsed.error));
  const { iss: issuer, sub: subject, iat, exp, jti, rel: relation, scope, status } = parsed.data;
  const { keyId } = token.value;
  if (!sameOrigin(keyId, issuer)) return foreign("kid", keyId, issuer);
  if (!sameOrigin(status, issuer)) return foreign("status", status, issuer);
  if (issuer === subject) return malformed("sub", "nobody vouches for themselves");
  const dates = { issued: iat * 1000, expires: exp * 1000 };
  if (dates.expires <= dates.issued) return malformed("exp", "is before it was issued");
  if (holdsTooLong(dates)) return malformed("exp", "is more than thirteen months after it was issued");
  return ok({ attestation: { jti, issuer, subject, relation, ...dates, ...scope, status }, keyId });
}

/** Which attestations an issuer has taken back, as it says itself, at which time. */
export interface RevokedList {
  readonly issuer: Attestation["issuer"];
  readonly at: Timestamp;
  readonly revoked: readonly string[];
}

const LIST_TYPE = "wcn-attestation-status+jwt";
/** What a fetch reads at most. */
const LONGEST_LIST = 1024 * 1024;

export const signRevokedList = ({ issuer, at, revoked }: RevokedList, key: ProofKey): Promise<string> =>
  signToken({ iss: issuer, iat: inSeconds(at), revoked }, LIST_TYPE, key);

export function readRevokedList(jws: string): Result<RevokedList & { readonly keyId: string }, WireError> {
  const token = readToken(jws.trim(), LIST_TYPE, LONGEST_LIST);
  if (!token.ok) return token;
  const parsed = listSchema.safeParse(token.value.claims);
  if (!parsed.success) return err(refusal(parsed.error));
  const { iss: issuer, iat, revoked } = parsed.data;
  const { keyId } = token.value;
  return sameOrigin(keyId, issuer) ? ok({ issuer, at: iat * 1000, revoked, keyId }) : foreign("kid", keyId, issuer);
}

/** Whether exactly these bytes were signed by that Ed25519 key, whatever the token says of itself. Never throws. */
export async function isSignedBy(jws: string, publicKey: KeyObject | string): Promise<boolean> {
  try {
    const key = typeof publicKey === "string" ? createPublicKey(publicKey) : publicKey;
    if (key.asymmetricKeyType !== "ed25519") return false;
    await compactVerify(jws.trim(), key, { algorithms: [ALGORITHM] });
    return true;
  } catch {
    return false;
  }
}

const inSeconds = (at: Timestamp): number => Math.floor(at / 1000);

function signToken(claims: object, typ: string, { verificationMethod: kid, privateKey }: ProofKey): Promise<string> {
  const payload = new TextEncoder().encode(JSON.stringify(claims));
  return new CompactSign(payload).setProtectedHeader({ alg: ALGORITHM, typ, kid }).sign(privateKey);
}

function readToken(
  jws: string,
  type: string,
  longest: number,
): Result<{ readonly claims: unknown; readonly keyId: string }, WireError> {
  if (jws.length > longest) return malformed("jws", `has more than ${longest} characters`);
  const [, payload, ...rest] = jws.split(".");
  const header = rest.length === 1 ? headerOf(jws) : undefined;
  if (payload === undefined || header === undefined) return malformed("jws", "is no compact JWS");
  const { alg, typ, kid, ...more } = header;
  if (alg !== ALGORITHM) return malformed("alg", `is not ${ALGORITHM}`);
  if (typ !== type) return malformed("typ", `is not ${type}`);
  if (typeof kid !== "string" || httpUrl(kid) === undefined) return malformed("kid", "is no key's address");
  // A key or a certificate that a token brings along proves nothing; `crit` and `b64` change what is signed.
  if (Object.keys(more).length > 0) return malformed("header", "has fields besides alg, typ and kid");
  const claims = jsonIn(payload);
  return claims === undefined ? malformed("jws", "has no JSON in it") : ok({ claims, keyId: kid });
}

function headerOf(jws: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return decodeProtectedHeader(jws);
  } catch {
    return undefined;
  }
}

function jsonIn(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

const seconds = z
  .number()
  .int()
  .nonnegative()
  .max(Date.UTC(9999, 0, 1) / 1000);

const address = (brand: typeof actorId) =>
  z.string().transform((text, context) => {
    const id = brand(text);
    if (id !== undefined) return id;
    context.addIssue("is not one absolute http(s) address");
    return z.NEVER;
  });

/** Codes that no list has are left out, as everywhere. */
const codes = <T extends string>(code: (text: string) => T | undefined) =>
  z
    .array(z.string())
    .catch([])
    .transform((all) =>
      all
        .slice(0, MOST_LISTED)
        .map(code)
        .filter((one) => one !== undefined),
    );

const claimsSchema = z.object({
  iss: address(actorId),
  sub: address(actorId),
  iat: seconds,
  exp: seconds,
  jti: z.string().min(1).max(200),
  rel: z.enum(RELATIONS),
  scope: z.object({ regions: codes(region), sectors: codes(sector) }).catch({ regions: [], sectors: [] }),
  status: z.string().refine((text) => httpUrl(text) !== undefined, "is not one absolute http(s) address"),
});

const listSchema = z.object({
  iss: address(actorId),
  iat: seconds,
  revoked: z.array(z.string()),
});

const malformed = (field: string, detail: string): Result<never, WireError> =>
  err({ type: "malformed", field, detail });

const foreign = (field: string, one: string, whose: string): Result<never, WireError> =>
  err({ type: "foreign origin", field, detail: `${one} does not belong to ${whose}` });
