import { once } from "node:events";
import { createServer } from "node:net";
import { gzipSync } from "node:zlib";
import { generateKeyPairSync, verify } from "node:crypto";
import { trusted, type DomainLevel } from "@commonhall/domain";
import { startLocalServer, type ReceivedRequest, type Respond } from "@commonhall/testkit";
import { afterEach, describe, expect, it } from "vitest";
import type { LocalSigner } from "../keys/local-keys.ts";
import { createHttpClient, type HttpClient, type HttpClientOptions } from "./client.ts";
import type { SigningKey } from "./signatures.ts";

const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key: SigningKey = { keyId: "https://hall.example/actor#main-key", privateKey: pair.privateKey };
const signer: LocalSigner = {
  actor: trusted.actor("https://hall.example/actor"),
  request: key,
  proof: { verificationMethod: "https://hall.example/actor#ed25519-key", privateKey: pair.privateKey },
};
const ACCEPT = "application/activity+json";
const JSON_TYPES = ["application/activity+json", "application/ld+json"];

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

interface Room extends HttpClientOptions {
  readonly testNetwork?: boolean;
  readonly levels?: (host: string) => DomainLevel;
}

function client({ testNetwork = true, levels = () => "accept", ...options }: Room = {}): HttpClient {
  const made = createHttpClient(
    {
      site: { origin: "https://hall.example", handleHost: "hall.example" },
      software: { name: "commonhall", version: "1.2.3" },
      testNetwork,
      clock: () => Date.parse("2026-11-22T08:00:00Z"),
    },
    { levels: { of: async (host) => levels(host) }, keys: { signerFor: async () => signer } },
    options,
  );
  open.push(made);
  return made;
}

async function server(respond: Respond, address?: string) {
  const started = await startLocalServer(respond, address === undefined ? {} : { address });
  open.push(started);
  return started;
}

const json =
  (body: unknown): Respond =>
  (_, response) => {
    response.writeHead(200, { "content-type": "application/activity+json; charset=utf-8" }).end(JSON.stringify(body));
  };

const to =
  (location: string, status = 302): Respond =>
  (_, response) => {
    response.writeHead(status, { location }).end();
  };

const post = (made: HttpClient, url: string, body = "{}") =>
  made.post(url, { body: Buffer.from(body), signer: key, form: "cavage" });

