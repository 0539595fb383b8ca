import { describe, expect, test } from "vitest";
import { createWeb } from "../create-web.ts";
import { bulletinLine, tableLine } from "../testing/memory-bulletins.ts";
import { Browser } from "../testing/browser.ts";
import { DELETED_BULLETIN, everything, SITE } from "../testing/fixtures.ts";
import { memoryPorts } from "../testing/memory-ports.ts";
import { atTheDesk } from "../testing/writing.ts";

const LINES = [
  bulletinLine(),
  bulletinLine({ period: "2026-Q4", level: "B0", origin: "034", people: "20-49" }, "bo"),
  bulletinLine({ place: "LB", level: "B4", abuse: [{ code: "isolation", share: "some" }] }),
];

async function desk(lines = LINES, tables = [tableLine()]) {
  const made = await atTheDesk();
  made.world.bulletins = [...lines];
  made.world.tables = [...tables];
  return made.browser;
}

/** What a reader sees of markup: each piece of text on its own. */
const textsOf = (markup: string): readonly string[] =>
  markup
    .replaceAll(/<[^>]*>/g, "\n")
    .split("\n")
    .map((text) => text.trim())
    .filter((text) => text !== "");

describe("at the desk", () => {
  test("every bulletin stands in words, with who tells it and a way to how it was counted", async () => {
    const browser = await desk();
    const { html } = await browser.open("/desk/bulletins");
    const texts = textsOf(html);
    expect(texts).toContain("3 bulletins");
    expect(texts).toContain("Doha (Qatar)");
    expect(texts).toContain("11 to 19");
    expect(texts).toContain("most (under three quarters): Wages not paid, or paid late");
    expect(html).toContain("Hall of bo");
    expect(html.match(/href="\/bulletins\/how"/g)?.length).toBeGreaterThanOrEqual(4);
  });

  test("narrows by place, period, work and code, and says that silence is no zero", async () => {
    const browser = await desk();
    const shown = async (query: string) => textsOf((await browser.open(`/desk/bulletins?${query}`)).html);
    expect(await shown("place=QA")).toContain("2 bulletins");
    expect(await shown("period=2026-Q4")).toContain("1 bulletin");
    expect(await shown("code=isolation")).toContain("1 bulletin");
    expect((await shown("sector=fishing")).join(" ")).toMatch(/No bulletin fits. That does not mean that nobody/);
    // What could not have been asked for by the form narrows nothing.
    expect(await shown("place=Nowhere&period=yesterday&code=x&sector=y")).toContain("3 bulletins");
    expect(await shown("period=2026-2027")).toContain("3 bulletins");
  });

  test("draws only what bulletins said: no square and no number where nothing was said", async () => {
    const browser = await desk([bulletinLine({ abuse: [{ code: "wages", share: "many" }] })], []);
    const { html } = await browser.open("/desk/bulletins");
    const pictures = html
      .split("<figure>")
      .slice(1)
      .map((part) => part.split("</figure>")[0]);
    expect(pictures).toHaveLength(1);
    expect(pictures[0]?.match(/<rect class="dark-1"/g)).toHaveLength(1);
    expect(pictures[0]?.match(/<rect class="none"/g)).toHaveLength(3);
    expect(pictures[0]?.match(/<td>1<\/td>/g)).toHaveLength(1);
    expect(pictures[0]?.match(/<td><\/td>/g)).toHaveLength(3);
    expect(html).not.toMatch(/<td>0<\/td>/);
  });

  test("has the map of where they tell of, with its table, small countries too", async () => {
    const browser = await desk([
      bulletinLine({ place: "HK" }),
      bulletinLine({ place: "BH-13" }),
      bulletinLine({ place: "BH" }),
    ]);
    const { html } = await browser.open("/desk/bulletins");
    const map = /<svg class="map".*?<\/svg>/s.exec(html)?.[0] ?? "";
    expect(map.match(/<circle/g)).toHaveLength(2);
    expect(map.length).toBeLessThan(60_000);
    expect(textsOf(html.slice(html.indexOf(map)))).toEqual(expect.arrayContaining(["Bahrain", "2", "Hong Kong", "1"]));
  });

  test("draws fewer than eleven always as high, and never as a number", async () => {
    const browser = await desk([], [tableLine(), tableLine({ period: "2026-Q3" })]);
    const { html } = await browser.open("/desk/bulletins");
    const heights = [...html.matchAll(/<rect class="few"[^>]*height="(\d+)"/g)].map(([, height]) => height);
    expect(new Set(heights)).toEqual(new Set(["6"]));
    expect(textsOf(html)).toContain("fewer than 11");
  });

  test("gives both as files that a program reads and a spreadsheet does not run", async () => {
    const browser = await desk([bulletinLine({}, "=cmd")]);
    const file = await browser.open("/desk/bulletins.csv");
    expect(file.headers.get("content-disposition")).toContain("bulletins.csv");
    const [head = "", line = "", end] = file.html.replace("\uFEFF", "").split("\r\n");
    expect(head.split(",").slice(0, 5)).toEqual(["released", "id", "by", "level", "place"]);
    expect(line.split(",")).toHaveLength(head.split(",").length);
    expect(line).toMatch(/,B3,QA-DA,2026,household,,11-19,11,allies,most,/);
    expect(end).toBe("");
    const counts = await browser.open("/desk/bulletins/statistics.csv");
    expect(counts.html.split("\r\n")).toHaveLength(11);
    expect(counts.html).toContain(",sector,agriculture,<11");
  });

  test("says when there will be some, while there is none", async () => {
    const browser = await desk([], []);
    expect((await browser.open("/desk/bulletins")).html).toContain(
      "first Tuesday of February, May, August or November",
    );
  });
});

