import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromBase58 } from "./base58.ts";
import type { JsonObject, JsonValue } from "./json.ts";
import { pemFromMultikey } from "./keys.ts";
import { verificationMethodOf, verifyProof, withProof } from "./proof.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const key = { verificationMethod: "https://hall.example/centres/hall#ed25519-key", privateKey };
const AT = Date.UTC(2026, 10, 22, 9);
const NOTE: JsonObject = {
  "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v1"],
  id: "https://hall.example/posts/1",
  type: "Note",
  content: "<p>Hello</p>",
};

const anyJson = fc.jsonValue().map((value): JsonValue => JSON.parse(JSON.stringify(value)) as JsonValue);
const anyDocument = fc
  .dictionary(fc.string({ unit: "grapheme" }), anyJson)
  .map((fields): JsonObject => ({ "@context": NOTE["@context"] ?? null, ...fields }));

describe("a proof", () => {
  test("holds for any document, in whatever order its keys arrive", () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const signed = withProof(document, key, AT);
        const arrived = JSON.parse(
          JSON.stringify(Object.fromEntries(Object.entries(signed).toReversed())),
        ) as JsonObject;
        expect(verifyProof(arrived, publicKey)).toBe(true);
        expect(verificationMethodOf(arrived)).toBe(key.verificationMethod);
      }),
    );
  });

  test("falls with any change to the document", () => {
    fc.assert(
      fc.property(anyDocument, fc.string(), anyJson, (document, field, value) => {
        const signed = withProof(document, key, AT);
        fc.pre(field !== "proof" && field !== "signature" && field !== "__proto__");
        fc.pre(!(field in document) || JSON.stringify(document[field]) !== JSON.stringify(value));
        expect(verifyProof({ ...signed, [field]: value }, publicKey)).toBe(false);
      }),
    );
  });

  test("falls with any change to itself", () => {
    const signed = withProof(NOTE, key, AT);
    const proof = signed["proof"] as JsonObject;
    for (const field of Object.keys(proof)) {
      expect(verifyProof({ ...signed, proof: { ...proof, [field]: "https://other.example/" } }, publicKey)).toBe(false);
    }
    expect(verifyProof({ ...signed, proof: { ...proof, expires: "2030-01-01T00:00:00Z" } }, publicKey)).toBe(false);
    expect(verifyProof({ ...signed, proof: [proof] }, publicKey)).toBe(false);
  });

  test("is one of its own key alone", () => {
    const signed = withProof(NOTE, key, AT);
    expect(verifyProof(signed, generateKeyPairSync("ed25519").publicKey)).toBe(false);
    expect(verifyProof(signed, generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey)).toBe(false);
  });

  test("is not disturbed by an LD signature, which is added after it", () => {
    const signed = { ...withProof(NOTE, key, AT), signature: { type: "RsaSignature2017", signatureValue: "x" } };
    expect(verifyProof(signed, publicKey)).toBe(true);
  });

  test("of anything whatever is judged without an error", () => {
    fc.assert(
      fc.property(anyDocument, anyJson, (document, proof) => {
        expect(verifyProof({ ...document, proof }, publicKey)).toBe(false);
      }),
    );
    const lone = { ...withProof(NOTE, key, AT), content: "\ud800" };
    expect(verifyProof(lone, publicKey)).toBe(false);
  });

  test("replaces the one that was there", () => {
    const twice = withProof(withProof(NOTE, key, AT - 1000), key, AT);
    expect(twice).toEqual(withProof(NOTE, key, AT));
  });
});

describe("the test vector of FEP-8b32", () => {
  const context = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2"];
  const document: JsonObject = {
    "@context": context,
    id: "https://server.example/activities/1",
    type: "Create",
    actor: "https://server.example/users/alice",
    object: {
      id: "https://server.example/objects/1",
      type: "Note",
      attributedTo: "https://server.example/users/alice",
      content: "Hello world",
      location: { type: "Place", longitude: -71.184902, latitude: 25.273962 },
    },
  };
  const proof: JsonObject = {
    "@context": context,
    type: "DataIntegrityProof",
    cryptosuite: "eddsa-jcs-2022",
    verificationMethod: "https://server.example/users/alice#ed25519-key",
    proofPurpose: "assertionMethod",
    proofValue: "z42ffGu6AUKPCFcFPiabmUvnGLPJzC7e4DGWC52NUasSSH37UMa9c58tdgVszUcZfytxa4fQ5TYHaJENCxUDe9SdL",
    created: "2023-02-24T23:36:38Z",
  };
  const alice = createPublicKey(pemFromMultikey("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2") ?? "");

  test("verifies", () => expect(verifyProof({ ...document, proof }, alice)).toBe(true));

  test("is what we sign, byte for byte", () => {
    // The vector's secret key: two bytes that say what it is, then the seed, here with the head of PKCS #8 instead.
    const seed = fromBase58("3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")?.subarray(2) ?? new Uint8Array();
    const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
    const pem = `-----BEGIN PRIVATE KEY-----\n${der.toString("base64")}\n-----END PRIVATE KEY-----`;
    const aliceSigns = {
      verificationMethod: "https://server.example/users/alice#ed25519-key",
      privateKey: createPrivateKey(pem),
    };
    expect(withProof(document, aliceSigns, Date.UTC(2023, 1, 24, 23, 36, 38))["proof"]).toEqual(proof);
  });
});
