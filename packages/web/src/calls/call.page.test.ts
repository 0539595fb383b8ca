import { DAY, NO_QUANTITY, type Call } from "@commonhall/domain";
import { describe, expect, test } from "vitest";
import { publicWeb } from "../public-web.ts";
import { open } from "../testing/ask.ts";
import { arrest, everything, NOW, secretArrest, texts } from "../testing/fixtures.ts";
import { memoryPorts } from "../testing/memory-ports.ts";
import { INTERFACE_LANGUAGES } from "../words/words.ts";

const path = (id: string): string => new URL(id).pathname;
const webOf = (calls: readonly Call[], now = NOW) => {
  const { ports, seen } = memoryPorts({ ...everything, calls });
  seen.now = now;
  return publicWeb(ports);
};
const page = path(arrest.id);

describe("the page of a call", () => {
  test("says what has happened, until when, and of each need how much is still missing", async () => {
    const { text } = await open(webOf([arrest]), `${page}?lang=en`);
    for (const part of [
      "Urgent: now",
      "Twelve organisers were arrested",
      "Needed by 26 November 2026 at 09:30 UTC",
      "Lawyers at the police station",
      "1 of 3 still missing",
      "USD 1,600 of USD 4,000 still missing",
      "All of it is promised: 2",
      arrest.id,
    ]) {
      expect(text.replaceAll("\u00a0", " ")).toContain(part);
    }
  });

  test.each(INTERFACE_LANGUAGES)("tells nothing of a consent and of who wrote it (%s)", async (language) => {
    const { html } = await open(webOf([arrest]), `${page}?lang=${language}`);
    expect(html).not.toMatch(/secret-editor|in person|consent/);
  });

  test("draws as much of a bar as is promised", async () => {
    const { tags } = await open(webOf([arrest]), `${page}?lang=en`);
    const filled = tags.filter(({ attributes }) => attributes["class"] === "filled");
    expect(filled.map(({ attributes }) => attributes["width"])).toEqual(["67%", "60%", "100%"]);
  });

  test("is over after its hour, also where nobody has closed it", async () => {
    const { text } = await open(webOf([arrest], arrest.expires), `${page}?lang=en`);
    expect(text).toContain("Ended");
    expect(text).toContain("Not needed any more");
    expect(text).not.toContain("How to help");
  });

  test("has the report when it is closed", async () => {
    const closed: Call = {
      ...arrest,
      status: "met",
      closing: { text: texts({ en: "All twelve are free." }), report: arrest.id },
    };
    const { text } = await open(webOf([closed]), `${page}?lang=en`);
    expect(text).toContain("Met: what was needed is there");
    expect(text).toContain("All twelve are free.");
  });

  test("of a withdrawn one says that, and no word of what it said", async () => {
    const gone: Call = { ...arrest, status: "withdrawn", text: texts({ en: "Please stop sharing it." }) };
    const { text, html } = await open(webOf([gone]), `${page}?lang=en`);
    expect(text).toContain("Please stop sharing it.");
    expect(html).not.toMatch(/arrested|Lawyers|Bail/);
  });

  test("is asked for each time: what is withdrawn is shown by nothing in between", async () => {
    expect((await open(webOf([arrest]), page)).headers.get("cache-control")).toBe("public, no-cache");
  });

  test("has a place for each need, to which the need's own address leads", async () => {
    const web = webOf([arrest]);
    const { html } = await open(web, page);
    expect(html).toContain('id="need-2"');
    const answer = await web.request(`${page}/needs/2?lang=ar`);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `${page}?lang=ar#need-2`]);
  });
});

describe("a call for everybody", () => {
  test("stands on the pages of the centre, of its campaign and of its hashtag while it is open", async () => {
    for (const place of ["/", "/campaigns/payup2026", "/tags/SolidarityCall"]) {
      const { html, text } = await open(webOf([arrest]), `${place}?lang=en`);
      expect(html).toContain(`href="${page}?lang=en"`);
      expect(text).toContain("1 of 3 still missing");
    }
    for (const place of ["/", "/campaigns/payup2026"]) {
      const { html } = await open(webOf([arrest], NOW + 3 * DAY), `${place}?lang=en`);
      expect(html).not.toContain(page);
    }
    expect(await open(webOf([arrest]), "/campaigns/passports?lang=en")).not.toContain(page);
  });

  test.each(["atom", "rss", "json"])("stands in the feeds of both (%s)", async (format) => {
    for (const place of ["/centres/dar", "/campaigns/payup2026"]) {
      const { html } = await open(webOf([arrest]), `${place}.${format}`);
      expect(html).toContain(arrest.id);
      expect(html).toContain("Twelve organisers were arrested");
    }
  });
});

describe("a call for some", () => {
  test("is there for nobody who opens pages and feeds, not even as a number", async () => {
    const shown = async (calls: readonly Call[]) => {
      const web = webOf(calls);
      const places = ["/", "/campaigns/payup2026", "/tags/SolidarityCall", "/campaigns", "/centres/dar.atom", page];
      const feeds = ["/campaigns/payup2026.json", "/campaigns/payup2026.rss"];
      return Promise.all([...places, ...feeds].map(async (place) => (await open(web, place)).html));
    };
    const limited: Call = { ...secretArrest, needs: arrest.needs.map((need) => ({ ...need, available: NO_QUANTITY })) };
    expect(await shown([arrest, limited])).toEqual(await shown([arrest]));
    const web = webOf([arrest, limited]);
    const [there, never] = await Promise.all(
      [path(limited.id), "/calls/0199f0aa-0000-7000-8000-000000000099"].map((place) => open(web, `${place}?lang=en`)),
    );
    expect([there?.status, there?.text]).toEqual([404, never?.text]);
  });
});
