import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isJsonObject, type JsonObject, type JsonValue } from "./json.ts";
import { mastodonView } from "./mastodon-view.ts";
import { anyActor, anyObject } from "./testing/documents.ts";
import { plainText } from "./text/html.ts";

describe("a Mastodon reader", () => {
  test("sees the whole text of our Notes, without a fold", () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        fc.pre(object["type"] === "Note");
        const view = mastodonView(object);
        expect(view).not.toHaveProperty("warning");
        expect(plainText(view.html)).toBe(plainText(textOf(object["content"])));
      }),
    );
  });

  test("sees of our Events name, facts and link", () => {
    fc.assert(
      fc.property(anyObject, (object) => {
        fc.pre(object["type"] === "Event");
        const view = mastodonView(object);
        expect(view.title).toBe(object["name"]);
        expect(view.link).toBe(object["url"]);
        expect(plainText(view.html)).toBe(plainText(textOf(object["summary"])));
      }),
    );
  });

  test("sees of our actors name, summary and every row that Mastodon has room for", () => {
    fc.assert(
      fc.property(anyActor, (actor) => {
        const rows = Array.isArray(actor["attachment"]) ? actor["attachment"].filter(isJsonObject) : [];
        expect(mastodonView(actor).fields.map(({ name }) => name)).toEqual(rows.map((row) => row["name"]));
      }),
    );
  });

  test("sees the summary of a Note as a warning, and four images with their texts", () => {
    const image = (number: number): JsonObject => ({
      type: "Document",
      mediaType: "image/jpeg",
      url: `https://hall.example/${number}.jpg`,
      name: `Number ${number}`,
    });
    const view = mastodonView({
      type: "Note",
      summary: "Violence",
      content: "<p>Text</p><script>x</script>",
      attachment: [1, 2, 3, 4, 5].map(image),
    });
    expect(view.warning).toBe("Violence");
    expect(view.html).toBe("<p>Text</p>");
    expect(view.images.map(({ alt }) => alt)).toEqual(["Number 1", "Number 2", "Number 3", "Number 4"]);
  });

  test("sees nothing of what Mastodon does not know, and nothing breaks", () => {
    expect(mastodonView({ type: "Proposal", name: "x", content: "y" })).toEqual({ html: "", images: [], fields: [] });
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.constantFrom("Note", "Event", "Group"),
        (any, type) => {
          const object: unknown = JSON.parse(JSON.stringify({ ...any, type }));
          expect(mastodonView(isJsonObject(object) ? object : {})).toHaveProperty("html");
        },
      ),
    );
  });
});

const textOf = (value: JsonValue | undefined): string => (typeof value === "string" ? value : "");
