import crypto from "node:crypto";
import { replaceBuiltin } from "@commonhall/testkit";
import { afterAll, describe, expect, test, vi } from "vitest";
import { argon2id } from "./passphrase.ts";

const derived = vi.fn();
const underWay = { now: 0, most: 0 };

const { argon2 } = crypto;
const counted = replaceBuiltin(crypto, {
  argon2: (algorithm, settings, answer) => {
    const { memory, passes, parallelism, tagLength } = settings;
    derived({ memory, passes, parallelism, tagLength });
    underWay.now++;
    underWay.most = Math.max(underWay.most, underWay.now);
    argon2(algorithm, settings, (...answered) => {
      underWay.now--;
      answer(...answered);
    });
  },
});
afterAll(() => counted[Symbol.dispose]());

const LIGHT = argon2id({ kibibytes: 64, passes: 1 });

test("unless told otherwise a hash takes 64 MiB and three passes", async () => {
  expect(await argon2id().hash("seven green umbrellas")).toMatch(
    /^\$argon2id\$v=19\$m=65536,t=3,p=1\$[\w+/]{22}\$[\w+/]{43}$/,
  );
  expect(derived).toHaveBeenLastCalledWith({ memory: 65_536, passes: 3, parallelism: 1, tagLength: 32 });
});

test("each hash has a salt of its own", async () => {
  expect(await LIGHT.hash("seven green umbrellas")).not.toBe(await LIGHT.hash("seven green umbrellas"));
});

test("a passphrase is checked with the settings that its secret was made with", async () => {
  const secret = await LIGHT.hash("seven green umbrellas");
  const other = argon2id({ kibibytes: 128, passes: 2 });
  expect(await other.check("seven green umbrellas", secret)).toBe(true);
  expect(await other.check("seven green umbrella", secret)).toBe(false);
});

test("the same words typed on another keyboard are the same", async () => {
  const secret = await LIGHT.hash("siete paraguas cafe\u0301");
  expect(await LIGHT.check("siete paraguas caf\u00e9", secret)).toBe(true);
});

test("where nobody has the name, the same work is done and nothing is right", async () => {
  derived.mockClear();
  await LIGHT.check("x", await LIGHT.hash("seven green umbrellas"));
  for (const passphrase of ["", "x", "seven green umbrellas"]) {
    expect(await LIGHT.check(passphrase, undefined)).toBe(false);
  }
  const [known, ...unknown] = derived.mock.calls.slice(1);
  expect(unknown).toEqual([known, known, known]);
});

test("many at once wait for each other, so that memory is taken for one", async () => {
  underWay.most = 0;
  const secret = await LIGHT.hash("seven green umbrellas");
  await Promise.all(Array.from({ length: 20 }, () => LIGHT.check("seven green umbrellas", secret)));
  expect(underWay.most).toBe(1);
});

test("what is no Argon2id hash is no reason to let somebody in", async () => {
  await expect(LIGHT.check("x", "plain text")).rejects.toThrow();
});

describe("with a pepper", () => {
  const withPepper = (byte: number) =>
    argon2id({ kibibytes: 64, passes: 1, pepper: async () => Buffer.alloc(32, byte) });

  test("a secret is right with the same pepper only, and says that there is one", async () => {
    const secret = await withPepper(7).hash("seven green umbrellas");
    expect(secret).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1,keyid=cA\$/);
    expect(await withPepper(7).check("seven green umbrellas", secret)).toBe(true);
    expect(await withPepper(8).check("seven green umbrellas", secret)).toBe(false);
    await expect(LIGHT.check("seven green umbrellas", secret)).rejects.toThrow();
    expect(await LIGHT.check("seven green umbrellas", secret.replace(",keyid=cA", ""))).toBe(false);
  });

  test("a secret made without one is still checked, and nobody's takes the same way", async () => {
    const secret = await LIGHT.hash("seven green umbrellas");
    expect(await withPepper(7).check("seven green umbrellas", secret)).toBe(true);
    expect(await withPepper(7).check("", undefined)).toBe(false);
  });
});
