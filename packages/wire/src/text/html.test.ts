import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ALLOWED_TAGS, plainText, sanitizeHtml } from "./html.ts";
import { htmlFromMarkdown } from "./markdown.ts";

/** Every tag of a text that has been made within the allow-list. */
const tagsIn = (html: string): string[] => [...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name = ""]) => name);
const hrefsIn = (html: string): string[] => [...html.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href = ""]) => href);
const allowed: readonly string[] = ALLOWED_TAGS;

const MARKUP = ["<b>", "<p>", "</p>", "<script>", "<img src=x onerror=alert(1)>", '<a href="javascript:x">', "</a>"];
const MARKDOWN = [
  "*",
  "**",
  "_",
  "`",
  "```\n",
  "# ",
  "- ",
  "1. ",
  "> ",
  "[x](javascript:a)",
  "![x](https://a.b/c.png)",
];
const anyText = fc
  .array(fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(...MARKUP, ...MARKDOWN, "\n", "\n\n", "&lt;", "&")))
  .map((parts) => parts.join(""));

describe("Markdown", () => {
  test("becomes HTML within the allow-list, whatever is written", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const html = htmlFromMarkdown(text);
        for (const tag of tagsIn(html)) expect(allowed).toContain(tag);
        for (const href of hrefsIn(html)) expect(href).toMatch(/^https?:/);
        expect(html).not.toMatch(/<[^>]* on[a-z]+=/i);
      }),
    );
  });

  test("shows raw HTML as text", () => {
    const html = htmlFromMarkdown("<b>bold</b> <script>alert(1)</script>\n\n<div onclick=x>block</div>");
    expect(tagsIn(html)).toEqual(["p", "p", "p", "p"]);
    expect(plainText(html)).toBe("<b>bold</b> <script>alert(1)</script>\n<div onclick=x>block</div>");
  });

  test("has links to the web alone, and those that are written out become links", () => {
    expect(htmlFromMarkdown("[a](https://a.example/?x=1&y) <https://b.example> https://c.example")).toBe(
      '<p><a href="https://a.example/?x=1&amp;y">a</a> <a href="https://b.example">https://b.example</a> ' +
        '<a href="https://c.example">https://c.example</a></p>',
    );
    for (const url of [
      "javascript:alert(1)",
      "data:text/html,x",
      "/path",
      "//host/",
      "mailto:a@b.example",
      "ftp://a.b",
    ]) {
      expect(tagsIn(htmlFromMarkdown(`[a](${url}) <${url}>`))).not.toContain("a");
    }
  });

  test("keeps lines, emphasis, lists and quotations; a heading is a bold paragraph", () => {
    expect(htmlFromMarkdown("## Now\n\none\n*two* **three**\n\n- a\n- b\n\n3. c\n\n> d")).toBe(
      "<p><strong>Now</strong></p><p>one<br /><em>two</em> <strong>three</strong></p>" +
        '<ul><li>a</li><li>b</li></ul><ol start="3"><li>c</li></ol><blockquote><p>d</p></blockquote>',
    );
  });
});

describe("HTML of strangers", () => {
  test("comes out within the allow-list, with links to the web alone", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const html = sanitizeHtml(text);
        for (const tag of tagsIn(html)) expect(allowed).toContain(tag);
        for (const href of hrefsIn(html)) expect(href).toMatch(/^https?:/);
      }),
    );
  });

  test("loses scripts with their text, other tags without it", () => {
    expect(sanitizeHtml('<script>x</script><style>y</style><svg><a href="https://a.b">z</a></svg>')).toBe("");
    expect(sanitizeHtml("<div><h2 class=x>Title</h2><table><tr><td>cell</td></tr></table></div>")).toBe(
      "<p><strong>Title</strong></p>cell",
    );
  });

  test("is cut where it has more tags or more text than anybody writes, before the parser sees the rest", () => {
    for (const tag of ["<p>", "<b>", "<ul>", "<h1 ", "<", "</i>"]) {
      const html = sanitizeHtml(`First ${`${tag}x`.repeat(250_000)}`);
      expect(html.startsWith("First")).toBe(true);
      expect(html.split("x").length).toBeLessThanOrEqual(5001);
    }
    expect(sanitizeHtml("x".repeat(1_000_000))).toHaveLength(200_000);
    const long = "<p>x</p>".repeat(2000);
    expect(sanitizeHtml(long)).toBe(long);
  });

  test("has links that give nothing away", () => {
    expect(sanitizeHtml('<a href="https://a.example" target="_blank" rel="me tag" class="x hashtag">#t</a>')).toBe(
      '<a href="https://a.example" rel="tag nofollow noopener noreferrer" class="hashtag">#t</a>',
    );
    expect(sanitizeHtml('<a href="javascript:x">a</a> <a href="//b.example">b</a>')).toBe("a b");
  });
});

describe("the text alone", () => {
  test("has a line for each paragraph, break and item", () => {
    expect(plainText("<p>a<br>b</p>\n<ul><li>c</li><li>d &amp; &lt;e&gt;</li></ul>")).toBe("a\nb\nc\nd & <e>");
  });

  test("is cut between characters, never within one", () => {
    expect(plainText("<p>नमस्ते दुनिया</p>", 5)).toBe("नम…");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 40 }), (text, max) => {
        expect(plainText(text, max).length).toBeLessThanOrEqual(max);
      }),
    );
  });
});
