import { DAY, feedFilterFrom, feedName, MINUTE, type Digest } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { publicWeb } from "../public-web.ts";
import { open, send, type Got } from "../testing/ask.ts";
import { everything, NOW } from "../testing/fixtures.ts";
import { memoryDigests, noDigests } from "../testing/memory-digests.ts";
import { memoryPorts } from "../testing/memory-ports.ts";
import { PUBLIC_LANGUAGES } from "../words/public/words.ts";

const FEED = "us-ca.f.call.any";
const PATH = `/feeds/${FEED}/digest`;
const GOOD = { address: "ana@mail.example", rhythm: "daily", language: "en" };

function waiting(id: string, more: Partial<Digest> = {}): Digest {
  const filter = feedFilterFrom(FEED);
  const feed = filter.ok ? feedName(filter.value) : expect.fail();
  const times = { asked: NOW, until: NOW, due: NOW };
  return { id, feed, rhythm: "daily", language: "en", sealed: "sealed", refusals: 0, ...times, ...more };
}

function node(digests: readonly Digest[] = [], { hasMail = true } = {}) {
  const world = noDigests();
  for (const digest of digests) world.digests.set(digest.id, digest);
  const time = { now: NOW };
  const clock = () => time.now;
  const { ports } = memoryPorts(everything, { clock, digests: memoryDigests(world, clock, hasMail) });
  const web = publicWeb(ports);
  const asks = (fields: Readonly<Record<string, string>>, lang = "en") =>
    send(web, `${PATH}?lang=${lang}`, Object.entries(fields));
  return { web, world, time, asks };
}

const valueOf = ({ tags }: Got, name: string) =>
  tags.find(({ name: tag, attributes }) => tag === "input" && attributes["name"] === name)?.attributes["value"];

describe("the form", () => {
  test.each(PUBLIC_LANGUAGES)("is there in %s, and takes what is right", async (language) => {
    const { web, world, asks } = node();
    const page = await open(web, `${PATH}?lang=${language}`);
    expect(page.status).toBe(200);
    expect(page.headers.get("set-cookie")).toBeNull();
    expect((await asks({ ...GOOD, language }, language)).status).toBe(200);
    expect(world.asks).toEqual([{ feed: FEED, ...GOOD, language }]);
  });

  test.each([
    [{ address: "" }, "Write the address"],
    [{ address: "ana at mail" }, "is no e-mail address"],
    [{ rhythm: "hourly" }, "Choose every day or every week"],
    [{ rhythm: "" }, "Choose every day or every week"],
    [{ language: "tlh" }, "Choose one of these languages"],
  ])("with %o says what is wrong and keeps the rest", async (wrong, said) => {
    const { world, asks } = node();
    const page = await asks({ ...GOOD, ...wrong });
    expect(page.status).toBe(422);
    expect(page.text).toContain(said);
    expect(valueOf(page, "address")).toBe({ ...GOOD, ...wrong }.address);
    expect(page.tags.some(({ attributes }) => attributes["href"] === `#f-${Object.keys(wrong)[0]}`)).toBe(true);
    expect(world.asks).toEqual([]);
    for (const language of ["es", "ar"]) expect((await asks({ ...GOOD, ...wrong }, language)).status).toBe(422);
  });

  test("of a name in capitals leads to the one of the feed, and of one that is none says what would do", async () => {
    const { web } = node();
    const moved = await web.request("/feeds/US-CA.F.Call.any/digest?lang=es");
    expect([moved.status, moved.headers.get("location")]).toEqual([301, `${PATH}?lang=es`]);
    const swapped = await open(web, "/feeds/call.us-ca.any.f/digest?lang=en");
    expect(swapped.status).toBe(404);
    expect(swapped.html).toContain(`href="${PATH}?lang=en"`);
    expect((await send(web, "/feeds/zz.zz.zz.zz/digest", Object.entries(GOOD))).status).toBe(404);
  });

  test("is not there where the node has no mail server; a link that ends mails works all the same", async () => {
    const { web, world, asks } = node([waiting("one", { confirmed: NOW })], { hasMail: false });
    const page = await open(web, `${PATH}?lang=en`);
    expect(page.status).toBe(404);
    expect(page.text).toContain("This centre sends no mails");
    expect(page.tags.some(({ name }) => name === "form")).toBe(false);
    expect((await asks(GOOD)).status).toBe(404);
    expect(world.asks).toEqual([]);
    await send(web, "/digests/end/end-one", []);
    expect(world.digests.size).toBe(0);
  });

  test("that another site sends is refused", async () => {
    const { web, world } = node();
    const page = await send(web, PATH, Object.entries(GOOD), { "sec-fetch-site": "cross-site" });
    expect([page.status, world.asks]).toEqual([403, []]);
  });

  test("takes sixty at once and one a minute after that, whoever asks", async () => {
    const { world, time, asks } = node();
    const askMany = async (count: number) => {
      const statuses = new Set<number>();
      for (let n = 0; n < count; n += 1) statuses.add((await asks({ ...GOOD, address: `r${n}@mail.example` })).status);
      return [...statuses];
    };
    expect(await askMany(60)).toEqual([200]);
    const refused = await asks(GOOD);
    expect([refused.status, valueOf(refused, "address")]).toEqual([429, GOOD.address]);
    time.now += MINUTE;
    expect(await askMany(30)).toEqual([200, 429]);
    expect(world.asks).toHaveLength(61);
  });

  test("never lets anything through that could be a line of a mail's head, or a second address", async () => {
    const piece = fc.constantFrom(
      "a",
      "@",
      ".",
      "\r",
      "\n",
      "\r\n",
      "Bcc: x@y.example",
      ",",
      ";",
      "<",
      ">",
      '"',
      " ",
      "\0",
      "\u2028",
      "\u202e",
      "%0a",
      "mail.example",
    );
    const { world, time, asks } = node();
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        time.now += 2 * MINUTE;
        await asks({ ...GOOD, address: pieces.join("") });
        await asks({ ...GOOD, address: `ana@mail.example${pieces.join("")}` });
      }),
      { numRuns: 100 },
    );
    expect(world.asks.length).toBeGreaterThan(10);
    for (const { address } of world.asks) expect(address).toMatch(/^[^\s\p{C},;<>"@]+@[^\s\p{C},;<>"@]+$/u);
  });
});

