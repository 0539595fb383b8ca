import { TERMS } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import { publicWeb } from "../public-web.ts";
import { open } from "../testing/ask.ts";
import { everything } from "../testing/fixtures.ts";
import { memoryPorts } from "../testing/memory-ports.ts";
import meanings from "./vocabulary.json" with { type: "json" };
import { ownTerms } from "./vocabulary.page.ts";

describe("about", () => {
  test("offers the program text of what runs here, and sends it", async () => {
    const web = publicWeb(memoryPorts(everything).ports);
    const { tags } = await open(web, "/about?lang=en");
    const href = tags.find(({ attributes }) => attributes["href"]?.endsWith(".tar.gz"))?.attributes["href"] ?? "";
    const archive = await web.request(href);
    expect([archive.status, archive.headers.get("content-type")]).toEqual([200, "application/gzip"]);
    expect(archive.headers.get("content-disposition")).toContain("commonhall-0.1.0.tar.gz");
    expect(Buffer.from(await archive.arrayBuffer()).toString()).toBe("the program text");
    const again = await web.request(href, { headers: { "if-none-match": archive.headers.get("etag") ?? "" } });
    expect(again.status).toBe(304);
  });

  test("says who may do what as the rule of the desk has it, and names nobody", async () => {
    const { text } = await open(publicWeb(memoryPorts(everything).ports), "/about?lang=en");
    expect(text).toMatch(/Publishing in the centre’s name\s*editor/);
    expect(text).toMatch(/Who works at the desk\s*administrator/);
    expect(text).toContain("@dar@hall.example");
    expect(text).toContain("Affero");
  });
});

describe("the vocabulary", () => {
  test("explains every term of ours and no other", () => {
    expect(Object.keys(meanings).toSorted()).toEqual(
      ownTerms()
        .map(([term]) => term)
        .toSorted(),
    );
  });

  test("is the context of our documents", async () => {
    const web = publicWeb(memoryPorts(everything).ports);
    const { html, headers } = await open(web, "/ns/context.jsonld");
    expect(headers.get("content-type")).toBe("application/ld+json");
    expect(JSON.parse(html)).toEqual({ "@context": TERMS });
    const { tags, text } = await open(web, "/ns");
    expect(text).toContain("https://w3id.org/workers-centres/ns#campaignStatus");
    expect(tags.some(({ attributes }) => attributes["id"] === "campaignStatus")).toBe(true);
  });
});
