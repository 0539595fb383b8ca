import { firstText, type Centre } from "@commonhall/domain";
import { addressesOf, type Site } from "../addresses.ts";
import type { JsonObject } from "../json.ts";

const SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/2.1";

/** The media type that NodeInfo asks for its document. */
export const NODEINFO_TYPE = `application/json; profile="${SCHEMA}#"; charset=utf-8`;

/** `/.well-known/nodeinfo`: where the document is, and the actor of the node (FEP-2677). */
export const nodeInfoLinks = (site: Site): JsonObject => ({
  links: [
    { rel: SCHEMA, href: `${site.origin}/nodeinfo/2.1` },
    { rel: "https://www.w3.org/ns/activitystreams#Application", href: addressesOf(site).node() },
  ],
});

export interface NodeInfoInput {
  readonly site: Site;
  readonly software: { readonly name: string; readonly version: string };
  /** Undefined until the node has been set up. */
  readonly centre?: Pick<Centre, "name" | "regions" | "sectors" | "languages">;
}

/**
 * `/nodeinfo/2.1` (FEP-f1d5). It counts nothing: the numbers of a small centre tell of its people (FEP-0151). What the
 * node can do is said by its actor's `generator`, not here.
 */
export function nodeInfo({ site, software, centre }: NodeInfoInput): JsonObject {
  const about: JsonObject =
    centre === undefined
      ? {}
      : {
          nodeName: firstText(centre.name),
          regions: centre.regions,
          sectors: centre.sectors,
          languages: centre.languages,
        };
  return {
    version: "2.1",
    software: { name: software.name.toLowerCase(), version: software.version },
    protocols: ["activitypub"],
    services: { inbound: [], outbound: ["atom1.0", "rss2.0"] },
    openRegistrations: false,
    usage: { users: {} },
    metadata: { ...about, feeds: `${site.origin}/feeds.opml`, federation: { enabled: true } },
  };
}
