import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DOMAIN_LEVELS, levelOf, type DomainLevel } from "./domain-level.ts";

const policies = new Map<string, DomainLevel>([
  ["evil.example", "refuse"],
  ["good.evil.example", "accept"],
  ["loud.example", "limit"],
  ["10.0.0.1", "refuse"],
  ["hall.example:8421", "limit"],
]);

describe("the level of a host", () => {
  test.each([
    ["evil.example", "refuse"],
    ["sub.evil.example", "refuse"],
    ["a.b.evil.example", "refuse"],
    ["evil.example:8443", "refuse"],
    ["good.evil.example", "accept"],
    ["very.good.evil.example", "accept"],
    ["loud.example", "limit"],
    ["notevil.example", "accept"],
    ["evil.example.org", "accept"],
    ["example", "accept"],
    ["10.0.0.1", "refuse"],
    ["10.0.0.1:8421", "refuse"],
    ["1.10.0.0.1", "accept"],
    ["hall.example:8421", "limit"],
    ["hall.example", "accept"],
    ["[::1]:8421", "accept"],
    ["", "accept"],
  ])("%s: %s", (host, level) => expect(levelOf(host, policies)).toBe(level));

  test("is that of the nearest domain that has one", () => {
    const label = fc.constantFrom("a", "b", "c");
    const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join("."));
    const some = fc
      .dictionary(host, fc.constantFrom(...DOMAIN_LEVELS))
      .map((entries) => new Map(Object.entries(entries)));
    fc.assert(
      fc.property(host, some, (name, known) => {
        const labels = name.split(".");
        const above = labels.map((_, index) => labels.slice(index).join("."));
        const nearest = above.find((domain) => known.has(domain));
        expect(levelOf(name, known)).toBe(nearest === undefined ? "accept" : known.get(nearest));
      }),
    );
  });
});
