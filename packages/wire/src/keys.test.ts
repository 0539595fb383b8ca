import { generateKeyPairSync, randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { base58, fromBase58 } from "./base58.ts";
import { fingerprintOf, multikeyOf, pemFromMultikey } from "./keys.ts";

const pemOf = (pair: { publicKey: { export(options: { format: "pem"; type: "spki" }): string | Buffer } }): string =>
  pair.publicKey.export({ format: "pem", type: "spki" }).toString();

test("a key comes back from its Multikey", () => {
  for (let round = 0; round < 20; round += 1) {
    const pem = pemOf(generateKeyPairSync("ed25519"));
    expect(multikeyOf(pem)).toMatch(/^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/);
    expect(pemFromMultikey(multikeyOf(pem))).toBe(pem);
  }
});

test("only Ed25519 keys are Multikeys here", () => {
  expect(() => multikeyOf(pemOf(generateKeyPairSync("rsa", { modulusLength: 2048 })))).toThrow("Ed25519");
  expect(pemFromMultikey(`z${base58(Buffer.concat([Buffer.from([0xec, 0x01]), randomBytes(32)]))}`)).toBeUndefined();
  expect(pemFromMultikey(`z${base58(Buffer.concat([Buffer.from([0xed, 0x01]), randomBytes(31)]))}`)).toBeUndefined();
});

test("any other text is no Multikey, and no error", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(pemFromMultikey(`z${text}`)).toBeUndefined();
    }),
  );
  expect(pemFromMultikey(`z${"z".repeat(1_000_000)}`)).toBeUndefined();
});

test("base58btc: bytes come back, zeros in front too", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      expect(fromBase58(base58(bytes))).toEqual(Buffer.from(bytes));
    }),
  );
  expect(base58(Buffer.from("Hello World!"))).toBe("2NEpo7TZRRrLZSi2U");
  expect(base58(Buffer.from("0000287fb4cd", "hex"))).toBe("11233QC4");
  expect(fromBase58("0")).toBeUndefined();
});

test("a key has forty digits of its own, the same wherever they are read", () => {
  const one = pemOf(generateKeyPairSync("ed25519"));
  expect(fingerprintOf(one)).toMatch(/^(?:\d{5} ){7}\d{5}$/);
  expect(fingerprintOf(pemFromMultikey(multikeyOf(one)) ?? "")).toBe(fingerprintOf(one));
  expect(fingerprintOf(pemOf(generateKeyPairSync("ed25519")))).not.toBe(fingerprintOf(one));
});
