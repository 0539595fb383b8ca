import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Listen } from "../settings.ts";
import { createHttpServer, type Doors } from "./http-server.ts";
import { endServer, listen } from "./listening.ts";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const ORIGIN = "https://hall.example";
const ANYWHERE: Listen = { type: "tcp", host: "127.0.0.1", port: 0 };

async function start(doors: Partial<Doors>, where: Listen = ANYWHERE) {
  const seen: string[] = [];
  const all: Doors = {
    origin: ORIGIN,
    inbox: () => Promise.resolve({ status: 202 }),
    documents: () => Promise.resolve(undefined),
    pages: (request) => {
      seen.push(`${request.method} ${request.url}`);
      return new Response("a page");
    },
    ...doors,
  };
  const failures: unknown[] = [];
  const server = createHttpServer(Promise.resolve(all), (error) => failures.push(error));
  const listening = await listen(server, where);
  if (!listening.ok) throw new Error(listening.error.type);
  open.push(() => endServer(server, 100));
  return { server, port: listening.value.port, seen, failures };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function ask(
  port: number,
  options: {
    method?: string;
    path?: string;
    headers?: Record<string, string>;
    body?: string | readonly string[];
    socketPath?: string;
  },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = "GET", path = "/", headers = {}, body = "", socketPath } = options;
    const where = socketPath === undefined ? { port, host: "127.0.0.1" } : { socketPath };
    const request = httpRequest({ ...where, method, path, headers }, (response) => {
      const { statusCode: status = 0, headers } = response;
      text(response).then((body) => resolve({ status, headers, body }), reject);
    });
    request.on("error", reject);
    for (const part of Array.isArray(body) ? body : []) request.write(part);
    request.end(typeof body === "string" ? body : undefined);
  });
}