describe("a GET", () => {
  it("gives the document, and says who asks and for what", async () => {
    const hall = await server(json({ type: "Group" }));
    const answer = await client().get(`${hall.origin}/g?a=1#part`, { accept: ACCEPT, contentTypes: JSON_TYPES });
    expect(answer).toEqual({
      ok: true,
      value: {
        url: `${hall.origin}/g?a=1`,
        status: 200,
        contentType: "application/activity+json",
        body: '{"type":"Group"}',
      },
    });
    const [request] = hall.requests;
    expect(request?.path).toBe("/g?a=1");
    expect(request?.headers).toMatchObject({
      "user-agent": "commonhall/1.2.3 (+https://hall.example)",
      accept: ACCEPT,
      "accept-encoding": "identity",
    });
    expect(request?.headers["signature"]).toBeUndefined();
  });

  it("says by its error what was wrong with the answer", async () => {
    const hall = await server((request, response) => {
      if (request.path === "/gone") response.writeHead(410).end();
      else if (request.path === "/busy") response.writeHead(503, { "retry-after": "30" }).end("wait");
      else response.writeHead(200, { "content-type": "text/html" }).end("<p>");
    });
    const get = (path: string) => client().get(hall.origin + path, { accept: ACCEPT, contentTypes: JSON_TYPES });
    expect(await get("/gone")).toEqual({ ok: false, error: { type: "status", status: 410 } });
    expect(await get("/busy")).toEqual({ ok: false, error: { type: "status", status: 503, retryAfter: 30_000 } });
    expect(await get("/page")).toEqual({ ok: false, error: { type: "content type", contentType: "text/html" } });
  });

  it("takes at most so many bytes, whether the server counts them or not", async () => {
    const hall = await server((request, response) => {
      const size = Number(request.path.slice(1));
      response.writeHead(200, { "content-type": "application/activity+json" });
      for (let sent = 0; sent < size; sent += 1000) response.write("x".repeat(1000));
      response.end();
    });
    const get = (path: string) => client().get(hall.origin + path, { accept: ACCEPT, maxBytes: 10_000 });
    expect(await get("/10000")).toMatchObject({ ok: true });
    expect(await get("/11000")).toEqual({ ok: false, error: { type: "too large", limit: 10_000 } });
  });

  it("unpacks nothing, so that no small answer becomes a large one", async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const hall = await server((_, response) => {
      response.writeHead(200, { "content-type": "application/activity+json", "content-encoding": "gzip" }).end(bomb);
    });
    const answer = await client().get(hall.origin, { accept: ACCEPT });
    expect(answer).toMatchObject({ ok: false, error: { type: "content type" } });
  });

  it.each<[string, Respond]>([
    ["never answers", () => {}],
    ["begins and never ends", (_, response) => void response.writeHead(200).write("{")],
    [
      "drips for ever",
      (_, response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write(" "), 20);
        response.on("close", () => clearInterval(drip));
      },
    ],
  ])("is given up where the server %s", async (_, respond) => {
    const hall = await server(respond);
    const hurried = client({ limits: { connect: 400, headers: 400, whole: 600 } });
    expect(await hurried.get(hall.origin, { accept: ACCEPT })).toEqual({ ok: false, error: { type: "timeout" } });
  });

  it("says unreachable where nobody listens, or the connection breaks, or it is no HTTP", async () => {
    const hall = await server((_, response) => void response.destroy());
    const gone = await startLocalServer(() => {});
    await gone.close();
    for (const origin of [hall.origin, gone.origin]) {
      expect(await client().get(origin, { accept: ACCEPT })).toMatchObject({
        ok: false,
        error: { type: "unreachable" },
      });
    }
  });
});

describe("redirects of a GET", () => {
  it("are followed three times and no further", async () => {
    const hall = await server((request, response) => {
      const left = Number(request.path.slice(1));
      if (left === 0) return json({ id: "there" })(request, response);
      response.writeHead(307, { location: `/${left - 1}` }).end();
    });
    expect(await client().get(`${hall.origin}/3`, { accept: ACCEPT })).toMatchObject({
      ok: true,
      value: { url: `${hall.origin}/0` },
    });
    expect(await client().get(`${hall.origin}/4`, { accept: ACCEPT })).toEqual({
      ok: false,
      error: { type: "redirect refused", status: 307 },
    });
    expect(hall.requests).toHaveLength(8);
  });

  it("in a circle, or to nowhere, end", async () => {
    const hall = await server((request, response) =>
      to(request.path === "/circle" ? "/circle" : "http://")(request, response),
    );
    for (const path of ["/circle", "/nowhere"]) {
      expect(await client().get(hall.origin + path, { accept: ACCEPT })).toMatchObject({
        ok: false,
        error: { type: "redirect refused" },
      });
    }
  });

  it("to the full form of a name, under which a refused domain would be another one, are not followed", async () => {
    const hall = await server(to("http://evil.example./"));
    expect(await client().get(hall.origin, { accept: ACCEPT })).toMatchObject({
      ok: false,
      error: { type: "not an address" },
    });
  });

  it("to a private address are refused before it is contacted, as address and as name", async () => {
    const inside = await server(json({ secret: true }), "127.0.0.2");
    const allows = (address: string) => address !== "127.0.0.2";
    const resolve = async () => [{ address: "127.0.0.2", family: 4 } as const];
    const targets = [inside.origin, `http://inside.example:${inside.port}`, `http://0x7f000002:${inside.port}/`];
    for (const target of targets) {
      const outside = await server(to(target));
      const answer = await client({ allows, resolve }).get(outside.origin, { accept: ACCEPT });
      expect(answer).toMatchObject({ ok: false, error: { type: "private address" } });
    }
    expect(inside.requests).toHaveLength(0);
  });

  it("to a refused domain are refused", async () => {
    const other = await server(json({}), "127.0.0.3");
    const hall = await server(to(other.origin));
    const levels = (host: string) => (host.startsWith("127.0.0.3") ? "refuse" : "accept");
    expect(await client({ levels }).get(hall.origin, { accept: ACCEPT })).toEqual({
      ok: false,
      error: { type: "refused domain" },
    });
    expect(other.requests).toHaveLength(0);
  });
});

