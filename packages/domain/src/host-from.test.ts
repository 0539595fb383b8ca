import { describe, expect, test } from "vitest";
import { hostFrom } from "./ids.ts";

describe("a host as somebody types it", () => {
  test.each([
    ["hall.example", "hall.example"],
    [" Hall.Example ", "hall.example"],
    ["hall.example:8421", "hall.example:8421"],
    ["https://hall.example/@news?x=1", "hall.example"],
    ["مثال.example", "xn--mgbh0fb.example"],
    ["127.0.0.1:8421", "127.0.0.1:8421"],
    ["localhost", "localhost"],
  ])("%s is %s", (typed, host) => expect(hostFrom(typed)).toBe(host));

  test.each([
    "",
    "hall",
    "@news@hall.example",
    "hall.example/path",
    "two words.example",
    "https://",
    "http://a:b@hall.example",
  ])("%s names none", (typed) => expect(hostFrom(typed)).toBeUndefined());
});
