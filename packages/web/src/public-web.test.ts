import fc from "fast-check";
import { direction, trusted, type Campaign } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { style } from "./layout/asset.ts";
import { publicWeb } from "./public-web.ts";
import { open, type Got } from "./testing/ask.ts";
import {
  arrest,
  assembly,
  centre,
  everything,
  legalDay,
  met,
  NOW,
  payUp,
  petition,
  picket,
  rally,
  secretArrest,
  SITE,
  texts,
} from "./testing/fixtures.ts";
import { memoryPorts, type World } from "./testing/memory-ports.ts";
import { INTERFACE_LANGUAGES } from "./words/words.ts";

const webOf = (world: World) => publicWeb(memoryPorts(world).ports);
const web = webOf(everything);
const path = (id: string): string => new URL(id).pathname;

const PAGES = [
  "/",
  "/centres/dar",
  "/campaigns",
  "/campaigns/payup2026",
  "/campaigns/passports",
  "/campaigns/sundays",
  path(met.id),
  path(legalDay.id),
  path(payUp.openingPost),
  path(rally.announcement),
  path(rally.id),
  path(petition.id),
  path(picket.id),
  path(assembly.id),
  path(arrest.id),
  "/tags/severance",
  "/about",
  "/ns",
];
const REFUSED = [
  "/nothing",
  "/campaigns/nobody",
  "/posts/nothing",
  "/actions/nothing",
  "/calls/nothing",
  path(secretArrest.id),
  "/tags/nothing",
  "/centres/other",
  "/setup",
];

const inLanguages = [...PAGES, ...REFUSED].flatMap((page) =>
  INTERFACE_LANGUAGES.map((language) => [page, language] as const),
);

