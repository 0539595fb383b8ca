import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readHtml } from "../testing/read-html.ts";
import { bdi, calm, html } from "./html.ts";

const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "<script>alert(1)</script>",
    '" onload="x',
    "' x='",
    "</title>",
    "<!--",
    "]]>",
    "&lt;",
    "&#x3c;",
    "\u202Eevil",
    "\u2069",
  ),
);

describe("escaping", () => {
  test("no text leaves the place that it was put into", () => {
    fc.assert(
      fc.property(hostile, hostile, (text, value) => {
        const { tags, text: shown } = readHtml(html`<p title="${value}">${text}</p>`.toString());
        expect(tags).toEqual([{ name: "p", attributes: { title: value }, within: [] }]);
        expect(shown).toBe(text);
      }),
    );
  });

  test("a name has no mark left that would turn the text around it", () => {
    fc.assert(
      fc.property(hostile, (name) => {
        expect(bdi(name).toString()).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
        expect(calm(calm(name))).toBe(calm(name));
      }),
    );
    expect(calm("A\u200Fb")).toBe("A\u200Fb");
  });

  test("what was made is not escaped again, and nothing is nothing", () => {
    expect(html`<p>${html`<b>${"a & b"}</b>`}${undefined}${false}${[1, "<"]}</p>`.toString()).toBe(
      "<p><b>a &amp; b</b>1&lt;</p>",
    );
  });
});
