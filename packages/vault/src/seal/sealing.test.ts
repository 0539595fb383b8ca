import fc from "fast-check";
import { expect, test } from "vitest";
import { boxKey, boxPair } from "../keys/curves.ts";
import { openSealed, openUnder, sealTo, sealUnder } from "./sealing.ts";

const person = (id: string) => {
  const pair = boxPair();
  return { public: { id, key: boxKey(pair.public) }, private: { id, key: pair.private } };
};
const [ana, bo, outsider] = [person("ana"), person("bo"), person("outsider")];
const both = [ana.public, bo.public];
const RUNS = { numRuns: 30 };

test("each reader opens what was sealed, and nobody else", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value))),
      async (value) => {
        const sealed = await sealTo(both, "item:a:report:1", value);
        expect(await openSealed(sealed, "item:a:report:1", ana.private)).toEqual(value);
        expect(await openSealed(sealed, "item:a:report:1", bo.private)).toEqual(value);
        expect(await openSealed(sealed, "item:a:report:1", outsider.private)).toBeUndefined();
        const disguised = { id: "ana", key: outsider.private.key };
        expect(await openSealed(sealed, "item:a:report:1", disguised)).toBeUndefined();
      },
    ),
    RUNS,
  );
});

test("what was moved to another case, type or number does not open, and does not say where it belongs", async () => {
  const sealed = await sealTo(both, "item:a:report:1", "text");
  for (const label of ["item:b:report:1", "item:a:note:1", "item:a:report:2"] as const) {
    expect(await openSealed(sealed, label, ana.private)).toBeUndefined();
  }
  expect(Object.keys(JSON.parse(sealed)).toSorted()).toEqual(["ciphertext", "iv", "protected", "recipients", "tag"]);
});

test("one altered or missing byte anywhere, and nothing comes out", async () => {
  const value = { text: "x".repeat(100) };
  const sealed = await sealTo([ana.public], "item:a:report:1", value);
  const under = await sealUnder(Buffer.alloc(32, 7), "case-key:a", value);
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.constantFrom("cut", "drop", "change"), fc.boolean(), async (where, how, general) => {
      const whole = general ? sealed : under;
      const at = where % whole.length;
      const other = whole[at] === "A" ? "B" : "A";
      const altered = {
        cut: whole.slice(0, at),
        drop: whole.slice(0, at) + whole.slice(at + 1),
        change: whole.slice(0, at) + other + whole.slice(at + 1),
      }[how];
      const opened = general
        ? await openSealed(altered, "item:a:report:1", ana.private)
        : await openUnder(Buffer.alloc(32, 7), "case-key:a", altered);
      // The last letter of base64url has bits that mean nothing; what still opens is what was sealed.
      if (opened !== undefined) expect(opened).toEqual(value);
      if (how === "cut") expect(opened).toBeUndefined();
    }),
    { numRuns: 200 },
  );
});

test("parts of two sealed things make no third", async () => {
  const one = JSON.parse(await sealTo([ana.public], "item:a:report:1", "one"));
  const two = JSON.parse(await sealTo([ana.public], "item:a:report:1", "two"));
  for (const part of ["ciphertext", "iv", "tag", "protected", "recipients"]) {
    const mixed = JSON.stringify({ ...one, [part]: two[part] });
    expect(await openSealed(mixed, "item:a:report:1", ana.private)).toBeUndefined();
  }
});

test("a document in which somebody takes out, adds or renames a reader opens for nobody", async () => {
  const sealed = JSON.parse(await sealTo(both, "item:a:report:1", "text"));
  const [first, second] = sealed.recipients;
  const renamed = { ...first, header: { ...first.header, kid: "eve" } };
  for (const recipients of [[second], [second, first], [first, second, renamed], [renamed, second]]) {
    const changed = JSON.stringify({ ...sealed, recipients });
    for (const reader of [ana.private, bo.private, { ...ana.private, id: "eve" }])
      expect(await openSealed(changed, "item:a:report:1", reader)).toBeUndefined();
  }
});

test("lengths come in steps of 4 KiB", async () => {
  const key = Buffer.alloc(32, 7);
  const length = async (text: string) => (await sealUnder(key, "a:b", text)).length;
  const short = await length("");
  expect(await length("x".repeat(4000))).toBe(short);
  expect(await length("x".repeat(4096))).toBeGreaterThan(short);
  expect(await length("x".repeat(4096))).toBe(await length("x".repeat(8000)));
});

test("what is sealed under a key is opened by it alone, and as what it was", async () => {
  const sealed = await sealUnder(Buffer.alloc(32, 7), "staff:a", { a: 1 });
  expect(await openUnder(Buffer.alloc(32, 7), "staff:a", sealed)).toEqual({ a: 1 });
  expect(await openUnder(Buffer.alloc(32, 8), "staff:a", sealed)).toBeUndefined();
  expect(await openUnder(Buffer.alloc(32, 7), "staff:b", sealed)).toBeUndefined();
});

test("nothing is ever sealed to nobody", async () => {
  await expect(sealTo([], "item:a:report:1", "text")).rejects.toThrow();
});

test("every header says in which way it was sealed", async () => {
  const header = (text: string | undefined) => JSON.parse(Buffer.from(text ?? "", "base64url").toString());
  expect(header(JSON.parse(await sealTo(both, "a:b", 1)).protected)).toMatchObject({ enc: "A256GCM", suite: 1 });
  expect(header((await sealUnder(Buffer.alloc(32), "a:b", 1)).split(".")[0])).toMatchObject({
    alg: "dir",
    enc: "A256GCM",
    suite: 1,
  });
});
