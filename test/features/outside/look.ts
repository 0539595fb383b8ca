import { COLLECTIONS } from "@commonhall/federation";
import type { TestNode } from "@commonhall/testkit/network";
import { FEED_FORMATS } from "@commonhall/web";

/** Everything that somebody outside can fetch, and each answer in every byte but its date. */
export type Sight = ReadonlyMap<string, string>;

const ACCEPTS = ["text/html", "application/activity+json"] as const;
/** One page of each language is enough to see that nothing shows; their words are tried elsewhere. */
const OTHER_LANGUAGE = /[?&]lang=/;

/** What leads nowhere that is linked, and what an actor of ours has by its name. */
const begin = (actors: readonly string[]): readonly string[] => [
  "/",
  "/campaigns",
  "/about",
  "/ns",
  "/ns/context.jsonld",
  "/robots.txt",
  "/sitemap.xml",
  "/healthz",
  "/setup",
  "/nodeinfo/2.1",
  "/.well-known/nodeinfo",
  "/.well-known/host-meta",
  ...actors.flatMap((actor) => [
    actor,
    ...COLLECTIONS.map((name) => `${actor}/${name}`),
    ...FEED_FORMATS.map((format) => `${actor}.${format}`),
    `/.well-known/webfinger?resource=${encodeURIComponent(actor)}`,
  ]),
];

/**
 * Begins where anybody may, and follows every address of the node that any answer names: pages, documents, activities,
 * pages of collections, feeds. What is asked with `addresses` is looked at as well, there or not.
 */
export async function look(node: TestNode, actors: readonly string[], addresses: readonly string[]): Promise<Sight> {
  const { origin } = node;
  const seen = new Map<string, string>();
  const toSee = [...begin(actors), ...addresses].map((one) => new URL(one, origin).href);
  const asked = new Set<string>(toSee);
  for (let url = toSee.shift(); url !== undefined; url = toSee.shift()) {
    for (const accept of ACCEPTS) {
      const text = await answerAt(url, accept);
      seen.set(`${accept} ${url}`, text);
      for (const next of named(text, url)) {
        if (asked.has(next) || !isPublic(next, origin)) continue;
        asked.add(next);
        toSee.push(next);
      }
    }
  }
  return seen;
}

async function answerAt(url: string, accept: string): Promise<string> {
  const response = await fetch(url, { headers: { accept }, redirect: "manual" });
  const headers = [...response.headers].filter(([name]) => name !== "date").map((header) => header.join(": "));
  return [response.status, ...headers, "", await response.text()].join("\n");
}

function named(text: string, base: string): readonly string[] {
  const links = [...text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link = ""]) => link.replaceAll("&amp;", "&"));
  const ids = [...text.matchAll(/https?:\/\/127\.0\.0\.1:\d+[^\s"'<>\\)]*/g)].map(([id]) => id);
  return [...links, ...ids].flatMap((one) => {
    if (!URL.canParse(one, base)) return [];
    const url = new URL(one, base);
    url.hash = "";
    return [url.href];
  });
}

/** Signed anew for every hour, whatever happens. */
const DATED = "/attestations/status";

const isPublic = (href: string, origin: string): boolean => {
  const url = new URL(href);
  if (url.pathname === DATED) return false;
  return url.origin === origin && !url.pathname.startsWith("/desk") && !OTHER_LANGUAGE.test(url.search);
};

/** Addresses whose answer is another one now. */
export const changedBetween = (before: Sight, after: Sight): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
