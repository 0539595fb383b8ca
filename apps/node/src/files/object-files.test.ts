import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { languageTag, type LanguageTag, type Result } from "@commonhall/domain";
import { readAction } from "./action-file.ts";
import { readCampaign } from "./campaign-file.ts";
import { readCentre } from "./centre-file.ts";
import { readPost } from "./post-file.ts";
import { parseYamlFile, type YamlFile } from "./yaml-file.ts";

const en = languageTag("en") as LanguageTag;

function read<T>(text: string, reader: (file: YamlFile, first: LanguageTag) => Result<T, readonly string[]>) {
  const file = parseYamlFile("x.yaml", text);
  return file.ok ? reader(file.value, en) : file;
}
const sentences = <T>(result: Result<T, readonly string[]>): readonly string[] => (result.ok ? [] : result.error);

const CAMPAIGN = `kind: campaign
handle: payup2026
name: { en: Pay what you owe, id: Bayar hak kami }
summary: { en: 2000 garment workers are owed severance., id: Pesangon }
regions: [ID]
sectors: ["isic4:C14"]
targets:
  - { name: A Brand, role: brand, url: "https://brand.example/" }
  - { name: A Supplier, role: supplier }
demands:
  - { en: Pay the severance that the law sets, id: Bayar pesangon }
  - Reinstate the union's officers
starts: 2026-11-22
ends: 2027-02-22
translators: { id: Siti Aminah }
`;

const ACTION = `kind: action
campaign: payup2026
type: rally
name: Rally at the flagship store
text: Bring whistles.
starts: 2026-11-28 08:00
ends: 2026-11-28 11:00
timezone: Asia/Jakarta
place: { name: Flagship store, address: "Jl. Thamrin 1, Jakarta" }
`;

const CENTRE = `kind: centre
handle: centro
name: { en: Migrant Workers' Hall, ar: دار العمّال المهاجرين }
summary: A hall for domestic and construction workers.
languages: [en, ar]
regions: [LB]
sectors: ["isic4:T97", "isic4:F"]
staff:
  - { name: first, roles: [administrator, editor], passphrase: a long passphrase of six words }
  - { name: second, roles: [caseworker, proposer], passphrase: another passphrase of six words }
`;

describe("a campaign's file", () => {
  test("is a draft with its languages in their order and plain texts in the centre's first language", () => {
    const result = read(CAMPAIGN, readCampaign);
    expect(result).toMatchObject({
      ok: true,
      value: {
        handle: "payup2026",
        name: { en: "Pay what you owe", id: "Bayar hak kami" },
        demands: [{ en: "Pay the severance that the law sets" }, { en: "Reinstate the union's officers" }],
        targets: [
          { name: "A Brand", role: "brand", url: "https://brand.example/" },
          { name: "A Supplier", role: "supplier" },
        ],
        starts: "2026-11-22",
        ends: "2027-02-22",
        translators: { id: "Siti Aminah" },
      },
    });
  });

  test("everything that is wrong is told at once, with line, field and what is accepted", () => {
    const text = CAMPAIGN.replace("role: supplier", "role: seller")
      .replace("handle: payup2026", "handle: Pay Up!")
      .replace("ends: 2027-02-22", "ends: 2027-02-30")
      .replace("regions: [ID]", "regions: [ID, Java]")
      .replace("translators:", "translater:")
      .replace("en: 2000 garment workers are owed severance., ", "");
    expect(sentences(read(text, readCampaign))).toEqual([
      expect.stringMatching(/^x\.yaml, line 2, handle: `Pay Up!` is not accepted; use 2 to 40 characters/),
      expect.stringMatching(/^x\.yaml, line 4, summary: is not there in en, /),
      expect.stringMatching(/^x\.yaml, line 5, regions\[1\]: `Java` is not accepted; use a country/),
      expect.stringMatching(
        /^x\.yaml, line 9, targets\[1\]\.role: `seller` is not accepted; use one of supplier, brand, /,
      ),
      expect.stringMatching(/^x\.yaml, line 14, ends: `2027-02-30` is not accepted; use a day of the calendar/),
      expect.stringMatching(/^x\.yaml, line 15, translater: this field is not known; there are kind, handle, name/),
    ]);
  });

  test("what is not there is named", () => {
    const told = sentences(read("kind: campaign\n", readCampaign)).map(
      (sentence) => sentence.split(", ")[2]?.split(":")[0],
    );
    expect(told).toEqual(["handle", "name", "summary", "targets", "demands"]);
  });

  test.each([
    [
      "name: { en: Pay what you owe, id: Bayar hak kami }",
      "name: { xx-not-a-language-at-all: Pay }",
      "name.xx-not-a-language-at-all",
    ],
    ["name: { en: Pay what you owe, id: Bayar hak kami }", 'name: { en: "" }', "name.en"],
    ["name: { en: Pay what you owe, id: Bayar hak kami }", "name: 2026", "name"],
    ["name: { en: Pay what you owe, id: Bayar hak kami }", "name: { en: 2026 }", "name.en"],
    ["name: { en: Pay what you owe, id: Bayar hak kami }", "name: { en: Pay, EN: Pay }", "name.EN"],
  ])("%s, changed to %s, is refused at %s", (from, to, field) => {
    expect(sentences(read(CAMPAIGN.replace(from, to), readCampaign))).toContainEqual(
      expect.stringContaining(`, line 3, ${field}: `),
    );
  });
});

