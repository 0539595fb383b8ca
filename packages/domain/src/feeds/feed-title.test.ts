import { expect, test } from "vitest";
import { FEED_KINDS, feedFilterFrom } from "./feed-name.ts";
import { feedKindLabel, feedTitle } from "./feed-title.ts";

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

test("every kind has a name of its own", () => {
  for (const language of ["en", "es", "ar"]) {
    expect(new Set(FEED_KINDS.map((kind) => feedKindLabel(kind, language))).size).toBe(FEED_KINDS.length);
  }
});
