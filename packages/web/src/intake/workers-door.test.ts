import { doorPath, MINUTE, SECOND } from "@commonhall/domain";
import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import { publicWeb } from "../public-web.ts";
import { everything } from "../testing/fixtures.ts";
import { intakePorts } from "../testing/intake-ports.ts";
import { memoryPorts } from "../testing/memory-ports.ts";
import { readHtml } from "../testing/read-html.ts";
import { OWN, Worker } from "../testing/worker.ts";
import { fileRoom } from "./read-intake-form.ts";
import { ELSEWHERE } from "./respond.ts";
import { workersDoor } from "./workers-door.ts";
import { INTAKE_LANGUAGES } from "./words/say.ts";

const NOW = Date.UTC(2026, 10, 24);

function node(changed: { readonly onionOrigin?: string } = {}) {
  const time = { now: NOW };
  const { intake, world } = intakePorts(() => time.now);
  const { ports, seen } = memoryPorts(everything, { intake: { ...intake, ...changed }, clock: () => time.now });
  const web = publicWeb(ports);
  return { web, world, seen, time, worker: new Worker(web) };
}

const CSP =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Every kind of page that a worker can come to. */
async function everyPage({ worker, world, time }: ReturnType<typeof node>): Promise<void> {
  let page = await worker.open("/page");
  time.now += MINUTE;
  page = await worker.send(page, { fill: { l: "ar" } });
  for (const fill of [{}, { happened: "wages" }, { story: "لم يدفعوا" }, {}]) {
    page = await worker.send(page, { go: "next", fill });
  }
  await worker.send(page, { go: "next", fill: { details: "1" } });
  page = await worker.send(page, { go: "skip" });
  page = await worker.send(page, { go: "next" });
  const check = page;
  page = await worker.send(check, { go: "send" });
  await worker.send(page, { go: "large" });
  await worker.send(page, { go: "kept" });
  await worker.send(check, { go: "send" });
  let back = await worker.open("/page/code?lang=ne");
  await worker.send(back, { go: "open", fill: { code: "123" } });
  back = await worker.send(back, { go: "open", fill: { code: world.kept[0]?.code ?? "" } });
  await worker.send(back, { go: "add", fill: { text: "थप" } });
  await worker.send(back, { go: "withdraw", form: 1 });
  world.isBusy = true;
  await worker.send(back, { go: "add", fill: { text: "थप" } });
}

