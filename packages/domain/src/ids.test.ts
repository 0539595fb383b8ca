import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { actorId, handleFrom, hostOf, httpUrl, originOf, sameOrigin } from "./ids.ts";

describe("an address of an actor or object", () => {
  test.each([
    "https://hall.example/centres/centro",
    "http://127.0.0.1:8421/actor",
    "https://blog.example/?author=0#main",
    "https://xn--mnchen-3ya.example/ü",
  ])("%s is one and stays as it is", (text) => expect(actorId(text)).toBe(text));

  test.each([
    "",
    "hall.example/x",
    "//hall.example/x",
    "ftp://hall.example/x",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://",
    "https://user@hall.example/x",
    "https://user:secret@hall.example/x",
    "https://hall.example:99999/",
    "https://hall.example./x",
    "https://hall.example.:8443/x",
    `https://hall.example/${"x".repeat(2048)}`,
  ])("%j is none", (text) => expect(httpUrl(text)).toBeUndefined());

  test.each([
    " https://hall.example/x",
    "https://hall.example/x\n",
    "https://ha\tll.example/x",
    "https://hall.example/x\u0000",
    "https:\\\\hall.example\\x",
    "https://hall.example/\ud800",
    "https://hall.example/\u00a0",
    "https://hall.example/\u0085",
  ])("%j is none, though a URL parser would repair it in silence", (text) => expect(httpUrl(text)).toBeUndefined());

  test("never throws, and what is let through is one to every URL parser", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.webUrl(),
          fc.string({ unit: "binary" }).map((path) => `https://hall.example/${path}`),
        ),
        (text) => {
          if (actorId(text) !== undefined) expect(new URL(text).host).toBe(hostOf(text));
        },
      ),
    );
  });
});

describe("an origin", () => {
  test("is scheme, host and port, however they are written", () => {
    expect(originOf("HTTPS://Hall.Example:443/x")).toBe("https://hall.example");
    expect(sameOrigin("https://hall.example/a", "https://hall.example:443/b?c#d")).toBe(true);
  });

  test.each([
    "http://hall.example/a",
    "https://hall.example:8443/a",
    "https://hall.example.evil.example/a",
    "https://sub.hall.example/a",
    "https://hall.example./a",
  ])("%s is another one than https://hall.example", (other) =>
    expect(sameOrigin("https://hall.example/a", other)).toBe(false),
  );
});

describe("a handle", () => {
  test.each(["centro", "payup-2026", "a1", "a_b", "x".repeat(40)])("%s is one", (text) =>
    expect(handleFrom(text)).toBe(text),
  );
  test.each([
    "",
    "a",
    "-a",
    "a-",
    "_a",
    "Centro",
    "сentro",
    "cen tro",
    "centro@x",
    "ｃｅｎｔｒｏ",
    "x".repeat(41),
    "a.b",
    "centro\n",
  ])("%j is none", (text) => expect(handleFrom(text)).toBeUndefined());
});
