import { languageTag, region, sector, type Centre } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { nodeInfo, nodeInfoLinks } from "./nodeinfo.ts";

const software = { name: "Commonhall", version: "0.1.0" };

const centre = {
  name: Object.fromEntries([
    ["es", "Centro de Trabajadores"],
    ["en", "Workers' Centre"],
  ]),
  languages: [languageTag("es")!, languageTag("en")!],
  regions: [region("US-CA")!],
  sectors: [sector("isic4:F")!],
} satisfies Pick<Centre, "name" | "regions" | "sectors" | "languages">;

const SITE = { origin: "https://hall.example", handleHost: "hall.example" };

describe("NodeInfo 2.1", () => {
  test("says what runs here and for whom", () => {
    expect(nodeInfo({ site: SITE, software, centre })).toEqual({
      version: "2.1",
      software: { name: "commonhall", version: "0.1.0" },
      protocols: ["activitypub"],
      services: { inbound: [], outbound: ["atom1.0", "rss2.0"] },
      openRegistrations: false,
      usage: { users: {} },
      metadata: {
        nodeName: "Centro de Trabajadores",
        regions: ["US-CA"],
        sectors: ["isic4:F"],
        languages: ["es", "en"],
        feeds: "https://hall.example/feeds.opml",
        federation: { enabled: true },
      },
    });
  });

  test("holds no number of anything, set up or not", () => {
    for (const document of [nodeInfo({ site: SITE, software, centre }), nodeInfo({ site: SITE, software })]) {
      const numbers: unknown[] = [];
      JSON.stringify(document, (_, value: unknown) => (typeof value === "number" ? numbers.push(value) : value));
      expect(numbers).toEqual([]);
      expect(document["usage"]).toEqual({ users: {} });
    }
  });

  test("its software name fits the schema's pattern", () => {
    expect(nodeInfo({ site: SITE, software })["software"]).toMatchObject({
      name: expect.stringMatching(/^[a-z0-9-]+$/),
    });
  });

  test("the well-known document leads to it and to the node's actor (FEP-2677)", () => {
    expect(nodeInfoLinks(SITE)).toEqual({
      links: [
        { rel: "http://nodeinfo.diaspora.software/ns/schema/2.1", href: "https://hall.example/nodeinfo/2.1" },
        { rel: "https://www.w3.org/ns/activitystreams#Application", href: "https://hall.example/actor" },
      ],
    });
  });
});
