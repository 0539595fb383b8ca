import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wantsActivityJson } from "./wants-activity-json.ts";

describe("the Accept header", () => {
  it.each([
    ["application/activity+json", true],
    ['application/ld+json; profile="https://www.w3.org/ns/activitystreams"', true],
    ["application/activity+json, application/ld+json, text/html;q=0.1", true],
    ["Application/Activity+JSON;q=0.5", true],
    ["application/json", true],
    ["text/html, application/activity+json;q=0.9", false],
    ["application/activity+json;q=0", false],
    ["text/html,*/*;q=0.8", false],
    ["*/*", false],
    ["", false],
  ])("%s", (accept, wanted) => expect(wantsActivityJson(accept)).toBe(wanted));

  it("is read whatever stands in it", () => {
    fc.assert(fc.property(fc.string(), (accept) => typeof wantsActivityJson(accept) === "boolean"));
    expect(wantsActivityJson(null)).toBe(false);
  });
});
