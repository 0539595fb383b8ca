import { describe, expect, test } from "vitest";
import { INTERFACE_LANGUAGES, wordsFor } from "../words/words.ts";
import { formValues, readForm, textsError, textsOf } from "./read-form.ts";

const boxes = formValues([
  ["name.en", " One "],
  ["name.fil", "Isa"],
  ["name.tl", "Dalawa"],
  ["name.es", " "],
]);

describe("texts of a form", () => {
  test("are those of the boxes in which something stands", () => {
    expect(textsOf(boxes, "name", ["es", "en", "fil"])).toEqual({ ok: true, value: { en: "One", fil: "Isa" } });
    expect(textsOf(boxes, "name", ["es"])).toEqual({ ok: false, error: { type: "no text" } });
  });

  test.each(INTERFACE_LANGUAGES)("two boxes for one language are told at the box, in %s", (language) => {
    const read = textsOf(boxes, "name", ["en", "tl", "fil"]);
    if (read.ok) throw new Error("one of them was dropped");
    const words = wordsFor(language);
    const message = words("form.language-twice", { language: "Filipino" });
    expect(textsError("name", read.error, words)).toEqual({ field: "name.fil", message });
    expect(message).toContain("Filipino");
  });

  test("whether a text may be missing, the form itself decides", () => {
    expect(textsError("name", { type: "no text" }, wordsFor("en"))).toBeUndefined();
  });
});

test("attack: a form of hundreds of thousands of fields is none of ours", async () => {
  const send = (fields: number) =>
    readForm(new Request("https://hall.example/", { method: "POST", body: new URLSearchParams("&a=".repeat(fields)) }));
  expect((await send(3000))?.all("a")).toHaveLength(3000);
  expect(await send(100_000)).toBeUndefined();
});
