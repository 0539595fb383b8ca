import { expect, test } from "vitest";
import { FEED_KINDS, feedFilterFrom } from "./feed-name.ts";
import { ISIC4 } from "../codes/sector-names.ts";
import { branchFrom, branchLabel, UNION_FEDERATIONS } from "./branches.ts";
import { FEED_TITLE_LANGUAGES, feedKindLabel, feedTitle } from "./feed-title.ts";
import { placeLabel, PLACES_TO_CHOOSE } from "./places.ts";

function titled(name: string, language: string): string {
  const filter = feedFilterFrom(name);
  if (!filter.ok) throw new Error(name);
  return feedTitle(filter.value, language);
}

test.each([
  ["lb.f.call.any", "Solidarity calls, construction, Lebanon"],
  ["grp-gcc.t97.action.ar", "Actions, domestic workers, Gulf states (GCC), in Arabic"],
  ["any.idwf.any.any", "Everything, International Domestic Workers Federation"],
  ["any.any.any.any", "Everything"],
])("%s is called so that people know what it carries", (name, title) => {
  expect(titled(name, "en")).toBe(title);
});

test("in Spanish and in Arabic too", () => {
  expect(titled("lb.f.call.ar", "es")).toBe("Llamados de solidaridad, construcción, Líbano, en árabe");
  expect(titled("lb.f.call.ar", "ar")).toBe("نداءات التضامن، البناء، لبنان، باللغة: العربية");
});

test.each([
  ["bn", "সংহতির ডাক, নির্মাণ, লেবানন, আরবি ভাষায়"],
  ["fil", "Mga panawagan ng pakikiisa, konstruksiyon, Lebanon, sa wikang Arabic"],
  ["fr", "Appels à la solidarité, construction, Liban, en arabe"],
  ["hi", "एकजुटता की पुकारें, निर्माण, लेबनान, अरबी में"],
  ["id", "Seruan solidaritas, konstruksi, Lebanon, dalam bahasa Arab"],
  ["ne", "ऐक्यबद्धताका आह्वान, निर्माण, लेबनन, अरबी भाषामा"],
  ["pt", "Chamados à solidariedade, construção, Líbano, em árabe"],
  ["tr", "Dayanışma çağrıları, inşaat, Lübnan, dili: Arapça"],
  ["ur", "یکجہتی کی پکاریں، تعمیرات، لبنان، عربی میں"],
])("and in %s", (language, title) => {
  expect(titled("lb.f.call.ar", language)).toBe(title);
});

test("every kind has a name of its own", () => {
  for (const language of FEED_TITLE_LANGUAGES) {
    expect(new Set(FEED_KINDS.map((kind) => feedKindLabel(kind, language))).size).toBe(FEED_KINDS.length);
  }
});

/** Names that those who have them write so in these languages too, and places that are called the same. */
const AS_IN_ENGLISH: Readonly<Record<string, readonly string[]>> = {
  es: ["IndustriALL Global Union", "UNI Global Union", "ASEAN", "Asia", "Melanesia", "Micronesia", "Textiles"],
  fr: ["IndustriALL Global Union", "UNI Global Union", "ASEAN", "Textiles", "Construction", "Arts", "Europe"],
  pt: ["IndustriALL Global Union", "UNI Global Union", "ASEAN", "Oceania"],
  id: ["IndustriALL Global Union", "UNI Global Union", "ASEAN", "Hotel", "Asia", "Melanesia"],
  fil: ["IndustriALL Global Union", "UNI Global Union", "ASEAN"],
  tr: ["ASEAN"],
};

test.each(FEED_TITLE_LANGUAGES.filter((language) => language !== "en"))(
  "in %s no work, no federation and no place but a country keeps its English name",
  (language) => {
    const branches = [...ISIC4.all.map((code) => code.toLowerCase()), ...UNION_FEDERATIONS.all].flatMap(
      (code) => branchFrom(code) ?? [],
    );
    const places = [...PLACES_TO_CHOOSE.groups, ...PLACES_TO_CHOOSE.world.map(({ place }) => place)];
    const named = [
      ...branches.map((code) => [branchLabel(code, language), branchLabel(code, "en")]),
      ...places.map((code) => [placeLabel(code, language), placeLabel(code, "en")]),
    ];
    expect(branches.length).toBe(109 + 10);
    const kept = named.flatMap(([name = "", english]) => (name === english ? [name] : []));
    expect(kept.filter((name) => !(AS_IN_ENGLISH[language] ?? []).includes(name))).toEqual([]);
    expect(named.filter(([name = ""]) => name.trim() === "")).toEqual([]);
  },
);
