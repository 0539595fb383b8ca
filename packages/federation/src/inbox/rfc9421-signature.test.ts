import { constants, createHmac, createPublicKey, verify } from "node:crypto";
import { describe, expect, test } from "vitest";
import { messageSignatures, readMessageSignature, signatureBase } from "./rfc9421-signature.ts";
import type { SignedParts } from "./signed-parts.ts";

// RFC 9421 B.1 and B.2: the request of all test vectors, and the keys.
const DATE = "Tue, 20 Apr 2021 02:07:55 GMT";
const AT = 1_618_884_473_000;
const DIGEST = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";
const RSA_PSS = createPublicKey(`-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2
+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+
oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq
gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W
Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4
aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI
2wIDAQAB
-----END PUBLIC KEY-----`);
const ED25519 = createPublicKey({
  format: "jwk",
  key: { kty: "OKP", crv: "Ed25519", x: "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs" },
});
const SECRET = Buffer.from(
  "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==",
  "base64",
);

function testRequest(input: string, signature: string): SignedParts {
  return {
    method: "POST",
    scheme: "https",
    authority: "example.com",
    path: "/foo",
    headers: {
      host: "example.com",
      date: DATE,
      "content-type": "application/json",
      "content-digest": DIGEST,
      "content-length": "18",
      "signature-input": input,
      signature,
    },
    body: Buffer.from('{"hello": "world"}'),
  };
}

function baseOf(parts: SignedParts): { base: string | undefined; signature: Uint8Array } {
  const [found] = messageSignatures(parts.headers);
  if (found === undefined) throw new Error("The headers cannot be read");
  return { base: signatureBase(parts, found), signature: found.signature };
}

describe("the test vectors of RFC 9421 B.2", () => {
  test("B.2.1, nothing covered, RSA-PSS", () => {
    const parts = testRequest(
      'sig-b21=();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd"',
      "sig-b21=:d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==:",
    );
    const { base, signature } = baseOf(parts);
    expect(base).toBe(
      '"@signature-params": ();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd"',
    );
    const key = { key: RSA_PSS, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };
    expect(verify("sha512", Buffer.from(base ?? ""), key, signature)).toBe(true);
    expect(readMessageSignature(parts, AT)).toMatchObject({ ok: false, error: { type: "refused" } });
  });

  test("B.2.5, a MAC over date, authority and content type", () => {
    const { base, signature } = baseOf(
      testRequest(
        'sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
        "sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:",
      ),
    );
    expect(base?.split("\n")).toEqual([
      `"date": ${DATE}`,
      '"@authority": example.com',
      '"content-type": application/json',
      '"@signature-params": ("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
    ]);
    expect(
      createHmac("sha256", SECRET)
        .update(base ?? "")
        .digest()
        .equals(Buffer.from(signature)),
    ).toBe(true);
  });

  test("B.2.6, Ed25519", () => {
    const { base, signature } = baseOf(
      testRequest(
        'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
        "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
      ),
    );
    expect(verify(null, Buffer.from(base ?? ""), ED25519, signature)).toBe(true);
  });

  test.each([
    [
      "B.2.2",
      '("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;keyid="test-key-rsa-pss";tag="header-example"',
    ],
    [
      "B.2.3",
      '("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss"',
    ],
  ])("%s covers what this door does not build", (_, input) => {
    expect(baseOf(testRequest(`sig=${input}`, "sig=:AA==:")).base).toBeUndefined();
  });
});

describe("what a signature has to say", () => {
  const whole = '("@method" "@target-uri" "content-digest")';
  const read = (input: string, at = AT) => readMessageSignature(testRequest(`sig=${input}`, "sig=:AAAA:"), at);

  test("whole", () => {
    const claim = read(`${whole};created=1618884473;keyid="https://a.example/actor#main-key"`);
    expect(claim).toMatchObject({ ok: true, value: { keyId: "https://a.example/actor#main-key" } });
  });

  test.each([
    ["no method", '("@target-uri" "content-digest");created=1618884473;keyid="k"', "cover"],
    ["no address", '("@method" "@path" "content-digest");created=1618884473;keyid="k"', "cover"],
    ["no body", '("@method" "@target-uri");created=1618884473;keyid="k"', "cover"],
    [
      "part of the body's digest only",
      '("@method" "@target-uri" "content-digest";key="sha-512");created=1618884473;keyid="k"',
      "cover",
    ],
    ["no time", `${whole};keyid="k"`, "when it was made"],
    ["no key", `${whole};created=1618884473`, "by which key"],
    ["over", `${whole};created=1618884473;expires=1618884472;keyid="k"`, "expired"],
    ["an hour and a second ago", `${whole};created=1618880872;keyid="k"`, "an hour"],
    ["an hour and a second from now", `${whole};created=1618888074;keyid="k"`, "an hour"],
    ["nonsense", "((", "cannot be read"],
  ])("%s is refused with a reason", (_, input, reason) => {
    expect(read(input)).toMatchObject({
      ok: false,
      error: { type: "refused", reason: expect.stringContaining(reason) },
    });
  });

  test.each([
    ["another algorithm", `${whole};created=1618884473;keyid="k";alg="ed25519"`],
    ["an unknown parameter", `${whole};created=1618884473;keyid="k";more=1`],
    ["another component", '("@method" "@target-uri" "content-digest" "@request-target");created=1618884473;keyid="k"'],
    ["a component twice", '("@method" "@target-uri" "content-digest" "@method");created=1618884473;keyid="k"'],
    ["a header that is not there", '("@method" "@target-uri" "content-digest" "x-none");created=1618884473;keyid="k"'],
  ])("%s is left to the other door", (_, input) => {
    expect(read(input)).toMatchObject({ ok: false, error: { type: "unfamiliar", keyId: "k" } });
  });
});
