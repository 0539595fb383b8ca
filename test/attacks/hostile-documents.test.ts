import { expect, test } from "vitest";
import { network, PASSPHRASE, type TestNode } from "@commonhall/testkit/network";
import type { JsonObject } from "@commonhall/wire";
import { stranger } from "./stranger.ts";

/** Reads pages of the desk as one who has signed in. */
async function atTheDesk({ origin }: TestNode): Promise<(path: string) => Promise<{ status: number; html: string }>> {
  const body = new URLSearchParams({ name: "first", passphrase: PASSPHRASE });
  const answer = await fetch(`${origin}/desk/sign-in`, {
    method: "POST",
    body,
    redirect: "manual",
    headers: { origin },
  });
  const [cookie = ""] = (answer.headers.get("set-cookie") ?? "").split(";");
  return async (path) => {
    const page = await fetch(new URL(path, origin), { headers: { cookie } });
    return { status: page.status, html: await page.text() };
  };
}

const XSS = `<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><a href=" jAvascript:alert(1)">x</a>`;
const event = (fields: JsonObject): JsonObject => ({ type: "Event", name: "Rally", ...fields });

const HOSTILE: readonly JsonObject[] = [
  { content: XSS, summary: XSS, name: XSS },
  { url: "javascript:alert(1)", content: "x" },
  { url: [{ href: "data:text/html,x" }, 'https://a.example/"onclick=x'], content: "x" },
  { attachment: [{ type: "Image", url: "javascript:alert(1)" }], content: "x" },
  { attachment: [{ type: "Image", url: "https://a.example/a.png", name: '"><script>' }], content: "x" },
  { mediaType: "text/markdown", content: "[x](javascript:alert(1)) <script>" },
  { contentMap: { 'en-x-"onload=': "x", __proto__x: "x", constructor: "x", "": "x" }, content: "x" },
  { nameMap: { toString: "x" }, name: "\ud800\u0000\u202e", content: "\udfff\u0000<p>\ud800" },
  event({ startTime: "+275760-09-13T00:00:00.000Z", timezone: "Asia/Jakarta" }),
  event({ startTime: "-271821-04-20T00:00:00.000Z", timezone: "America/Los_Angeles" }),
  event({ startTime: "9999-12-31T23:59:59Z", endTime: "9999-12-31T23:59:59Z", timezone: "Pacific/Kiritimati" }),
  event({ startTime: "2026-12-01T00:00:00Z", endTime: "+275760-09-13T00:00:00Z", location: [[null]] }),
  { published: "9999-01-01T00:00:00Z", updated: "9999-01-01T00:00:00Z", content: "x" },
  { kind: "Campaign", context: "https://elsewhere.example/campaigns/x", content: "x" },
  { type: "Question", oneOf: [{ name: XSS }], content: "x" },
];

test("what a stranger sends shows at the desk as text, and spoils no page", async () => {
  await using net = await network(["beirut"]);
  await using them = await stranger();
  them.document = { ...them.document, name: `\u202E${XSS}`, summary: "<b>".repeat(300_000) };
  const { beirut } = net;
  for (const object of HOSTILE) expect(await them.tells(beirut, object)).toBe(202);
  const id = `${them.server.origin}/"><script>alert(1)</script>`;
  expect(await them.tells(beirut, { id, content: "x" })).toBe(202);
  await net.settle();
  const open = await atTheDesk(beirut);
  const ids = [...HOSTILE.keys()].map((index) => `${them.server.origin}/objects/${index + 1}`);
  const objects = [...ids, id].map((one) => `/desk/arrived/object?id=${encodeURIComponent(one)}`);
  for (const path of ["/desk", "/desk/arrived?who=strangers", "/desk/following", ...objects]) {
    const { status, html } = await open(path);
    expect([path, status]).toEqual([path, 200]);
    const tags = html
      .replaceAll(/<input [^>]*>/g, "")
      .match(/<(?:script|img|svg|iframe|object)\b|<[^>]* on[a-z]+\s*=/gi);
    expect([path, tags]).toEqual([path, null]);
    const addresses = [...html.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, address = ""]) => address);
    expect(addresses.filter((address) => !/^(?:https?:\/\/|\/|#)/.test(address))).toEqual([]);
  }
});

test("a document that takes long to read is not read to its end", async () => {
  await using net = await network(["beirut"]);
  await using them = await stranger();
  const { beirut } = net;
  const many = <T>(count: number, one: (index: number) => T): T[] => Array.from({ length: count }, (_, n) => one(n));
  const long: readonly JsonObject[] = [
    { content: "<b>".repeat(300_000) },
    { content: "<ul><li>".repeat(100_000) },
    { content: "<h1 ".repeat(200_000) },
    { contentMap: Object.fromEntries(many(60_000, (n) => [`en-x-${n.toString(36)}`, "x"])) },
    { to: [beirut.id, ...many(40_000, () => "https://a.example")] },
  ];
  for (const object of long) expect(await them.tells(beirut, object)).toBe(202);
  expect(await them.tells(beirut, { attributedTo: many(50_000, () => "http://a.example") })).toBe(400);
  await net.settle();
  const open = await atTheDesk(beirut);
  const { status, html } = await open("/desk/arrived?who=strangers");
  expect([status, html.length < 60_000]).toEqual([200, true]);
});