describe("every page behind the door", () => {
  test("is under the strictest headers, keeps nothing, and looks like any other from outside", async () => {
    const at = node({ onionOrigin: "http://abc.onion" });
    await everyPage(at);
    expect(at.worker.seen.length).toBeGreaterThan(15);
    for (const { headers, html } of at.worker.seen) {
      const shown = Object.fromEntries(headers);
      expect(shown).toMatchObject({
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-robots-tag": "noindex",
        "content-security-policy": CSP,
        "cross-origin-opener-policy": "same-origin",
        "strict-transport-security": "max-age=31536000",
        "content-type": "text/html; charset=utf-8",
      });
      expect(shown["onion-location"]).toMatch(/^http:\/\/abc\.onion\/page(?:\/code)?$/);
      expect(shown["permissions-policy"]?.split(", ").every((feature) => feature.endsWith("=()"))).toBe(true);
      expect(Object.keys(shown)).not.toContain("set-cookie");
      expect(Object.keys(shown)).not.toContain("content-encoding");
      expect(Buffer.byteLength(html) % 8192).toBe(0);
    }
  });

  test("reads strictly, runs nothing, asks nobody else, and has a way out at its top", async () => {
    const at = node();
    await everyPage(at);
    for (const { html } of at.worker.seen) {
      const { tags } = readHtml(html.replace(/<!--[A-Za-z0-9+/=]*-->/, ""));
      expect(tags.filter(({ name }) => ["script", "iframe", "object", "style"].includes(name))).toEqual([]);
      expect(tags.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => name.startsWith("on"))).toEqual(
        [],
      );
      const links = tags.filter(({ name }) => name === "a" || name === "link" || name === "form");
      const first = tags.find(({ name }) => name === "a");
      expect(first?.attributes).toEqual({ class: "leave", href: ELSEWHERE, rel: "noreferrer" });
      for (const { attributes } of links.filter((link) => link !== first)) {
        expect(attributes["href"] ?? attributes["action"]).toMatch(/^(?:\/(?:page|plain-)|#|data:,$)/);
      }
      for (const form of tags.filter(({ name }) => name === "form")) {
        expect(form.attributes).toMatchObject({ method: "post", autocomplete: "off" });
      }
      expect(tags.filter(({ attributes }) => "checked" in attributes && attributes["name"] === "consents")).toEqual([]);
      expect(/<title>([^<]*)<\/title>/.exec(html)?.[1]).toMatch(/^(?:صفحة|Page|पाना)$/);
    }
  });
});

test("what could not be kept stays on the page, and nothing of it goes into a log", async () => {
  const at = node();
  const check = await toCheck(at, "Every word");
  at.world.isBroken = true;
  const failed = await at.worker.send(check, { go: "send", files: [new File(["x"], "secret.jpg")] });
  expect(failed.status).toBe(503);
  expect(failed.headers.get("retry-after")).toBe("60");
  expect(failed.html).toContain("Press again in a minute");
  expect(failed.html).toContain("Every word");
  expect(failed.html).toContain("choose your files again");
  expect(at.seen.errors).toEqual(['a report could not be kept {"error":"Error"}']);
  at.world.isBroken = false;
  expect((await at.worker.send(failed, { go: "send" })).html).toMatch(/\d{4} \d{4} \d{4} \d{4} \d{4}/);
});

test("where too many make codes at once, everything that was told stays on the page, to be sent in a minute", async () => {
  const at = node();
  const check = await toCheck(at, "Every word");
  at.world.isBusy = true;
  const busy = await at.worker.send(check, { go: "send", files: [new File(["x"], "secret.jpg")] });
  expect([busy.status, busy.headers.get("retry-after")]).toEqual([429, "60"]);
  for (const told of ["Too many people are here", "Every word", "choose your files again"]) {
    expect(busy.html).toContain(told);
  }
  expect(at.world.kept).toEqual([]);
  at.world.isBusy = false;
  expect((await at.worker.send(busy, { go: "send" })).html).toMatch(/\d{4} \d{4} \d{4} \d{4} \d{4}/);
});

test("over Tor a browser is told nothing of TLS or of another way", async () => {
  const { worker } = node({ onionOrigin: "http://abc.onion" });
  const { headers } = await worker.open("/page", { headers: { host: "abc.onion" } });
  expect(headers.get("strict-transport-security")).toBeNull();
  expect(headers.get("onion-location")).toBeNull();
});

describe("the page with the code", () => {
  const shown = async (
    host: string,
    changed: { readonly onionOrigin?: string } = { onionOrigin: "http://abc.onion" },
  ) => {
    const at = node(changed);
    const check = await toCheck(at, "Every word");
    const { html } = await at.worker.send(check, { go: "send", headers: { ...OWN, host } });
    expect(html).toMatch(/\d{4} \d{4} \d{4} \d{4} \d{4}/);
    return /([\w.]+)\/page\/code/.exec(html)?.[1];
  };

  test("names the address by which the worker came", async () => {
    expect(await shown("abc.onion")).toBe("abc.onion");
    expect(await shown("hall.example")).toBe("hall.example");
  });

  test("names no address that only the browser says", async () => {
    expect(await shown("evil.example")).toBe("hall.example");
    expect(await shown("other.onion")).toBe("hall.example");
    expect(await shown("abc.onion", {})).toBe("hall.example");
  });
});

test("the first page speaks the reader's language and offers each in its own script", async () => {
  const { worker } = node();
  const { html } = await worker.open("/page", { headers: { "accept-language": "ne-NP,en;q=0.5" } });
  expect(html).toContain('<html lang="ne" dir="ltr">');
  for (const language of INTAKE_LANGUAGES) expect(html).toContain(`name="l" value="${language}" lang="${language}"`);
  expect(html).toContain("বাংলা");
});

describe("the address", () => {
  test("is the one that the centre chose; what people say of it leads there", async () => {
    const { worker, world } = node();
    world.door = { path: doorPath("notes") ?? world.door.path, title: "Notes" };
    expect((await worker.open("/page")).status).toBe(404);
    const { status, html } = await worker.open("/notes");
    expect([status, /<title>(.*)<\/title>/.exec(html)?.[1]]).toEqual([200, "Notes"]);
    for (const [from, to] of [
      ["/report", "/notes"],
      ["/report/code", "/notes/code"],
    ] as const) {
      const { status: redirected, headers } = await worker.open(from);
      expect([redirected, headers.get("location")]).toEqual([303, to]);
      expect(headers.get("cache-control")).toBe("no-store");
    }
  });

  test("none of the node's other addresses can be chosen, and none that tells", () => {
    const { web } = node();
    const taken = web.routes.flatMap(({ path }) => /^\/([a-z][a-z-]*)(?:\/|$)/.exec(path)?.[1] ?? []);
    expect(taken.length).toBeGreaterThan(5);
    for (const path of taken) expect(doorPath(path), path).toBeUndefined();
    for (const path of ["report", "abuse-line", "../x", "a b", "", "-", "ö"]) expect(doorPath(path)).toBeUndefined();
    expect(doorPath("/Page-2")).toBe("page-2");
  });

  test("other methods are refused", async () => {
    const { worker } = node();
    const { status, headers } = await worker.open("/page", { method: "DELETE" });
    expect([status, headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
    expect((await worker.open("/page", { method: "HEAD" })).status).toBe(200);
  });
});

describe("where nobody could read", () => {
  test("there is no form and no link to it; codes still open answers", async () => {
    const { worker, world } = node();
    expect((await worker.open("/")).html).toContain('href="/page"');
    world.isOpen = false;
    expect((await worker.open("/")).html).not.toContain('href="/page"');
    expect((await worker.open("/page")).status).toBe(404);
    expect((await worker.open("/report")).status).toBe(404);
    expect((await worker.open("/page/code")).status).toBe(200);
  });

  test("a node without a vault has none of it", async () => {
    const worker = new Worker(publicWeb(memoryPorts(everything).ports));
    for (const path of ["/page", "/page/code", "/report"]) expect((await worker.open(path)).status).toBe(404);
    expect((await worker.open("/")).html).not.toContain('href="/page"');
  });

  test("whoever was writing when the last caseworker went keeps every word", async () => {
    const at = node();
    const check = await toCheck(at, "Every word");
    at.world.isOpen = false;
    const answer = await at.worker.send(check, { go: "send" });
    expect(answer.status).toBe(422);
    expect(answer.html).toContain("Every word");
    at.world.isOpen = true;
    expect((await at.worker.send(answer, { go: "send" })).status).toBe(200);
    expect(at.world.kept).toHaveLength(1);
  });
});

async function toCheck({ worker, time }: ReturnType<typeof node>, story: string) {
  let page = await worker.send(await worker.open("/page"), { fill: { l: "en" } });
  time.now += 11 * SECOND;
  page = await worker.send(page, { go: "next" });
  page = await worker.send(page, { go: "next" });
  page = await worker.send(page, { go: "next", fill: { story } });
  for (let left = 0; left < 3; left += 1) page = await worker.send(page, { go: "skip" });
  return page;
}

test("a form from another site does nothing, and shows what it brought", async () => {
  const at = node();
  const check = await toCheck(at, "Every word");
  const answer = await at.worker.send(check, { go: "send", headers: { ...OWN, "sec-fetch-site": "cross-site" } });
  expect(answer.status).toBe(422);
  expect(answer.html).toContain("Every word");
  expect(at.world.kept).toEqual([]);
});

test("the room that files take is given back when they are sealed, and when they are not", async () => {
  const { intake, world } = intakePorts(() => NOW);
  const { ports } = memoryPorts(everything, { intake });
  const web = new Hono();
  web.use(workersDoor(ports, intake, fileRoom(100)));
  const worker = new Worker(web);
  const files = [new File([new Uint8Array(80)], "a.jpg")];
  for (const go of ["send", "to-story", "send"]) {
    const page = await worker.send(await worker.open("/page"), { fill: { step: "check", l: "en", story: "x" } });
    const { html } = await worker.send(page, { go, files });
    expect(html).not.toContain("Too many people");
  }
  expect(world.kept.map(({ intake: told }) => told.files.length)).toEqual([1, 1]);
});
