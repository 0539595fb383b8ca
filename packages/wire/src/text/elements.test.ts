import fc from "fast-check";
import { expect, test } from "vitest";
import { link } from "./elements.ts";
import { plainText, withinAllowList } from "./html.ts";

test("whatever a link is made of, it is one link to that address with that text", () => {
  const anyText = fc.string({ unit: fc.constantFrom('"', "<", ">", "&", "'", "a", "=", " ", "é") });
  fc.assert(
    fc.property(anyText, anyText, (path, text) => {
      const href = `https://hall.example/${path}`;
      const html = link(href, { text });
      expect(withinAllowList(html)).toBe(html);
      expect(html.match(/<a /g)).toHaveLength(1);
      expect(html.match(/ href="/g)).toHaveLength(1);
      expect(plainText(html)).toBe(text.replaceAll(/\s+/g, " ").trim());
    }),
  );
  expect(link('https://hall.example/"x', { text: '"' })).toBe('<a href="https://hall.example/&quot;x">"</a>');
});
