import { createHash, sign, type KeyObject } from "node:crypto";
import type { Timestamp } from "@commonhall/domain";

/** An RSA private key with the id under which others find its public half. */
export interface SigningKey {
  readonly keyId: string;
  readonly privateKey: KeyObject;
}

/** The two ways to sign a request that servers of the fediverse read: RFC 9421, and draft-cavage-http-signatures-12. */
export type SignatureForm = "rfc9421" | "cavage";

export interface RequestToSign {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly at: Timestamp;
  /** Of a POST: `digestOf` its body. */
  readonly digest?: string;
}

/** SHA-256 in base64. The same bytes go to many inboxes, so it is made once for all of them. */
export const digestOf = (body: Uint8Array): string => createHash("sha256").update(body).digest("base64");

/** The headers, names in lower case, that make a request a signed one. */
export function signRequest(
  request: RequestToSign,
  key: SigningKey,
  form: SignatureForm,
): Promise<Record<string, string>> {
  return form === "rfc9421" ? signRfc9421(request, key) : signCavage(request, key);
}

/**
 * draft-cavage-http-signatures-12 as Mastodon, GoToSocial, Misskey and Lemmy read it. The request target holds the query,
 * as the draft says; Fedify 2.3 leaves it out, so an inbox of its with a query takes the other form only.
 */
async function signCavage(request: RequestToSign, key: SigningKey): Promise<Record<string, string>> {
  const { method, url, at, digest } = request;
  const date = new Date(at).toUTCString();
  const lines = [
    `(request-target): ${method.toLowerCase()} ${url.pathname}${url.search}`,
    `host: ${url.host}`,
    `date: ${date}`,
  ];
  let covered = "(request-target) host date";
  const headers: Record<string, string> = { date };
  if (digest !== undefined) {
    headers["digest"] = `SHA-256=${digest}`;
    lines.push(`digest: SHA-256=${digest}`);
    covered += " digest";
  }
  const signature = await rsaSha256(lines.join("\n"), key.privateKey);
  headers["signature"] =
    `keyId="${key.keyId}",algorithm="rsa-sha256",headers="${covered}",signature="${signature.toString("base64")}"`;
  return headers;
}

/**
 * RFC 9421 with RSASSA-PKCS1-v1_5, covering what Mastodon and Fedify ask for. Neither Date nor Host is covered: `created`
 * and `@authority` say the same and no proxy rewrites them.
 */
async function signRfc9421(request: RequestToSign, key: SigningKey): Promise<Record<string, string>> {
  const { method, url, at, digest } = request;
  const lines = [`"@method": ${method}`, `"@target-uri": ${url.href}`, `"@authority": ${url.host}`];
  let covered = `"@method" "@target-uri" "@authority"`;
  const headers: Record<string, string> = {};
  if (digest !== undefined) {
    headers["content-digest"] = `sha-256=:${digest}:`;
    lines.push(`"content-digest": sha-256=:${digest}:`);
    covered += ` "content-digest"`;
  }
  const created = Math.floor(at / 1000);
  const parameters = `(${covered});created=${created};keyid="${key.keyId}";alg="rsa-v1_5-sha256"`;
  lines.push(`"@signature-params": ${parameters}`);
  const signature = await rsaSha256(lines.join("\n"), key.privateKey);
  headers["signature-input"] = `sig1=${parameters}`;
  headers["signature"] = `sig1=:${signature.toString("base64")}:`;
  return headers;
}

/** In the thread pool: a signature takes as long as everything else about a delivery, and other work goes on meanwhile. */
const rsaSha256 = (text: string, key: KeyObject): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    sign("sha256", Buffer.from(text), key, (error, signature) => (error === null ? resolve(signature) : reject(error)));
  });
