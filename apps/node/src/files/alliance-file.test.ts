import { describe, expect, test } from "vitest";
import { languageTag, type LanguageTag } from "@commonhall/domain";
import { readAlliance } from "./alliance-file.ts";
import { parseYamlFile } from "./yaml-file.ts";

const en = languageTag("en") as LanguageTag;

const ALLIANCE = `kind: alliance
name: Domestic workers of the harbour cities
purpose: { en: To answer each other's calls., ar: لنلبّي نداءات بعضنا. }
members: ["@hall@hall.example", "https://fed.example/centres/fed"]
terms:
  calls: { from: all, passOn: false }
  bulletins: { from: ["https://fed.example/centres/fed"], passOn: true }
  retention: 365
until: 2027-11-22
`;

function read(text: string) {
  const file = parseYamlFile("x.yaml", text);
  return file.ok ? readAlliance(file.value, en) : file;
}

describe("an alliance's file", () => {
  test("is a draft, not public unless it says so", () => {
    const draft = {
      name: { en: "Domestic workers of the harbour cities" },
      purpose: { en: "To answer each other's calls.", ar: "لنلبّي نداءات بعضنا." },
      members: ["@hall@hall.example", "https://fed.example/centres/fed"],
      terms: {
        kinds: {
          calls: { from: "all", passOn: false },
          bulletins: { from: ["https://fed.example/centres/fed"], passOn: true },
        },
        retention: 365,
      },
      until: "2027-11-22",
      public: false,
    };
    expect(read(ALLIANCE)).toEqual({ ok: true, value: draft });
    expect(read(`${ALLIANCE}public: true\n`)).toMatchObject({ value: { public: true } });
  });

  test("may name what is shared as a plain list: all send it, and nobody passes it on", () => {
    const text = ALLIANCE.replace(/terms:[\s\S]*?until/, "terms: [calls, campaigns]\nuntil");
    const all = { from: "all", passOn: false };
    expect(read(text)).toMatchObject({ value: { terms: { kinds: { calls: all, campaigns: all } } } });
    expect(read(ALLIANCE.replace("{ from: all, passOn: false }", "all"))).toMatchObject({
      value: { terms: { kinds: { calls: all } } },
    });
  });

  test.each([
    ["members", /members: \[.*\]/, "members: []"],
    ["members", /members: \[.*\]/, "members: [5]"],
    ["terms", "calls: { from: all, passOn: false }", "gossip: all"],
    ["terms", "from: all, passOn: false", "from: [], passOn: false"],
    ["terms", "from: all, passOn: false", "from: all, passOn: maybe"],
    ["terms", "from: all, passOn: false", "to: all"],
    ["terms", "retention: 365", "retention: 0"],
    ["terms", "retention: 365", "retention: 4000"],
    ["until", "2027-11-22", "2027-02-30"],
    ["until", "until: 2027-11-22\n", ""],
    ["name", /name: .*/, "name: ''"],
    ["public", "until: 2027-11-22", "until: 2027-11-22\npublic: 'perhaps'"],
    ["secret", "until: 2027-11-22", "until: 2027-11-22\nsecret: true"],
  ])("is refused at %s, and says what is accepted", (field, from, to) => {
    const result = read(ALLIANCE.replace(from, to));
    expect(result.ok).toBe(false);
    expect(result.ok ? [] : result.error).toEqual([expect.stringContaining(field)]);
  });
});
