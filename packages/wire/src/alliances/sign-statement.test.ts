import { createPublicKey } from "node:crypto";
import { firstCharter, HOUR } from "@commonhall/domain";
import { someTerms } from "@commonhall/domain/testing";
import { generalVerify, GeneralSign, type GeneralJWS } from "jose";
import { describe, expect, test } from "vitest";
import { bare, HOME, keyedMember, KEYED } from "../testing/charters.ts";
import { charterPayload } from "./charter-payload.ts";
import { holds, readStatement, signStatement, statementText, type ReadSignature } from "./sign-statement.ts";

const NOW = Date.UTC(2026, 10, 22, 8);
const payload = charterPayload(firstCharter(someTerms(KEYED.map(bare)), HOME));
const signatures: readonly ReadSignature[] = await Promise.all(
  KEYED.map(({ key, privateKey }) => signStatement("charter", payload, { key, privateKey, at: NOW })),
);
const text = statementText(payload, signatures);
const json = (): GeneralJWS => JSON.parse(text) as GeneralJWS;
const read = (of: unknown) => readStatement(typeof of === "string" ? of : JSON.stringify(of), NOW);
const fault = (of: unknown) => {
  const answer = read(of);
  return answer.ok ? "none" : answer.error.type;
};
const [one, two] = signatures as [ReadSignature, ReadSignature];

describe("a statement that all have signed", () => {
  test("is read with every signature, and each holds", async () => {
    const answer = read(text);
    expect(answer).toMatchObject({ ok: true, value: { type: "charter", payload, signatures } });
    if (answer.ok) expect(await holds(answer.value)).toBe(true);
  });

  test("is General JWS as any library reads and writes it", async () => {
    for (const { key, privateKey } of KEYED) {
      const { protectedHeader } = await generalVerify(json(), createPublicKey(privateKey));
      expect(protectedHeader?.kid).toBe(key);
    }
    const theirs = new GeneralSign(new TextEncoder().encode(payload));
    for (const { key, privateKey } of KEYED) {
      theirs
        .addSignature(privateKey)
        .setProtectedHeader({ iat: NOW / 1000, kid: key, typ: "wcn-charter+jws", alg: "EdDSA" });
    }
    const answer = read(await theirs.sign());
    if (!answer.ok) throw new Error(answer.error.type);
    expect(await holds(answer.value)).toBe(true);
  });
});

describe("a statement is not taken", () => {
  test("with no signature, or one twice", () => {
    expect(fault({ ...json(), signatures: [] })).toBe("no signature");
    expect(fault(statementText(payload, [one, two, one]))).toBe("doubled signature");
  });

  test("with a signature of the future", async () => {
    const { key, privateKey } = KEYED[0] ?? keyedMember(0);
    const late = await signStatement("charter", payload, { key, privateKey, at: NOW + HOUR + 1000 });
    expect(fault(statementText(payload, [late]))).toBe("signature from the future");
    const soon = await signStatement("charter", payload, { key, privateKey, at: NOW + HOUR });
    expect(fault(statementText(payload, [soon]))).toBe("none");
  });

  test.each<[string, unknown]>([
    ["that is no JWS", "{}"],
    ["that is no JSON", "{"],
    ["with a header that is not signed", { ...json(), signatures: [{ ...one, header: { kid: "x" } }] }],
    ["with another algorithm", withHead({ alg: "none" })],
    ["with a type of another use", withHead({ typ: "wcn-attestation+jwt" })],
    ["with a key that is none", withHead({ kid: "https://c0.example/centres/hall#main-key" })],
    ["with a field that is not known", withHead({ crit: ["exp"] })],
    ["with a payload in another alphabet", { ...json(), payload: `${json().payload}=` }],
    [
      "that is a charter for one and a leave for another",
      { ...json(), signatures: [one, head({ typ: "wcn-leave+jws" })] },
    ],
  ])("%s", (_, of) => {
    expect(fault(of)).toBe("malformed");
  });

  test("whose signature is of other bytes, of another key, or of another use", async () => {
    const [first, second] = KEYED as [(typeof KEYED)[0], (typeof KEYED)[0]];
    const other = await signStatement("charter", `${payload} `, { ...first, at: NOW });
    const asLeave = await signStatement("leave", payload, { ...first, at: NOW });
    const stolen = await signStatement("charter", payload, { key: second.key, privateKey: first.privateKey, at: NOW });
    const third = signatures[2] ?? one;
    for (const bad of [other, stolen, { ...asLeave, protected: one.protected }, { ...one, signature: two.signature }]) {
      for (const all of [[bad], [third, bad], [bad, third]]) {
        const answer = read(statementText(payload, all));
        if (!answer.ok) throw new Error(answer.error.type);
        expect(await holds(answer.value)).toBe(false);
      }
    }
  });
});

function head(change: Readonly<Record<string, unknown>>) {
  const before = JSON.parse(Buffer.from(one.protected, "base64url").toString()) as Readonly<Record<string, unknown>>;
  return {
    protected: Buffer.from(JSON.stringify({ ...before, ...change })).toString("base64url"),
    signature: one.signature,
  };
}

function withHead(change: Readonly<Record<string, unknown>>) {
  return { ...json(), signatures: [head(change)] };
}