describe("where a request may go", () => {
  const strict = (options: Room = {}) => client({ testNetwork: false, ...options });

  it.each([
    ["http://hall.example/", "not https"],
    ["ftp://hall.example/", "not https"],
    ["hall.example", "not an address"],
    ["https://user:word@hall.example/", "not an address"],
    ["https://localhost/", "private address"],
    ["https://intranet/", "private address"],
    ["https://127.0.0.1/", "private address"],
    ["https://2130706433/", "private address"],
    ["https://0177.0.0.1/", "private address"],
    ["https://[::1]/", "private address"],
    ["https://[::ffff:169.254.169.254]/", "private address"],
    ["https://100.64.1.1:8443/", "private address"],
  ])("%s is refused", async (url, type) => {
    expect(await strict().get(url, { accept: ACCEPT })).toMatchObject({ ok: false, error: { type } });
    expect(await post(strict(), url)).toMatchObject({ ok: false, error: { type } });
  });

  it("one private address among public ones is enough to refuse a name", async () => {
    const inside = await server(json({}));
    const resolve = async () => [
      { address: "93.184.216.34", family: 4 } as const,
      { address: "127.0.0.1", family: 4 } as const,
    ];
    const answer = await post(strict({ resolve }), `https://rebound.example:${inside.port}/inbox`);
    expect(answer).toMatchObject({ ok: false, error: { type: "private address" } });
  });

  it("the address that was checked is the one that is connected to", async () => {
    const checked = await server(json({}), "127.0.0.4");
    let asked = 0;
    // A name server that answers well once and inward ever after.
    const resolve = async () => [{ address: asked++ === 0 ? "127.0.0.4" : "127.0.0.5", family: 4 } as const];
    const made = client({ resolve, allows: (address) => address !== "127.0.0.5" });
    expect(await made.get(`http://rebound.example:${checked.port}`, { accept: ACCEPT })).toMatchObject({ ok: true });
    expect(asked).toBe(1);
  });

  it("a refused domain is not even looked up", async () => {
    let lookedUp = false;
    const resolve = async () => {
      lookedUp = true;
      return [];
    };
    const levels = (): DomainLevel => "refuse";
    const made = strict({ resolve, levels });
    expect(await made.get("https://bad.example/", { accept: ACCEPT })).toEqual({
      ok: false,
      error: { type: "refused domain" },
    });
    expect(await post(made, "https://bad.example/inbox")).toEqual({ ok: false, error: { type: "refused domain" } });
    expect(lookedUp).toBe(false);
  });

  it("a name without an address, and one that cannot be looked up, are unreachable", async () => {
    const none = strict({ resolve: async () => [] });
    const broken = strict({
      resolve: async () => Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND" })),
    });
    expect(await none.get("https://a.example/", { accept: ACCEPT })).toMatchObject({
      ok: false,
      error: { type: "unreachable" },
    });
    expect(await broken.get("https://a.example/", { accept: ACCEPT })).toEqual({
      ok: false,
      error: { type: "unreachable", detail: "ENOTFOUND" },
    });
  });
});

