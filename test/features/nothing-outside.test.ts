import dns from "node:dns";
import { Socket } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { openHall } from "../hall.ts";
import type { View, Visitor } from "../visitor.ts";

/*
 * Row N6: with the network away every page still renders. All links of the node are followed, as a stranger and at the
 * desk, while nothing of this process can look up a name or reach anything but the node itself.
 */

afterEach(() => vi.restoreAllMocks());

/** Every way out, shut; what was tried to be reached. The node's own port stays open, or nobody could ask for a page. */
function shutNetwork(origin: string): string[] {
  const tried: string[] = [];
  const { port } = new URL(origin);
  // oxlint-disable-next-line typescript/unbound-method
  const connect = Socket.prototype.connect;
  vi.spyOn(Socket.prototype, "connect").mockImplementation(function (this: Socket, ...words: unknown[]) {
    const said = JSON.stringify(words);
    if (said.includes(`"port":"${port}"`) || said.includes(`"port":${port}`))
      return connect.apply(this, words as never);
    tried.push(said);
    throw Object.assign(new Error("The network is away"), { code: "ENETUNREACH" });
  });
  for (const Asker of [dns.Resolver, dns.promises.Resolver]) {
    for (const name of ["resolve4", "resolve6"] as const) {
      vi.spyOn(Asker.prototype, name).mockImplementation((host: string) => {
        tried.push(host);
        throw Object.assign(new Error("The network is away"), { code: "ETIMEOUT" });
      });
    }
  }
  return tried;
}

const LINKS = /<a\s[^>]*?href="([^"]+)"/g;
/** What a browser loads by itself. */
const LOADS =
  /<(?:script|img|source|audio|video|iframe|embed)\s[^>]*?src="([^"]+)"|<link\s(?=[^>]*rel="(?:stylesheet|icon|preload|manifest)")[^>]*?href="([^"]+)"/g;
const MOST = 150;

/** Follows every link within the node, to each place once. Answers what came, by path. */
async function walk(visitor: Visitor, origin: string, from: readonly string[]): Promise<Map<string, View>> {
  const seen = new Map<string, View>();
  const waiting = [...from];
  for (let path = waiting.shift(); path !== undefined && seen.size < MOST; path = waiting.shift()) {
    if (seen.has(path)) continue;
    const view = await visitor.open(path);
    seen.set(path, view);
    for (const [, link = ""] of view.html.matchAll(LINKS)) {
      const url = new URL(link.replaceAll("&amp;", "&"), new URL(path, origin));
      if (url.origin === origin) waiting.push(url.pathname);
    }
  }
  return seen;
}

const loadsOf = ({ html }: View): string[] => [...html.matchAll(LOADS)].map(([, src, href]) => src ?? href ?? "");

test("with the network away every page renders, feeds, status and desk too, loads nothing from elsewhere, and nothing is tried", async () => {
  await using hall = await openHall({ first: ["administrator", "editor"], case: ["caseworker"] });
  const [desk, cases] = [await hall.desk("first"), await hall.desk("case")];
  const tried = shutNetwork(hall.origin);
  const all = [
    await walk(hall.worker(), hall.origin, ["/", "/about", "/feeds"]),
    await walk(desk, hall.origin, ["/desk", "/desk/status", "/desk/deliveries", "/desk/allies", "/desk/feeds"]),
    await walk(cases, hall.origin, ["/desk", "/desk/cases", "/desk/keys"]),
  ];
  const broken = all.flatMap((pages) => [...pages].filter(([, { status }]) => status >= 500).map(([path]) => path));
  expect(broken).toEqual([]);
  const pages = new Map(all.flatMap((each) => [...each]));
  expect(pages.size).toBeGreaterThan(60);
  for (const path of ["/", "/feeds", "/desk", "/desk/status", "/desk/deliveries", "/desk/cases"])
    expect([path, pages.get(path)?.status]).toEqual([path, 200]);
  const loads = new Set([...pages.values()].flatMap(loadsOf).filter((link) => !link.startsWith("data:")));
  expect(loads.size).toBeGreaterThan(0);
  for (const link of loads) {
    expect(new URL(link, hall.origin).origin).toBe(hall.origin);
    const loaded = await hall.worker().open(link);
    expect([link, loaded.status]).toEqual([link, 200]);
    expect(loaded.html).not.toMatch(/@import|url\(["']?(?:https?:)?\/\//);
  }
  expect(tried).toEqual([]);
  // And the way out was shut indeed: what asks somebody else is noticed.
  for (const elsewhere of ["https://updates.example/latest", "http://127.0.0.1:9/latest"])
    expect((await hall.node().federation.tryToReach(elsewhere)).ok).toBe(false);
  expect(tried.length).toBeGreaterThan(1);
});
