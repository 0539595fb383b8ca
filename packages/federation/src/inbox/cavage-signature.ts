import { err, ok, SECOND, type Result, type Timestamp } from "@commonhall/domain";
import { checkDigest } from "./digest.ts";
import { hasBody, isOffClock, type SignatureClaim, type SignatureProblem, type SignedParts } from "./signed-parts.ts";

/**
 * Without these a signature could be put onto another request: to another address, next year, with another body. A GET has
 * no body.
 */
const HAVE_TO_BE_SIGNED = {
  GET: ["(request-target)", "host", "date"],
  POST: ["(request-target)", "host", "date", "digest"],
};
/** `hs2019` says nothing about the algorithm; with an RSA key everybody means SHA-256. */
const ALGORITHMS: ReadonlySet<string | undefined> = new Set([undefined, "rsa-sha256", "hs2019"]);

/**
 * The `Signature` header of draft-cavage-http-signatures-12, as the fediverse has signed since 2017. What is unfamiliar
 * covers the request, fits its body and is of today, as what is read does.
 */
export function readCavageSignature(parts: SignedParts, now: Timestamp): Result<SignatureClaim, SignatureProblem> {
  const { headers } = parts;
  const fields = fieldsOf(headers["signature"] ?? "");
  if (fields === undefined) return refused("The Signature header cannot be read.");
  const { keyId, headers: names, signature, algorithm, ...others } = fields;
  if (keyId === undefined || signature === undefined) return refused("The Signature header lacks keyId or signature.");
  const signed = (names ?? "date").split(/\s+/);
  const lacking = HAVE_TO_BE_SIGNED[hasBody(parts) ? "POST" : "GET"].find((name) => !signed.includes(name));
  if (lacking !== undefined) return refused(`The signature does not cover ${lacking}.`);
  if (new Set(signed).size < signed.length) return refused("The signature covers a header twice.");
  const date = headers["date"] === undefined ? Number.NaN : Date.parse(headers["date"]);
  if (isOffClock(date, now)) return refused("The Date header is missing, unreadable or more than an hour off.");
  const digest = hasBody(parts) ? checkDigest(headers["digest"] ?? "", parts.body) : ok();
  if (!digest.ok) return refused(digest.error);
  if (others["created"] !== undefined && isOffClock(Number(others["created"]) * SECOND, now)) {
    return refused("The signature was made more than an hour ago or from now.");
  }
  // What more there is to `created` and `expires`, the other door reads.
  if (!ALGORITHMS.has(algorithm?.toLowerCase()) || Object.keys(others).length > 0)
    return err({ type: "unfamiliar", keyId });
  const lines = signed.map((name) => lineOf(name, parts));
  if (lines.includes(undefined)) return refused("The signature covers a header that is not there.");
  return ok({ keyId, base: lines.join("\n"), signature: Buffer.from(signature, "base64") });
}

const refused = (reason: string): Result<never, SignatureProblem> => err({ type: "refused", reason });

const FIELD = /^\s*([A-Za-z]+)=(?:"([^"]*)"|(\d+))\s*$/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Undefined for everything that is not plainly a list of names and values, each name once. */
function fieldsOf(header: string): Readonly<Record<string, string | undefined>> | undefined {
  const fields: Record<string, string> = Object.create(null);
  for (const field of header.split(",")) {
    const [, name, quoted, number] = FIELD.exec(field) ?? [];
    if (name === undefined || name in fields) return undefined;
    fields[name] = quoted ?? number ?? "";
  }
  const { signature } = fields;
  return signature === undefined || (BASE64.test(signature) && signature.length % 4 === 0) ? fields : undefined;
}

function lineOf(name: string, parts: SignedParts): string | undefined {
  if (name === "(request-target)") return `${name}: ${parts.method.toLowerCase()} ${parts.path}`;
  if (name === "host") return `${name}: ${parts.authority}`;
  const value = Object.hasOwn(parts.headers, name) ? parts.headers[name] : undefined;
  return value === undefined ? undefined : `${name}: ${value}`;
}