describe("a signed GET", () => {
  const formOf = (request: ReceivedRequest | undefined) =>
    request?.headers["signature-input"] === undefined ? "cavage" : "rfc9421";

  it("is signed again in the other form where the first is not taken, once", async () => {
    const modern = await server((request, response) => {
      if (formOf(request) === "rfc9421") return json({})(request, response);
      response.writeHead(401).end();
    });
    const strange = await server((_, response) => void response.writeHead(401).end());
    expect(await client().get(modern.origin, { accept: ACCEPT, signedBy: "node" })).toMatchObject({ ok: true });
    expect(modern.requests.map(formOf)).toEqual(["cavage", "rfc9421"]);
    expect(await client().get(strange.origin, { accept: ACCEPT, signedBy: "node" })).toMatchObject({
      ok: false,
      error: { type: "status", status: 401 },
    });
    expect(strange.requests).toHaveLength(2);
  });

  it("is signed for the place where a redirect leads", async () => {
    const there = await server(json({}), "127.0.0.6");
    const hall = await server(to(`${there.origin}/moved?x=1`, 301));
    await client().get(`${hall.origin}/old`, { accept: ACCEPT, signedBy: "node" });
    const [request] = there.requests;
    const signature = /signature="([^"]+)"/.exec(request?.headers["signature"] ?? "")?.[1] ?? "";
    const text = `(request-target): get /moved?x=1\nhost: 127.0.0.6:${there.port}\ndate: Sun, 22 Nov 2026 08:00:00 GMT`;
    expect(verify("sha256", Buffer.from(text), pair.publicKey, Buffer.from(signature, "base64"))).toBe(true);
  });
});

describe("a POST", () => {
  it("sends the bytes as they are and gives the status, whichever it is", async () => {
    const hall = await server(
      (request, response) => void response.writeHead(Number(request.path.slice(1)), { "retry-after": "7" }).end("no"),
    );
    const body = '{"content":"قاعة — 会館"}';
    expect(await post(client(), `${hall.origin}/202`, body)).toEqual({
      ok: true,
      value: { status: 202, retryAfter: 7000 },
    });
    expect(await post(client(), `${hall.origin}/429`, body)).toEqual({
      ok: true,
      value: { status: 429, retryAfter: 7000 },
    });
    expect(hall.requests[0]?.body).toBe(body);
    expect(hall.requests[0]?.headers).toMatchObject({
      "content-type": "application/activity+json",
      "content-length": String(Buffer.byteLength(body)),
      "user-agent": "commonhall/1.2.3 (+https://hall.example)",
    });
  });

  it("follows no redirect", async () => {
    const other = await server(json({}));
    const hall = await server(to(other.origin, 308));
    expect(await post(client(), hall.origin)).toEqual({ ok: false, error: { type: "redirect refused", status: 308 } });
    expect(other.requests).toHaveLength(0);
  });

  it("is done with the status, and an answer without end holds up nothing", async () => {
    const hall = await server((_, response) => {
      response.writeHead(202);
      const flood = setInterval(() => response.write("x".repeat(8000)), 1);
      response.on("close", () => clearInterval(flood));
    });
    const made = client();
    const answers = await Promise.all(Array.from({ length: 30 }, () => post(made, hall.origin)));
    expect(answers.every((answer) => answer.ok && answer.value.status === 202)).toBe(true);
  });

  it("uses a connection again", async () => {
    const ports = new Set<string>();
    const hall = await server((_, response) => {
      ports.add(String(response.socket?.remotePort));
      response.writeHead(202).end("thanks");
    });
    const made = client();
    for (let round = 0; round < 5; round++) expect(await post(made, hall.origin)).toMatchObject({ ok: true });
    expect(ports.size).toBe(1);
  });
});

describe("a server that speaks no HTTP", () => {
  it("is unreachable", async () => {
    const noise = createServer((socket) => {
      socket.on("error", () => {});
      socket.write("SSH-2.0-hello\r\n");
    });
    noise.listen(0, "127.0.0.1");
    await once(noise, "listening");
    const bound = noise.address();
    const port = typeof bound === "object" && bound !== null ? bound.port : 0;
    const made = client();
    const answer = await made.get(`http://127.0.0.1:${port}/`, { accept: ACCEPT });
    expect(answer).toMatchObject({ ok: false, error: { type: "unreachable" } });
    noise.close();
  });
});