describe("a post's file", () => {
  test("is a draft that names its campaign", () => {
    expect(
      read(
        "kind: post\ncampaign: payup2026\ntext: { en: They met us., id: Mereka menemui kami. }\ntags: [severance]\naudience: public\n",
        readPost,
      ),
    ).toEqual({
      ok: true,
      value: {
        campaign: "payup2026",
        text: { en: "They met us.", id: "Mereka menemui kami." },
        tags: ["severance"],
        regions: [],
        sectors: [],
        audience: { type: "public" },
      },
    });
  });

  test("is refused where less would be seen than its author meant", () => {
    const told = sentences(read("kind: post\ntext: hello\nimages: [{ file: rally.jpg, alt: A rally }]\n", readPost));
    expect(told).toEqual([expect.stringMatching(/line 3, images: this version publishes text without images/)]);
  });

  test.each<[string, unknown]>([
    ["public", { type: "public" }],
    ["allies", { type: "allies" }],
    ["alliance:gulf-halls", { type: "alliance", name: "gulf-halls" }],
    ["'alliance: Gulf halls'", { type: "alliance", name: "Gulf halls" }],
    [
      '["@oficios@oficios.example", "https://hk.example/centres/hk", "@oficios@oficios.example"]',
      { type: "named", addresses: ["@oficios@oficios.example", "https://hk.example/centres/hk"] },
    ],
  ])("says to whom it is: %s", (written, audience) => {
    expect(read(`kind: post\ntext: hello\naudience: ${written}\n`, readPost)).toMatchObject({
      ok: true,
      value: { audience },
    });
  });

  test.each(["everyone", "[]", "[3]", '[""]', '"alliance:"', "{ to: allies }", "7", "true"])(
    "is refused where %s says to whom it is, rather than sent to somebody",
    (written) => {
      const told = sentences(read(`kind: post\ntext: hello\naudience: ${written}\n`, readPost));
      expect(told).toEqual([
        expect.stringMatching(/line 3, audience: .* use public, allies, alliance:NAME, or a list/),
      ]);
    },
  );
});

describe.each([
  ["a campaign", CAMPAIGN, readCampaign],
  ["an action", ACTION, readAction],
])("%s", (_, file, reader) => {
  test("is for everybody, and says so where somebody wants it otherwise", () => {
    expect(read<unknown>(`${file}audience: public\n`, reader)).toEqual(read<unknown>(file, reader));
    const told = sentences(read<unknown>(`${file}audience: allies\n`, reader));
    expect(told).toEqual([expect.stringContaining("audience: `allies` is not accepted; use public: campaigns and")]);
  });
});

