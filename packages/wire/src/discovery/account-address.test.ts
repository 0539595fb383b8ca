import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accountAddress, acctUri, handleText } from "./account-address.ts";

const shown = (text: string): string | undefined => {
  const address = accountAddress(text);
  return address === undefined ? undefined : handleText(address);
};

describe("an address of an account", () => {
  test.each([
    ["@centro@hall.example", "@centro@hall.example"],
    ["centro@hall.example", "@centro@hall.example"],
    ["acct:centro@hall.example", "@centro@hall.example"],
    ["  @centro@Hall.EXAMPLE ", "@centro@hall.example"],
    ["@centro@127.0.0.1:8421", "@centro@127.0.0.1:8421"],
    ["@centro@münchen.example", "@centro@xn--mnchen-3ya.example"],
    ["@a.b-c_d@hall.example", "@a.b-c_d@hall.example"],
  ])("%s is %s", (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  test.each([
    "",
    "@",
    "centro",
    "@centro",
    "@@hall.example",
    "@a@b@c",
    "@centro@hall.example/x",
    "@a b@hall.example",
    "https://hall.example/centres/centro",
    "@centro@user:pass@hall.example",
    "@centro@hall.example?x",
    "@centro@hall.example\\.evil.example",
  ])("%j is none", (text) => {
    expect(accountAddress(text)).toBeUndefined();
  });

  test("a name that looks like another one does not look like it any more", () => {
    expect(shown("@аdmin@hall.example")).toBe("@%D0%B0dmin@hall.example");
    expect(shown("@ａｄｍｉｎ@hall.example")).not.toBe("@admin@hall.example");
    expect(shown("@%61dmin@hall.example")).toBe("@admin@hall.example");
  });

  test("what it answers is read back as the same, and is ASCII", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 20 }), fc.domain(), (name, host) => {
        const address = accountAddress(`@${name}@${host}`);
        if (address === undefined) return;
        expect(accountAddress(handleText(address))).toEqual(address);
        expect(accountAddress(acctUri(address))).toEqual(address);
        expect(handleText(address)).toMatch(/^[!-~]+$/);
      }),
    );
  });

  test("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void accountAddress(text)));
  });
});
