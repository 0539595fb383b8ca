import { createHmac, generateKeyPairSync } from "node:crypto";
import { DAY, trusted, type Attestation, type Region, type Sector } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ProofKey } from "../proof.ts";
import { isSignedBy, readAttestation, readRevokedList, signAttestation, signRevokedList } from "./attestation-jws.ts";

const NOW = Date.UTC(2026, 10, 22, 8);
const FEDERATION = trusted.actor("https://fed.example/centres/fed");
const pair = generateKeyPairSync("ed25519");
const another = generateKeyPairSync("ed25519");
const key: ProofKey = { verificationMethod: `${FEDERATION}#ed25519-key`, privateKey: pair.privateKey };
const pem = pair.publicKey.export({ type: "spki", format: "pem" }).toString();

const attestation: Attestation = {
  jti: "0199f0aa-0015-7000-8000-000000000015",
  issuer: FEDERATION,
  subject: trusted.actor("https://centro.example/centres/centro"),
  relation: "affiliate",
  issued: NOW,
  expires: NOW + 365 * DAY,
  regions: ["US-CA" as Region],
  sectors: ["isic4:F" as Sector],
  status: "https://fed.example/attestations/status",
};

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const decode = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;

/** The same token with other words in it, and the signature of before. */
async function changed(header: object, claims: object): Promise<string> {
  const [head = "", body = "", signature] = (await signAttestation(attestation, key)).split(".");
  return `${encode({ ...decode(head), ...header })}.${encode({ ...decode(body), ...claims })}.${signature}`;
}

const detailOf = (jws: string): string => {
  const read = readAttestation(jws);
  return read.ok ? "read" : "field" in read.error ? `${read.error.type}: ${read.error.field}` : read.error.type;
};

describe("an attestation", () => {
  test("comes back as it was signed, in less than a kilobyte", async () => {
    const jws = await signAttestation(attestation, key);
    expect(readAttestation(jws)).toEqual({ ok: true, value: { attestation, keyId: `${FEDERATION}#ed25519-key` } });
    expect(decode(jws.split(".")[0] ?? "")).toEqual({
      alg: "EdDSA",
      typ: "wcn-attestation+jwt",
      kid: "https://fed.example/centres/fed#ed25519-key",
    });
    expect(jws.length).toBeLessThan(1000);
    expect(await isSignedBy(jws, pem)).toBe(true);
  });

  test("of which one character was changed is not signed by anybody", async () => {
    const jws = await signAttestation(attestation, key);
    const [head = "", body = "", signature = ""] = jws.split(".");
    const flip = (text: string, at: number) =>
      `${text.slice(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`;
    await fc.assert(
      fc.asyncProperty(fc.nat(body.length - 2), async (at) => {
        expect(await isSignedBy(`${head}.${flip(body, at)}.${signature}`, pem)).toBe(false);
      }),
      { numRuns: 30 },
    );
    expect(await isSignedBy(`${head}.${body}.${flip(signature, 5)}`, pem)).toBe(false);
    expect(await isSignedBy(jws, another.publicKey)).toBe(false);
  });

  test("without a signature, or with the public key as a shared secret, is believed by nobody", async () => {
    const none = await changed({ alg: "none" }, {});
    expect(detailOf(none)).toBe("malformed: alg");
    expect(await isSignedBy(none, pem)).toBe(false);
    expect(await isSignedBy(`${none.split(".").slice(0, 2).join(".")}.`, pem)).toBe(false);
    const head = encode({ alg: "HS256", typ: "wcn-attestation+jwt", kid: key.verificationMethod });
    const body = (await signAttestation(attestation, key)).split(".")[1] ?? "";
    const hmac = createHmac("sha256", pem).update(`${head}.${body}`).digest("base64url");
    expect(detailOf(`${head}.${body}.${hmac}`)).toBe("malformed: alg");
    expect(await isSignedBy(`${head}.${body}.${hmac}`, pem)).toBe(false);
  });

  test.each([
    ["another kind of token", { typ: "JWT" }, {}, "malformed: typ"],
    ["a key of somebody else's server", { kid: "https://mill.example/key" }, {}, "foreign origin: kid"],
    ["a key that it brings along", { jwk: { kty: "OKP" } }, {}, "malformed: header"],
    ["a part that is not signed", { b64: false, crit: ["b64"] }, {}, "malformed: header"],
    ["no key", { kid: "one" }, {}, "malformed: kid"],
    ["no subject", {}, { sub: 5 }, "malformed: sub"],
    ["itself as subject", {}, { sub: FEDERATION }, "malformed: sub"],
    ["a relation that there is not", {}, { rel: "owner" }, "malformed: rel"],
    ["an end before its beginning", {}, { exp: 5 }, "malformed: exp"],
    ["more than thirteen months", {}, { exp: Date.UTC(2027, 11, 24) / 1000 }, "malformed: exp"],
    ["a list of revoked ones elsewhere", {}, { status: "https://mill.example/status" }, "foreign origin: status"],
    ["times that are no numbers", {}, { iat: "now" }, "malformed: iat"],
  ])("with %s is refused", async (_, header, claims, why) => {
    expect(detailOf(await changed(header, claims))).toBe(why);
  });

  test("leaves out codes that no list has", async () => {
    const read = readAttestation(await changed({}, { scope: { regions: ["US-CA", "XX-9"], sectors: "all" } }));
    expect(read).toMatchObject({ ok: true, value: { attestation: { regions: ["US-CA"], sectors: [] } } });
  });

  test("is refused and never throws, whatever the text", () => {
    const token = fc.tuple(fc.string(), fc.json(), fc.string()).map(([a, b, c]) => `${encode(a)}.${encode(b)}.${c}`);
    fc.assert(
      fc.property(fc.oneof(fc.string(), token), (text) => {
        expect(readAttestation(text).ok).toBe(false);
        expect(readRevokedList(text).ok).toBe(false);
      }),
    );
    expect(detailOf("a".repeat(5000))).toBe("malformed: jws");
  });
});

describe("the list of those that were taken back", () => {
  test("comes back as it was signed", async () => {
    const list = { issuer: FEDERATION, at: NOW, revoked: ["one", "two"] };
    const jws = await signRevokedList(list, key);
    expect(readRevokedList(`${jws}\n`)).toEqual({ ok: true, value: { ...list, keyId: key.verificationMethod } });
    expect(await isSignedBy(`${jws}\n`, pem)).toBe(true);
  });

  test("is never taken for an attestation, nor an attestation for it", async () => {
    expect(detailOf(await signRevokedList({ issuer: FEDERATION, at: NOW, revoked: [] }, key))).toBe("malformed: typ");
    expect(readRevokedList(await signAttestation(attestation, key)).ok).toBe(false);
  });
});
