import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { workersWeb } from "@commonhall/web/testing";
import { getRequestListener } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const KIB = 1024;
const STORY = "छ महिनादेखि तलब पाएकी छैन। मालिकले राहदानी राखेका छन् र बाहिर जान दिँदैनन्। ".repeat(8);

/** What a phone pays for: every byte that comes out of the socket, lines of status and headers too. */
describe("what the walk weighs on the wire", () => {
  let server: Server;
  let origin: string;
  const { answer } = workersWeb(Date.now);

  beforeAll(async () => {
    const listener = getRequestListener((asked) => answer(asked), { overrideGlobalObjects: false });
    server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    origin = `http://127.0.0.1:${port}`;
  });

  afterAll(() => {
    server.close();
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