describe.each(inLanguages)("%s in %s", (page, language) => {
  const ask = (): Promise<Got> => open(web, `${page}?lang=${language}`);

  test("is whole, speaks the language, and says so of every text", async () => {
    const { tags, status, headers } = await ask();
    expect(status).toBe(PAGES.includes(page) ? 200 : page === "/setup" ? 410 : 404);
    expect(headers.get("content-language")).toBe(language);
    expect(tags.find(({ name }) => name === "html")?.attributes).toEqual({ lang: language, dir: direction(language) });
    for (const { attributes } of tags.filter((tag) => tag.attributes["lang"] !== undefined)) {
      expect(attributes["dir"]).toBe(direction(attributes["lang"] ?? ""));
    }
    expect(tags.filter(({ name }) => name === "h1").length).toBe(1);
    expect(tags.filter(({ name }) => name === "main").length).toBe(1);
    const ids = tags.flatMap(({ attributes }) => attributes["id"] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("loads nothing from elsewhere, runs nothing, sets no cookie and can be framed by nobody", async () => {
    const { tags, headers, html } = await ask();
    expect(
      tags.filter(({ name }) => ["script", "iframe", "object", "embed", "base", "style", "img"].includes(name)),
    ).toEqual([]);
    for (const { name, attributes } of tags) {
      expect(Object.keys(attributes).filter((key) => key.startsWith("on") || key === "style" || key === "src")).toEqual(
        [],
      );
      if (name === "link" && attributes["rel"] !== "canonical") expect(attributes["href"]).toMatch(/^\/[a-z]/);
      if (name === "form") expect(attributes["action"]).toMatch(/^\/[a-z]/);
      if (name === "a" && /^https?:/.test(attributes["href"] ?? "") && !attributes["href"]?.startsWith(SITE.origin)) {
        expect(attributes["rel"]).toMatch(/noopener noreferrer/);
      }
      expect(attributes["href"] ?? "").toMatch(/^(?:\/(?!\/)|#|https:\/\/|mailto:|$)/);
    }
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("set-cookie")).toBeNull();
    expect(html.length + style.text.length).toBeLessThan(page === "/ns" ? 60_000 : 35_000);
  });

  test("names nobody of the staff", async () => {
    expect((await ask()).html).not.toContain("secret-editor");
  });

  test("keeps the language on every link within", async () => {
    const { tags } = await ask();
    const links = tags.filter(({ name, attributes }) => name === "a" && attributes["href"]?.startsWith("/") === true);
    const kept = links.filter(({ attributes: { href = "" } }) => !/\.(?:atom|rss|json|ics|jsonld|gz)$/.test(href));
    expect(kept.length).toBeGreaterThan(0);
    for (const { attributes } of kept) {
      if (attributes["hreflang"] === undefined) expect(attributes["href"]).toContain(`lang=${language}`);
    }
  });
});

describe("what a campaign page says", () => {
  test("demands, targets with roles, dates, languages with state and translator, the log, actions, posts, how to follow", async () => {
    const { text } = await open(web, "/campaigns/payup2026?lang=en");
    for (const part of [
      "Pay the severance that the law sets",
      "A Brand",
      "supplier",
      "22 February 2027",
      "Indonesia",
      "Garments",
      "Translated by Sari",
      "in part",
      "23 November 2026 Changed",
      "At the brand’s shop",
      "Twelve of 43",
      "@payup2026@hall.example",
    ]) {
      expect(text).toContain(part);
    }
  });

  test("a closed one says what became of it and whether the workers were told", async () => {
    const { text } = await open(web, "/campaigns/sundays?lang=en");
    expect(text).toContain("Partly won");
    expect(text).toContain("Eleven agencies put a day off into their contracts");
    expect(text).toContain("The workers concerned were told");
  });

  test("in a language that the pages do not speak it shows what is there, and the rest in the next best", async () => {
    const { tags, text } = await open(web, "/campaigns/payup2026?lang=id", { "accept-language": "es" });
    expect(tags[0]?.attributes["lang"]).toBe("es");
    expect(text).toContain("Bayar hak kami");
    expect(text).toContain("Ninguna lista negra de quienes hablaron.");
  });

  test("the times of an action are those of its place, and it says whose", async () => {
    const { text } = await open(web, `${path(rally.id)}?lang=en`);
    expect(text).toContain("Saturday, 28 November 2026, 08:00–11:00");
    expect(text).toContain("Western Indonesia Time");
    expect(text).toContain("Asia/Jakarta");
  });

  test("a cancelled action says so and takes nobody's word that they come", async () => {
    const { text, tags } = await open(web, `${path(picket.id)}?lang=en`);
    expect(text).toContain("It does not take place");
    expect(tags.filter(({ name }) => name === "form")).toEqual([]);
  });

  test("older posts are reached by a link", async () => {
    const posts = Array.from({ length: 25 }, (_, index) => ({
      ...met,
      id: trusted.object(`${SITE.origin}/posts/p${index}`),
      text: texts({ en: `News number ${index}.` }),
      published: NOW - index,
    }));
    const many = webOf({ ...everything, posts });
    const first = await open(many, "/campaigns/payup2026?lang=en");
    expect(first.text).toContain("News number 0.");
    expect(first.text).not.toContain("News number 24.");
    const older = first.tags.find(({ attributes }) => attributes["rel"] === "next")?.attributes["href"] ?? "";
    expect((await open(many, older)).text).toContain("News number 24.");
  });
});

describe("caching", () => {
  test.each([
    "/",
    "/campaigns/payup2026",
    path(rally.id),
    "/centres/dar.atom",
    "/centres/dar.ics",
    "/ns/context.jsonld",
  ])("%s is not sent again to whoever has it", async (page) => {
    const first = await web.request(page);
    const etag = first.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    expect(first.headers.get("cache-control")).toMatch(/public/);
    const again = await web.request(page, { headers: { "if-none-match": `"other", W/${etag}` } });
    expect(again.status).toBe(304);
    expect(await again.text()).toBe("");
    expect(again.headers.get("etag")).toBe(etag);
    expect((await web.request(page, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  });

  test("pages differ by language, so caches are told", async () => {
    const { headers } = await open(web, "/");
    expect(headers.get("vary")).toBe("Accept, Accept-Language");
    const spanish = await open(web, "/", { "accept-language": "es" });
    const arabic = await open(web, "/", { "accept-language": "ar" });
    expect(spanish.headers.get("etag")).not.toBe(arabic.headers.get("etag"));
  });

  test("the style is kept for ever at an address that names its content", async () => {
    const { headers, status } = await open(web, style.path);
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toContain("immutable");
    expect(style.text.length).toBeLessThan(20 * 1024);
  });

  test("HEAD is GET without a body", async () => {
    const head = await web.request("/campaigns", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });
});

describe("refusals", () => {
  test("what was deleted is gone, not unknown", async () => {
    for (const page of ["/campaigns/withdrawn", "/posts/0199f0aa-0000-7000-8000-000000000099"]) {
      const { status, text } = await open(web, page, { "accept-language": "en" });
      expect([page, status]).toEqual([page, 410]);
      expect(text).toContain("has been taken down");
    }
  });

  test.each([
    ["DELETE", "/campaigns", "GET, HEAD"],
    ["POST", "/", "GET, HEAD"],
    ["GET", `${path(rally.id)}/coming`, "POST"],
    ["PUT", "/setup", "GET, HEAD, POST"],
  ])("%s %s is told what is allowed there", async (method, page, allow) => {
    const { status, headers } = await web.request(page, { method });
    expect([status, headers.get("allow")]).toEqual([405, allow]);
  });

  test("what breaks is told to the reader and the log, and neither learns what was asked for", async () => {
    const { ports, seen } = memoryPorts(everything, {
      campaigns: { ...memoryPorts(everything).ports.campaigns, list: () => Promise.reject(new Error("secret detail")) },
    });
    const { status, text } = await open(publicWeb(ports), "/campaigns?private=1", { "accept-language": "en" });
    expect(status).toBe(500);
    expect(text).toContain("The fault is ours");
    expect(seen.errors.length).toBe(1);
    expect(seen.errors.join()).toMatch(/^a page broke .*public-web\.test\.ts/);
    expect(text + seen.errors.join()).not.toMatch(/secret detail|private=|\?/);
  });

  test("a form that is far too large is refused", async () => {
    const body = new URLSearchParams({ code: "x".repeat(2 * 1024 * 1024) });
    expect((await web.request("/setup", { method: "POST", body })).status).toBe(413);
  });
});

describe("before there is a centre", () => {
  const bare = webOf({ campaigns: [], posts: [], actions: [] });

  test.each(["/", "/campaigns", "/campaigns/x", "/about", "/centres/dar.atom", "/nothing"])(
    "%s leads to set-up",
    async (page) => {
      const { status, headers } = await bare.request(`${page}?lang=es`);
      expect([status, headers.get("location")]).toEqual([303, "/setup?lang=es"]);
      expect(headers.get("cache-control")).toBe("no-store");
    },
  );

  test.each(["/setup", "/healthz", "/robots.txt", "/ns", style.path])("%s is there", async (page) => {
    expect((await bare.request(page)).status).toBe(200);
  });
});

describe("empty", () => {
  test("every empty place says what belongs there", async () => {
    const { text } = await open(webOf({ centre, campaigns: [], posts: [], actions: [] }), "/?lang=en");
    expect(text).toContain("No campaign is running at the moment");
    expect(text).toContain("News of the centre and its campaigns will stand here");
  });
});

describe("small things", () => {
  test("health says that it works and which version, nothing else", async () => {
    const { html, headers } = await open(web, "/healthz");
    expect(JSON.parse(html)).toEqual({ status: "ok", version: "0.1.0" });
    expect(headers.get("cache-control")).toBe("no-store");
  });

  test("robots stay away from the desk", async () => {
    expect((await open(web, "/robots.txt")).html).toContain("Disallow: /desk");
  });
});

describe("hostile texts", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", minLength: 1 }),
    fc.constantFrom(
      '<script>alert(1)</script>"',
      "'><img src=x onerror=alert(1)>",
      "</title></style>",
      "\u202Egnp.exe",
      "&amp;lt;",
      "[x](javascript:alert(1))",
    ),
  );

  /** The shape of a page: which elements, with which attributes, in which order. */
  const shape = ({ tags }: Got): readonly string[] =>
    tags.map(({ name, attributes, within }) => `${within.length} ${name} ${Object.keys(attributes).join(" ")}`);

  const poisoned = (text: string): World => {
    const all = texts({ en: text });
    const campaign: Campaign = {
      ...payUp,
      name: all,
      demands: [all],
      targets: [{ name: text, role: "brand", organization: text, title: text, postalAddress: text }],
      translators: { es: text } as unknown as Campaign["translators"],
      closing: { outcome: "won", changed: text.trim() === "" ? "x" : text, workersTold: false },
      status: "closed",
    };
    return {
      centre: { ...centre, name: all },
      campaigns: [campaign],
      posts: [{ ...met, tags: [text] }],
      actions: [{ ...rally, name: all, place: { name: text, address: text } }],
    };
  };

  test("plain texts never change the shape of a page, and turn nothing around them", async () => {
    const pages = ["/", "/campaigns", "/campaigns/payup2026", path(met.id), path(rally.id), "/about"];
    const calm = webOf(poisoned("calm"));
    const wanted = new Map(
      await Promise.all(pages.map(async (page) => [page, shape(await open(calm, page))] as const)),
    );
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const web = webOf(poisoned(text));
        for (const page of pages) expect(shape(await open(web, page)), page).toEqual(wanted.get(page));
      }),
      { numRuns: 40 },
    );
    expect((await open(webOf(poisoned("a\u202Eb")), "/campaigns/payup2026")).text).not.toContain("\u202E");
  });

  test("a post that is kept only as a document is cleaned before it is shown", async () => {
    const { ports } = memoryPorts(everything);
    const content = '<p onclick="x()">Read <script>alert(1)</script><img src="https://x.example/1.gif"><b>this</b></p>';
    const kept = await ports.objects.get(payUp.openingPost);
    if (kept === undefined) throw new Error("The opening post is missing");
    const objects = {
      ...ports.objects,
      get: () => Promise.resolve({ ...kept, document: JSON.stringify({ content, contentMap: { en: content } }) }),
    };
    const { tags, text } = await open(publicWeb({ ...ports, objects }), path(payUp.openingPost));
    expect(tags.filter(({ name }) => ["script", "img"].includes(name))).toEqual([]);
    expect(tags.filter(({ attributes }) => attributes["onclick"] !== undefined)).toEqual([]);
    expect(text).toContain("Read this");
  });

  test("Markdown makes what is allowed and nothing else, on its own", async () => {
    const allowed = new Set(["p", "br", "a", "strong", "em", "ul", "ol", "li", "blockquote"]);
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const all = texts({ en: text });
        const web = webOf({
          ...everything,
          campaigns: [{ ...payUp, summary: all }],
          posts: [{ ...met, text: all }],
          actions: [{ ...rally, text: all }],
        });
        for (const page of ["/campaigns/payup2026", path(met.id), path(rally.id)]) {
          const { tags } = await open(web, page);
          const box = tags.findIndex(({ attributes }) => attributes["class"]?.startsWith("text") === true);
          const depth = tags[box]?.within.length ?? 0;
          for (const { name, attributes, within } of tags.slice(box + 1)) {
            if (within.length <= depth) break;
            expect(allowed).toContain(name);
            expect(attributes["href"] ?? "https://").toMatch(/^https?:\/\//);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
