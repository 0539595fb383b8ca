import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { publicReaderOf, readerOf, textFor, withLanguage } from "./reader.ts";
import { INTERFACE_LANGUAGES } from "./words.ts";

const centre = { languages: ["ar", "am"] } as unknown as NonNullable<Parameters<typeof readerOf>[1]>;
const texts = { id: "Bayar", en: "Pay", ar: "ادفعوا" };

describe("the language of a page that speaks all public languages", () => {
  test.each([
    ["/?lang=ur", "en", "ur"],
    ["/", "pt-BR, en;q=0.5", "pt"],
    ["/?lang=tl", "en", "fil"],
    ["/", "th, hi;q=0.2", "hi"],
    ["/?lang=th", undefined, "ar"],
  ])("%s with Accept-Language %s is %s", (url, acceptLanguage, language) => {
    const reader = publicReaderOf({ url, acceptLanguage }, centre);
    expect(reader.language).toBe(language);
    expect(reader.offered).toContain(language);
  });

  test("its links keep that choice, and a page that does not speak it falls back", () => {
    const asked = { url: "/feeds?lang=ur", acceptLanguage: "es" };
    const there = publicReaderOf(asked, centre).link("/campaigns");
    expect(there).toBe("/campaigns?lang=ur");
    expect(readerOf({ ...asked, url: there }, centre).language).toBe("es");
  });
});

describe("the language of a page", () => {
  test.each([
    ["/?lang=es", "en", "es"],
    ["/", "en;q=0.3, es;q=0.7", "es"],
    ["/", "es-MX, en;q=0.5", "es"],
    ["/", "en;q=0, es", "es"],
    ["/", "th, km", "ar"],
    ["/", undefined, "ar"],
    ["/?lang=id", "es", "es"],
    ["/?lang=%%%", "es", "es"],
    ["/?lang=", "", "ar"],
  ])("%s with Accept-Language %s is %s", (url, acceptLanguage, language) => {
    expect(readerOf({ url, acceptLanguage }, centre).language).toBe(language);
  });

  test("without a centre, and without anything known, it is English", () => {
    expect(readerOf({ url: "/", acceptLanguage: "th" }).language).toBe("en");
  });

  test("what people wrote is in the language that was asked for, though the page does not speak it", () => {
    const reader = readerOf({ url: "/?lang=id", acceptLanguage: "en" }, centre);
    expect(textFor(reader, texts)).toEqual({ language: "id", text: "Bayar" });
    expect(reader.language).toBe("en");
  });

  test("links keep the language that was chosen, and only that", () => {
    const chosen = readerOf({ url: "/?lang=es" });
    expect(chosen.link("/campaigns?after=x#latest")).toBe("/campaigns?after=x&lang=es#latest");
    expect(readerOf({ url: "/", acceptLanguage: "es" }).link("/campaigns")).toBe("/campaigns");
  });

  test("the same page in another language replaces the choice", () => {
    const reader = readerOf({ url: "https://hall.example/campaigns/x?lang=es&after=c" });
    expect(withLanguage(reader.here, "ar")).toBe("/campaigns/x?after=c&lang=ar");
  });

  test("the same page is never on another host", () => {
    const reader = readerOf({ url: "https://hall.example//evil.example/x" });
    expect(withLanguage(reader.here, "ar")).toBe("/evil.example/x?lang=ar");
  });

  test("no header and no query can make it fail", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (lang, acceptLanguage) => {
        const url = `/?lang=${encodeURIComponent(lang)}`;
        expect(INTERFACE_LANGUAGES).toContain(readerOf({ url, acceptLanguage }, centre).language);
      }),
    );
  });
});