describe("the server", () => {
  test("knows its address, whatever name a request used", async () => {
    const { port, seen } = await start({});
    await ask(port, { path: "/campaigns/x?lang=es", headers: { host: "evil.example" } });
    await ask(port, { path: "http://evil.example/about" });
    await ask(port, { path: "//evil.example/about" });
    expect(seen).toEqual([
      `GET ${ORIGIN}/campaigns/x?lang=es`,
      `GET ${ORIGIN}/about`,
      `GET ${ORIGIN}//evil.example/about`,
    ]);
  });

  test.each(["POST", "PUT", "DELETE"])("hands on a %s that comes in pieces, or with nothing in it", async (method) => {
    const pages = async (request: Request) => new Response(await new Request(request, { method }).text());
    const { port, failures } = await start({ pages });
    const headers = { "transfer-encoding": "chunked" };
    expect(await ask(port, { method, headers, body: ["name=", "first"] })).toMatchObject({ body: "name=first" });
    expect(await ask(port, { method })).toMatchObject({ status: 200, body: "" });
    expect(failures).toEqual([]);
  });

  test("asks for a document first, and for a page where there is none", async () => {
    const documents = (request: Request) =>
      Promise.resolve(request.url.endsWith("/actor") ? new Response("{}") : undefined);
    const { port } = await start({ documents });
    expect((await ask(port, { path: "/actor" })).body).toBe("{}");
    expect((await ask(port, { path: "/about" })).body).toBe("a page");
  });

  test("gives a delivery to the inbox as it came", async () => {
    const got: unknown[] = [];
    const inbox: Doors["inbox"] = async ({ body, ...request }) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
      got.push({ path: request.path, digest: request.headers["digest"], body: Buffer.concat(chunks).toString() });
      return { status: 202, body: "Taken in.", headers: { "retry-after": "5" } };
    };
    const { port } = await start({ inbox });
    const answer = await ask(port, {
      method: "POST",
      path: "/centres/a/inbox?x=1",
      headers: { Digest: "SHA-256=x" },
      body: ["{", "}"],
    });
    expect(answer).toMatchObject({ status: 202, body: "Taken in.\n", headers: { "retry-after": "5" } });
    expect(got).toEqual([{ path: "/centres/a/inbox?x=1", digest: "SHA-256=x", body: "{}" }]);
  });

  test("answers although the inbox did not read to the end", async () => {
    const inbox: Doors["inbox"] = async ({ body }) => {
      for await (const _ of body as AsyncIterable<Uint8Array>) break;
      return { status: 413, body: "Too large." };
    };
    const { port } = await start({ inbox });
    const body = Array.from({ length: 40 }, () => "x".repeat(50_000));
    expect(await ask(port, { method: "POST", path: "/inbox", body })).toMatchObject({
      status: 413,
      body: "Too large.\n",
    });
  });

  test("leaves methods to the pages, but for the one that no request can have", async () => {
    const { port, seen } = await start({});
    expect((await ask(port, { method: "TRACE", path: "/setup" })).status).toBe(405);
    expect((await ask(port, { method: "POST", path: "/setup", body: "name=x" })).status).toBe(200);
    expect((await ask(port, { method: "DELETE", path: "/setup" })).status).toBe(200);
    expect(seen).toEqual([`POST ${ORIGIN}/setup`, `DELETE ${ORIGIN}/setup`]);
  });

  test("hands on from where somebody asks as the connection says, and as no header does; a socket says nothing", async () => {
    const from: (string | undefined)[] = [];
    const pages: Doors["pages"] = (_, address) => {
      from.push(address);
      return new Response("");
    };
    const headers = {
      "x-forwarded-for": "192.0.2.7",
      "x-real-ip": "192.0.2.7",
      forwarded: "for=192.0.2.7",
      "cf-connecting-ip": "192.0.2.7",
    };
    const { port } = await start({ pages });
    const socketPath = join(await mkdtemp(join(tmpdir(), "hall-")), "hall.sock");
    await start({ pages }, { type: "unix", path: socketPath });
    for (const method of ["GET", "POST"]) {
      await ask(port, { method, headers });
      await ask(port, { method, headers, socketPath });
    }
    expect(from).toEqual(["127.0.0.1", undefined, "127.0.0.1", undefined]);
  });

  test("says that something went wrong, and no more, where something did", async () => {
    const pages = () => {
      throw new Error("secret");
    };
    const inbox = () => Promise.reject(new Error("secret"));
    const { port, failures } = await start({ pages, inbox });
    for (const answer of [await ask(port, {}), await ask(port, { method: "POST", path: "/inbox" })]) {
      expect(answer.status).toBe(500);
      expect(answer.body).not.toContain("secret");
    }
    expect(failures).toHaveLength(2);
  });

  test("survives what is no HTTP", async () => {
    const { port } = await start({});
    for (const bytes of [
      "\u0000\u0001\u0002\r\n\r\n",
      "GET\r\n\r\n",
      "GET * HTTP/1.1\r\nhost: x\r\n\r\n",
      `GET /${"x".repeat(20_000)} HTTP/1.1\r\n\r\n`,
    ]) {
      const answer = await new Promise<string>((resolve) => {
        const socket = connect(port, "127.0.0.1", () => socket.end(bytes));
        let text = "";
        socket.on("data", (data) => (text += data.toString()));
        socket.on("close", () => resolve(text));
        socket.on("error", () => resolve(text));
      });
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
    expect((await ask(port, {})).status).toBe(200);
  });

  test("finishes what has begun when it ends, and takes no more", async () => {
    const begun = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const pages = async () => {
      begun.resolve();
      await finish.promise;
      return new Response("finished");
    };
    const { port, server } = await start({ pages });
    const answer = ask(port, {});
    await begun.promise;
    const ended = endServer(server, 10_000);
    await expect(ask(port, {})).rejects.toThrow("ECONNREFUSED");
    finish.resolve();
    expect((await answer).body).toBe("finished");
    await ended;
  });

  test("cuts off what does not finish in time", async () => {
    const begun = Promise.withResolvers<void>();
    const pages = () => {
      begun.resolve();
      return new Promise<Response>(() => undefined);
    };
    const { port, server } = await start({ pages });
    const answer = ask(port, {}).catch((error: unknown) => String(error));
    await begun.promise;
    await endServer(server, 20);
    expect(await answer).toContain("socket hang up");
  });
});

describe("where it listens", () => {
  test("a port that is in use is told", async () => {
    const { port } = await start({});
    const again = createHttpServer(new Promise(() => undefined), () => undefined);
    expect(await listen(again, { type: "tcp", host: "127.0.0.1", port })).toMatchObject({
      ok: false,
      error: { type: "in use" },
    });
  });

  test("a socket file serves, is told when in use, and is taken over when its process is gone", async () => {
    const path = join(await mkdtemp(join(tmpdir(), "hall-")), "hall.sock");
    const { server } = await start({}, { type: "unix", path });
    const second = createHttpServer(new Promise(() => undefined), () => undefined);
    expect(await listen(second, { type: "unix", path })).toMatchObject({ ok: false, error: { type: "in use" } });
    await endServer(server, 100);
    await leaveDeadSocket(path);
    expect((await listen(second, { type: "unix", path })).ok).toBe(true);
    await endServer(second, 100);
  });
});

/** As a process does that is killed. */
async function leaveDeadSocket(path: string): Promise<void> {
  const script = `require("net").createServer().listen(${JSON.stringify(path)}, () => console.log("listening"))`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(existsSync(path)).toBe(true);
}