describe("for everybody", () => {
  const own = bulletinLine({ audience: "public", people: "20-49", threshold: 20 }, "hall");
  const web = (bulletins = [own, ...LINES]) =>
    new Browser(createWeb(memoryPorts({ ...everything, bulletins, tables: [tableLine()] }).ports));

  test("stand the centre's own public ones, and nothing of what is for allies or of others", async () => {
    const { html } = await web().open("/bulletins");
    expect(textsOf(html)).toContain("1 bulletin");
    expect(html).not.toContain("Hall of");
    expect(html).not.toContain("LB");
    expect(textsOf((await web().open("/bulletins?place=LB")).html).join(" ")).toContain("No bulletin fits");
    const file = await web().open("/bulletins.csv");
    expect(file.html.trim().split("\r\n")).toHaveLength(2);
  });

  test("the page is byte for byte the same, whatever allies were told", async () => {
    const [some, none] = await Promise.all([web().open("/bulletins"), web([own]).open("/bulletins")]);
    expect(some.html).toBe(none.html);
  });

  describe("one of them", () => {
    const path = (line = own) => new URL(line.object).pathname;

    test.each([
      ["en", "20 to 49", "most (under three quarters) Wages not paid, or paid late"],
      ["es", "de 20 a 49", "la mayoría"],
      ["ar", "من 20 إلى 49", "الأغلبية"],
    ])("has a page of its own that says all of it in %s", async (language, people, reported) => {
      const page = await web().open(`${path()}?lang=${language}`);
      expect(page.status).toBe(200);
      expect(textsOf(page.html)).toContain(people);
      expect(textsOf(page.html).join(" ")).toContain(reported);
      expect(page.html).toContain(`<link rel="canonical" href="${own.object}">`);
      expect(page.html).toContain(`rel="alternate" type="application/activity+json" href="${path()}"`);
      expect(page.html).toContain(`href="/bulletins/how?lang=${language}"`);
      expect(page.headers.get("cache-control")).toBe("public, no-cache");
    });

    test("is reached from the list, there and at the desk; one for allies has no page to be reached", async () => {
      expect((await web().open("/bulletins")).html).toContain(`<a href="${path()}">Doha (Qatar)</a>`);
      const theirs = bulletinLine({ audience: "public", people: "20-49", place: "LB-BA" }, "bo");
      const { html } = await (await desk([own, theirs, ...LINES])).open("/desk/bulletins");
      for (const href of [path(), theirs.object]) expect(html).toContain(`<th scope="row"><a href="${href}">`);
      expect(html.match(/<th scope="row"><a /g)).toHaveLength(2);
    });

    test("that is for allies, and what somebody else says to everybody, is answered as what never was", async () => {
      const forAllies = bulletinLine({}, "hall");
      const never = "https://hall.example/bulletins/5d0f7a52-3b8e-4a57-9d1e-2f1f6f0f3c11";
      const open = async (at: string) => {
        const { status, headers, html } = await web([own, forAllies, ...LINES]).open(new URL(at).pathname);
        return { status, headers: [...headers], html: html.replaceAll(new URL(at).pathname, "/here") };
      };
      const nothing = await open(never);
      expect(nothing.status).toBe(404);
      expect(await open(forAllies.object)).toEqual(nothing);
      expect(await open("https://hall.example/bulletins/nothing")).toEqual(nothing);
      const theirs = bulletinLine({ audience: "public" }, "bo");
      const here = `https://hall.example${new URL(theirs.object).pathname}`;
      expect(await open(here)).toEqual(nothing);
    });

    test("that was withdrawn says so", async () => {
      const { html, status } = await web().open(new URL(DELETED_BULLETIN).pathname);
      expect(status).toBe(410);
      expect(textsOf(html)).toContain("This has been taken down");
    });
  });

  test.each(["en", "es", "ar"])("says in %s how it was counted", async (language) => {
    const page = await web().open(`/bulletins/how?lang=${language}`);
    expect(page.status).toBe(200);
    expect(textsOf(page.html).filter((text) => text.length > 60).length).toBeGreaterThanOrEqual(7);
  });

  test("they are reached from the page of the centre, where there are any", async () => {
    expect((await web().open("/")).html).toContain('<a href="/bulletins">1 bulletin</a>');
    expect((await web(LINES).open("/")).html).not.toContain("/bulletins");
  });

  test("loads nothing from elsewhere", async () => {
    const { html } = await web().open("/bulletins");
    expect(
      [...html.matchAll(/(?:src|href)="(https?:[^"]+)"/g)].filter(([, url]) => !url?.startsWith(SITE.origin)),
    ).toEqual([]);
  });
});
