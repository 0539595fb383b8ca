import { expect, test } from "vitest";
import { LIGHT, PEPPER } from "../testing/light-core.ts";
import { derive, stretch } from "./stretching.ts";

const SALT = Buffer.alloc(16, 3);
const other = (bytes: Uint8Array) => Buffer.from(bytes.map((byte) => byte ^ 1));

test("what is derived depends on the words, the salt, the pepper and the settings, and on nothing else", async () => {
  const key = await stretch("seven green umbrellas", SALT, PEPPER, LIGHT);
  expect(key).toHaveLength(32);
  expect(await stretch("seven green umbrellas", SALT, PEPPER, LIGHT)).toEqual(key);
  for (const changed of [
    stretch("seven green umbrella", SALT, PEPPER, LIGHT),
    stretch("seven green umbrellas", other(SALT), PEPPER, LIGHT),
    stretch("seven green umbrellas", SALT, other(PEPPER), LIGHT),
    stretch("seven green umbrellas", SALT, PEPPER, { ...LIGHT, passes: 2 }),
  ]) {
    expect(await changed).not.toEqual(key);
  }
});

test("the same words typed on another keyboard are the same", async () => {
  const one = await stretch("siete paraguas cafe\u0301", SALT, PEPPER, LIGHT);
  expect(await stretch("siete paraguas caf\u00e9", SALT, PEPPER, LIGHT)).toEqual(one);
});

test("a key for one purpose says nothing of that for another", () => {
  expect(derive(PEPPER, "one")).not.toEqual(derive(PEPPER, "two"));
  expect(derive(PEPPER, "one", 16)).toHaveLength(16);
});
