import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startNode, type RunningNode } from "@commonhall/node";
import { centreDraft, FIRST_STAFF } from "@commonhall/testkit/network";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const KIB = 1024;
const STORY = "छ महिनादेखि तलब पाएकी छैन। मालिकले राहदानी राखेका छन् र बाहिर जान दिँदैनन्। ".repeat(8);

/** What a phone pays for: every byte that comes out of the socket, lines of status and headers too. */
describe("what the walk weighs on the wire", () => {
  let node: RunningNode;
  let folder: string;
  let origin: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "commonhall-weight-"));
    node = await startNode({ dataFolder: join(folder, "hall"), listen: "127.0.0.1:0", clock: Date.now });
    await node.federation.commands.setUp(centreDraft("centro", "A hall"), FIRST_STAFF);
    await node.vault.door.enrol({ id: "caseworker", roles: ["caseworker"] }, "six words nobody else would say");
    origin = node.origin;
  });

  afterAll(async () => {
    await node?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(["ar", "bn", "en", "es", "fil", "fr", "id", "ne"])("is little enough: %s", async (language) => {
    const first = await ask(`${origin}/page`);
    const sheet = await ask(`${origin}${/<link rel="stylesheet" href="([^"]+)"/.exec(first.html)?.[1] ?? ""}`);
    expect(first.bytes + sheet.bytes).toBeLessThanOrEqual(16 * KIB);
    let weight = first.bytes + sheet.bytes;
    let page = first;
    const steps: readonly Readonly<Record<string, string>>[] = [
      { l: language },
      { go: "next" },
      { go: "next", happened: "wages" },
      { go: "next", story: STORY },
      { go: "next", where: "Doha", when: "2026", work: "घर", employer: "X" },
      { go: "next", how: "message", details: "+974 0000 0000", times: "बिहान" },
      { go: "next", consents: "C1" },
      { go: "send" },
      { go: "kept" },
    ];
    for (const filled of steps) {
      page = await ask(`${origin}/page`, new URLSearchParams({ ...hiddenIn(page.html), ...filled }));
      expect(page.status).toBe(200);
      weight += page.bytes;
    }
    expect(weight).toBeLessThanOrEqual(120 * KIB);
  });
});

interface Answered {
  readonly status: number | undefined;
  readonly html: string;
  readonly bytes: number;
}

/** Over a connection of its own, so that its bytes are those of this answer. */
function ask(url: string, form?: URLSearchParams): Promise<Answered> {
  const { promise, resolve, reject } = Promise.withResolvers<Answered>();
  const headers = form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
  const asked = request(url, { method: form === undefined ? "GET" : "POST", agent: false, headers }, (response) => {
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(chunk));
    response.on("end", () => {
      const html = Buffer.concat(chunks).toString("utf8");
      resolve({ status: response.statusCode, html, bytes: response.socket.bytesRead });
    });
  });
  asked.on("error", reject).end(form?.toString());
  return promise;
}

const hiddenIn = (html: string): Record<string, string> =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]),
  );