describe("an action's file", () => {
  test("has times by the clocks of its place", () => {
    expect(read(ACTION, readAction)).toMatchObject({
      ok: true,
      value: {
        starts: Date.UTC(2026, 10, 28, 1),
        ends: Date.UTC(2026, 10, 28, 4),
        timezone: "Asia/Jakarta",
        place: { name: "Flagship store" },
      },
    });
  });

  test.each([
    ["2026-03-29 02:30", "Europe/Madrid", "line 6, starts: there is no 2026-03-29 02:30 in Europe/Madrid"],
    ["2026-11-28", "Asia/Jakarta", "line 6, starts: `2026-11-28` is not accepted; use a time"],
    ["2026-02-30 08:00", "Asia/Jakarta", "line 6, starts: "],
    ["2026-11-28 25:00", "Asia/Jakarta", "line 6, starts: "],
    ["2026-11-28 08:00", "Jakarta", "line 8, timezone: `Jakarta` is not accepted; use a time zone"],
  ])("%s in %s is refused", (starts, timezone, sentence) => {
    const text = ACTION.replace("2026-11-28 08:00", starts).replace("Asia/Jakarta", timezone);
    expect(sentences(read(text, readAction))).toEqual([expect.stringContaining(sentence)]);
  });

  test("a time that comes twice is the earlier one, unless its offset says otherwise", () => {
    const at = (starts: string) =>
      read(
        ACTION.replace("2026-11-28 08:00", starts)
          .replace("ends: 2026-11-28 11:00\n", "")
          .replace("Asia/Jakarta", "Europe/Madrid"),
        readAction,
      );
    expect(at("2026-10-25 02:30")).toMatchObject({ value: { starts: Date.UTC(2026, 9, 25, 0, 30) } });
    expect(at("2026-10-25T02:30+01:00")).toMatchObject({ value: { starts: Date.UTC(2026, 9, 25, 1, 30) } });
  });
});

describe("a centre's file", () => {
  test("is a centre and its first staff", () => {
    expect(read(CENTRE, readCentre)).toMatchObject({
      ok: true,
      value: {
        centre: {
          handle: "centro",
          languages: ["en", "ar"],
          summary: { en: "A hall for domestic and construction workers." },
        },
        staff: [{ name: "first", roles: ["administrator", "editor"] }, { name: "second" }],
      },
    });
  });

  test("never repeats a passphrase that it refuses", () => {
    const told = sentences(read(CENTRE.replace("a long passphrase of six words", "hunter2"), readCentre));
    expect(told).toEqual([
      expect.stringMatching(/line 9, staff\[0\]\.passphrase: give a passphrase of at least 16 characters/),
    ]);
    expect(told.join()).not.toContain("hunter2");
  });

  test.each([
    ["[administrator, editor]", "[administrator, caseworker]", "staff[0].roles: an administrator cannot be caseworker"],
    ["[administrator, editor]", "[editor]", "staff: nobody is administrator"],
    ["name: second", "name: First", "staff[1].name: First is there twice"],
    ["[administrator, editor]", "[boss]", "staff[0].roles[0]: `boss` is not accepted; use one of administrator"],
    ["languages: [en, ar]", "languages: []", "languages: is empty"],
  ])("%s, changed to %s, is refused", (from, to, sentence) => {
    expect(sentences(read(CENTRE.replace(from, to), readCentre))).toContainEqual(expect.stringContaining(sentence));
  });
});

test("whatever a file holds, each of its kinds is read or refused in sentences with a line", () => {
  const key = fc.constantFrom(
    "kind",
    "handle",
    "name",
    "summary",
    "targets",
    "demands",
    "starts",
    "ends",
    "timezone",
    "text",
    "tags",
    "staff",
    "languages",
    "place",
    "type",
    "campaign",
    "__proto__",
    "constructor",
  );
  const leaf = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.boolean(),
    fc.constantFrom("en", "payup2026", "2026-11-22", "2026-11-22 08:00", "Asia/Jakarta", "ID"),
  );
  const { any } = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie("any"), { maxLength: 3 }),
      fc.dictionary(fc.oneof(key, fc.constantFrom("en", "ar", "role")), tie("any"), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, any, { maxKeys: 8 }), (object) => {
      for (const reader of [readCampaign, readPost, readAction, readCentre]) {
        for (const sentence of sentences(read<unknown>(JSON.stringify(object), reader)))
          expect(sentence).toMatch(/^x\.yaml, line \d+/);
      }
    }),
  );
});