test("whoever asks gets the same answer, to the byte, whatever address they typed", async () => {
  const bytes = new Set<string>();
  for (const address of ["ana@mail.example", "bo@other.example", "A@b.example"]) {
    const { asks } = node([waiting("one", { confirmed: NOW })]);
    const { status, html, headers } = await asks({ ...GOOD, address });
    bytes.add(JSON.stringify([status, html, [...headers]]));
  }
  expect(bytes.size).toBe(1);
  expect([...bytes][0]).not.toContain("mail.example");
});

describe("a link from a mail", () => {
  const opened = ["GET", "HEAD"] as const;

  test.each(PUBLIC_LANGUAGES)(
    "does nothing when it is opened, and what it says when its button is pressed, in %s",
    async (language) => {
      const { web, world } = node([waiting("one")]);
      for (const path of ["/digests/confirm/confirm-one", "/digests/end/end-one"]) {
        for (const method of opened) {
          const page = await web.request(`${path}?lang=${language}`, { method });
          expect([page.status, page.headers.get("cache-control")]).toEqual([200, "no-store"]);
        }
      }
      expect([...world.digests.values()]).toEqual([waiting("one")]);
      const page = await open(web, `/digests/confirm/confirm-one?lang=${language}`);
      const action = page.tags.find(({ name }) => name === "form")?.attributes["action"] ?? "";
      expect(page.headers.get("referrer-policy")).toBe("no-referrer");
      expect((await send(web, action, [])).status).toBe(200);
      expect(world.digests.get("one")?.confirmed).toBe(NOW);
      const ending = await open(web, `/digests/end/end-one?lang=${language}`);
      const end = ending.tags.find(({ name }) => name === "form")?.attributes["action"] ?? "";
      expect((await send(web, end, [])).status).toBe(200);
      expect(world.digests.size).toBe(0);
    },
  );

  test("ends its mails by one click of a mail program: no cookie, no page, from any site, and again", async () => {
    const { web, world } = node([waiting("one", { confirmed: NOW })]);
    const click = () =>
      send(web, "/digests/end/end-one", [["List-Unsubscribe", "One-Click"]], { "sec-fetch-site": "cross-site" });
    expect((await click()).status).toBe(200);
    expect(world.digests.size).toBe(0);
    expect((await click()).status).toBe(200);
  });

  test.each(PUBLIC_LANGUAGES)("that is too old, has ended or never was says so in %s", async (language) => {
    const { web, time } = node([waiting("one")]);
    time.now = NOW + 2 * DAY;
    for (const path of [
      "/digests/confirm/confirm-one",
      "/digests/confirm/x",
      "/digests/end/x",
      `/digests/end/${"x".repeat(9000)}`,
    ]) {
      const page = await open(web, `${path}?lang=${language}`);
      expect(page.status).toBe(404);
      expect(page.tags.some(({ name }) => name === "form")).toBe(false);
    }
    expect((await send(web, `/digests/confirm/x?lang=${language}`, [])).status).toBe(404);
  });

  test("that was confirmed says so when it is opened again", async () => {
    const { web } = node([waiting("one", { confirmed: NOW })]);
    const page = await open(web, "/digests/confirm/confirm-one?lang=en");
    expect([page.status, page.tags.some(({ name }) => name === "form")]).toEqual([200, false]);
    expect(page.text).toContain("You will get these mails");
  });
});
