import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { startLocalServer } from "@commonhall/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkScene, logsIn, publicWay, type CheckScene, type Passed } from "./check.fixture.ts";
import { CHECKS } from "./finding.ts";
import { checkHeaders } from "./headers.check.ts";
import { checkKeys } from "./keys.check.ts";
import { checkLogs } from "./logs.check.ts";
import { logPlaces } from "./log-places.ts";
import { checkOpenFetch } from "./open-fetch.check.ts";
import { checkPadding } from "./padding.check.ts";
import { checkPassphrases } from "./passphrases.check.ts";
import { checkPorts } from "./ports.check.ts";
import type { Check } from "./ports.ts";
import { checkPrivateAddresses } from "./private-addresses.check.ts";
import { checkPublicAddress } from "./public-address.check.ts";
import { checkReceiptCodes } from "./receipt-codes.check.ts";
import { runChecks } from "./run-checks.ts";
import { checkTestNetwork } from "./test-network.check.ts";

let scene: CheckScene;
beforeAll(async () => {
  scene = await checkScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

const without =
  (name: string) =>
  (passed: Passed): Passed => ({
    ...passed,
    headers: Object.fromEntries(Object.entries(passed.headers).filter(([key]) => key !== name)),
  });
const withHeader =
  (name: string, value: string) =>
  (passed: Passed): Passed => ({ ...passed, headers: { ...passed.headers, [name]: value } });

describe("a good node", () => {
  test("is reached on both ways", () => {
    expect(scene.ports.ways.map(({ name }) => name)).toEqual(["public address", "listening address"]);
  });

  test.each<[string, Check]>([
    ["test network", checkTestNetwork],
    ["public address", checkPublicAddress],
    ["headers", checkHeaders],
    ["padding", checkPadding],
    ["open fetch", checkOpenFetch],
    ["private addresses", checkPrivateAddresses],
    ["passphrases", checkPassphrases],
    ["receipt codes", checkReceiptCodes],
    ["keys", checkKeys],
    ["ports", checkPorts],
  ])("%s finds nothing", async (_, check) => {
    expect(await scene.run(check)).toMatchObject({ result: "well" });
  });

  test("behind a web server that hands everything on nothing is found", async () => {
    const ways = await scene.behind((passed) => passed);
    for (const check of [checkHeaders, checkPadding, checkOpenFetch]) {
      expect(await scene.run(check, { ways })).toMatchObject({ result: "well" });
    }
  });

  test("that is not served says so where that matters, and every check says what to do where it found something", async () => {
    const found = await runChecks({ ...scene.ports, ways: [] });
    expect(found.map(({ check }) => check)).toEqual(CHECKS);
    const undone = found.filter(({ says }) => says.includes("does not answer")).map(({ check }) => check);
    expect(undone).toEqual(["public-address", "headers", "padding", "open-fetch", "logs"]);
    expect(found.filter(({ result, todo }) => result === "finding" && (todo ?? "").length < 20)).toEqual([]);
  });
});

test("a web server that hides behind an error is not taken for none", async () => {
  const hidden = await scene.behind((passed, path) => (path === "/healthz" ? { ...passed, status: 403 } : passed));
  expect(hidden).toEqual([]);
  const ways = scene.ports.ways.filter(({ name }) => name === "listening address");
  expect(await scene.run(checkPublicAddress, { ways })).toMatchObject({
    result: "not done",
    says: expect.stringContaining("was not tried"),
  });
});

describe("headers", () => {
  test.each<[string, (passed: Passed, path: string) => Passed, RegExp]>([
    ["no policy", without("content-security-policy"), /weakened Content-Security-Policy/],
    [
      "scripts",
      withHeader(
        "content-security-policy",
        "default-src 'none'; script-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      ),
      /weakened/,
    ],
    [
      "frames",
      withHeader("content-security-policy", "default-src 'none'; form-action 'self'; base-uri 'none'"),
      /weakened/,
    ],
    ["guessed types", without("x-content-type-options"), /X-Content-Type-Options/],
    ["referrers", withHeader("referrer-policy", "unsafe-url"), /referrers/],
    ["a cache", withHeader("cache-control", "max-age=60"), /\/desk at the public address may be kept/],
    ["a cookie of a balancer", withHeader("set-cookie", "lb=1"), /sets a cookie/],
    ["a tag", withHeader("etag", '"1"'), /tells visits apart/],
    [
      "compression",
      (passed, path) =>
        path === "/healthz"
          ? passed
          : { ...withHeader("content-encoding", "gzip")(passed), body: gzipSync(passed.body) },
      /is compressed/,
    ],
  ])("a web server that changes them is found: %s", async (_, change, said) => {
    const ways = await scene.behind(change);
    expect(await scene.run(checkHeaders, { ways })).toMatchObject({
      result: "finding",
      says: expect.stringMatching(said),
    });
  });
});

test("a length that tells which page it is", async () => {
  const ways = await scene.behind((passed) => ({
    ...passed,
    body: Buffer.concat([passed.body, Buffer.from("<!-- by a proxy -->")]),
  }));
  expect(await scene.run(checkPadding, { ways })).toMatchObject({
    result: "finding",
    says: expect.stringContaining("bytes"),
  });
});

describe("what is for allies alone", () => {
  test("given out by a cache that does not look who asks is found", async () => {
    const [post] = await scene.node.store.campaignViews.posts(undefined, 1);
    const path = new URL(post?.id ?? "").pathname;
    const ways = await scene.behind((passed, asked) =>
      asked === path ? { ...passed, status: 200, body: Buffer.from("For allies") } : passed,
    );
    expect(await scene.run(checkOpenFetch, { ways })).toMatchObject({
      result: "finding",
      says: expect.stringContaining("is given out (200)"),
    });
  });

  test("told of by another answer than for what never was is found", async () => {
    const [post] = await scene.node.store.campaignViews.posts(undefined, 1);
    const path = new URL(post?.id ?? "").pathname;
    const ways = await scene.behind((passed, asked) => (asked === path ? { ...passed, status: 403 } : passed));
    expect(await scene.run(checkOpenFetch, { ways })).toMatchObject({
      result: "finding",
      says: expect.stringContaining("otherwise than what never was"),
    });
  });

  test("in a list that everybody may read is found", async () => {
    const [post] = await scene.node.store.campaignViews.posts(undefined, 1);
    const ways = await scene.behind((passed, asked) =>
      asked.endsWith(".json") ? { ...passed, body: Buffer.from(`"${post?.id ?? ""}"`) } : passed,
    );
    expect(await scene.run(checkOpenFetch, { ways })).toMatchObject({
      result: "finding",
      says: expect.stringContaining("tells of"),
    });
  });
});

describe("logs", () => {
  test("without one to look at nothing is claimed", async () => {
    expect(await scene.run(checkLogs)).toMatchObject({
      result: "not done",
      todo: expect.stringContaining("--log FILE"),
    });
  });

  test.each<[string, (path: string, headers: Readonly<Record<string, string>>) => string]>([
    ["paths", (path) => `GET ${path}`],
    ["browsers", (_, headers) => headers["user-agent"] ?? ""],
    ["addresses", (_, headers) => headers["x-forwarded-for"] ?? ""],
  ])("that hold %s of visits are found, and what stood there before is nobody's", async (_, write) => {
    const [access, still] = [join(scene.folder, "access.log"), join(scene.folder, "still.log")];
    await writeFile(access, "");
    await writeFile(still, "203.0.113.77 of last year\n");
    const server = await startLocalServer(async ({ path, headers }, response) => {
      await appendFile(access, `${write(path, headers)}\n`);
      response.end('{"status":"ok"}');
    });
    scene.owns(() => server.close());
    const ways = await publicWay(server.origin);
    expect(await scene.run(checkLogs, { ways, logs: logsIn([access, still]) })).toMatchObject({
      result: "finding",
      says: `Visits are written down in ${access}: who came, when, and to which page.`,
    });
    expect(await scene.run(checkLogs, { logs: logsIn([access, still]) })).toMatchObject({ result: "well" });
  });

  test("that tell of those alone who go away in the middle are found", async () => {
    const errors = join(scene.folder, "error.log");
    await writeFile(errors, "");
    const server = createServer((request, response) => {
      request.on("error", () => appendFileSync(errors, `incomplete: ${request.url ?? ""}\n`));
      request.resume();
      if (request.method === "GET") response.end('{"status":"ok"}');
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    scene.owns(async () => void server.close());
    const address = server.address();
    const ways = await publicWay(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
    const settle = () => expect.poll(() => readFile(errors, "utf8")).not.toBe("");
    const logs = logPlaces({ files: [errors], folders: [], journal: false, settle, now: () => 0 });
    expect(await scene.run(checkLogs, { ways, logs })).toMatchObject({ result: "finding" });
  });
});
