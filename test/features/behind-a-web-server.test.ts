import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
  type ServerResponse,
} from "node:http";
import { request as httpsRequest } from "node:https";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { userInfo, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort, spawnNode } from "@commonhall/testkit/network";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { programAt, runProgram, runServer, whyNotRun, type Running } from "../programs.ts";

/* The web servers that deploy/ has files for, with a real node behind them on a socket. */

const DEPLOY = resolve(import.meta.dirname, "../../deploy");
const SOCKET = "/run/commonhall/hall.sock";

const CENTRE = `kind: centre
handle: hall
name: Migrant Workers' Hall
summary: A hall.
languages: [en]
staff:
  - { name: first, roles: [administrator, editor], passphrase: a long passphrase of six words }
  - { name: second, roles: [caseworker], passphrase: another passphrase of six words }
`;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "commonhall-web-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Front {
  readonly start: (socket: string, port: number) => Promise<Running>;
  readonly scheme: "http" | "https";
  /** What is sent smaller than it is. */
  readonly compresses: boolean;
}

async function caddy(socket: string, port: number): Promise<Running> {
  const text = await readFile(join(DEPLOY, "Caddyfile"), "utf8");
  const file = join(folder, "Caddyfile");
  const here = text
    .replace("{\n", "{\n\tadmin off\n")
    .replace("{$HALL_HOST:hall.example} {", `http://127.0.0.1:${port} {\n\tbind 127.0.0.1`)
    .replace(SOCKET, socket);
  await writeFile(file, here);
  const environment = { PATH: process.env["PATH"], HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  return runServer("caddy", ["run", "--adapter", "caddyfile", "--config", file], { port, environment });
}

/** As it stands in deploy/, but for ports, the certificate and where the node's socket lies. */
async function nginxSite(socket: string, port: number): Promise<string> {
  const text = await readFile(join(DEPLOY, "nginx.conf"), "utf8");
  const site = text
    .replaceAll(/^\s*listen \[::\].*\n/gm, "")
    .replace("listen 80;", `listen 127.0.0.1:${await freePort()};`)
    .replace("listen 443 ssl http2;", `listen 127.0.0.1:${port} ssl http2;`)
    .replaceAll(/\/etc\/letsencrypt\/live\/hall\.example\//g, `${folder}/`)
    .replace(SOCKET, socket);
  const asking = "req -x509 -days 1 -subj /CN=hall.example -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
  const out = ["-keyout", `${folder}/privkey.pem`, "-out", `${folder}/fullchain.pem`];
  const made = runProgram("openssl", [...asking.split(" "), ...out]);
  expect(made.code, made.text).toBe(0);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${folder}/temp-${kind};`,
  );
  await writeFile(join(folder, "site.conf"), site);
  const main = `${userInfo().uid === 0 ? "user root;" : ""}
daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log debug;
events {}
http {
  access_log ${folder}/access.log;
  ${temporary.join("\n  ")}
  include ${folder}/site.conf;
}
`;
  await writeFile(join(folder, "main.conf"), main);
  return join(folder, "main.conf");
}

async function nginx(socket: string, port: number): Promise<Running> {
  const words = ["-p", folder, "-e", join(folder, "start.log"), "-c", await nginxSite(socket, port)];
  const checked = runProgram("nginx", [...words, "-t"]);
  expect(checked, checked.text).toMatchObject({ code: 0 });
  return runServer("nginx", words, { port, environment: { PATH: process.env["PATH"] } });
}

const FRONTS: readonly (readonly [name: string, missing: string | undefined, front: Front])[] = [
  ["Caddy", whyNotRun("caddy", "caddy"), { start: caddy, scheme: "http", compresses: true }],
  [
    "nginx",
    whyNotRun("nginx", "nginx-light") ?? whyNotRun("openssl", "openssl"),
    { start: nginx, scheme: "https", compresses: false },
  ],
];

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** What a visitor might send who wants to be taken for somebody else. */
const CLAIMS = {
  "x-forwarded-for": "198.51.100.7",
  "x-forwarded-host": "evil.example",
  "x-forwarded-proto": "gopher",
  "x-real-ip": "198.51.100.7",
  forwarded: "for=198.51.100.7",
};
const MARK = "marked-visit";

function ask({ scheme }: Front, port: number, path: string, options: RequestOptions = {}): Promise<Answer> {
  const make = scheme === "https" ? httpsRequest : httpRequest;
  const headers = { host: `127.0.0.1:${port}`, "user-agent": MARK, "accept-encoding": "gzip", ...CLAIMS };
  return new Promise((done, fail) => {
    const asked = make(
      { host: "127.0.0.1", port, path, agent: false, rejectUnauthorized: false, ...options, headers },
      (response) => {
        const pieces: Buffer[] = [];
        response.on("data", (piece: Buffer) => pieces.push(piece));
        response.on("end", () =>
          done({ status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(pieces) }),
        );
      },
    );
    asked.once("error", fail);
    asked.end(options.method === "POST" ? Buffer.alloc(300_000, MARK) : undefined);
  });
}

/** Asks, and is gone as soon as an answer begins. */
function leaveEarly({ scheme }: Front, port: number, method: "GET" | "POST"): Promise<void> {
  const make = scheme === "https" ? httpsRequest : httpRequest;
  const headers = { "user-agent": MARK, ...(method === "POST" ? { "content-length": "900000" } : {}) };
  const where = { host: "127.0.0.1", port, path: `/${MARK}`, method, agent: false, rejectUnauthorized: false, headers };
  return new Promise((gone) => {
    const asked = make(where, (response) => {
      response.on("error", () => undefined);
      asked.destroy();
    });
    asked.on("error", () => undefined).on("close", () => gone());
    // Of what is sent a part alone.
    if (method === "POST") asked.write(Buffer.alloc(64_000));
    else asked.end();
  });
}

/** An answer that has no end, until whoever asked has gone. */
function answerForEver(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/plain" });
  const goOn = () => {
    while (!response.destroyed && response.write(Buffer.alloc(64_000)));
    if (!response.destroyed) response.once("drain", goOn);
  };
  goOn();
}

/** Everything that the web server has written, wherever below its folder. */
async function written(of: string): Promise<string> {
  const names = await readdir(of, { recursive: true });
  const files = names.map((name) => join(of, name)).filter((path) => !path.includes("/data"));
  const kinds = await Promise.all(files.map(async (path) => ({ path, isFile: (await stat(path)).isFile() })));
  const texts = kinds.filter(({ isFile }) => isFile).map(({ path }) => readFile(path, "latin1"));
  return (await Promise.all(texts)).join("\n");
}

describe.each(FRONTS)("%s", (_, missing, front) => {
  test("serves a node on a socket: pages, workers' pages unchanged, and no word of who came", async ({ skip }) => {
    if (missing !== undefined) skip(missing);
    const port = await freePort();
    const socket = join(folder, "hall.sock");
    const own = join(folder, "data");
    await mkdir(own);
    const environment = { HALL_LISTEN: `unix:${socket}`, HALL_ORIGIN: `${front.scheme}://127.0.0.1:${port}` };
    await using node = await spawnNode({ dataFolder: join(own, "node"), port, environment });
    await writeFile(join(own, "centre.yaml"), CENTRE);
    expect((await node.hall("setup", join(own, "centre.yaml"))).code).toBe(0);
    await using server = await front.start(socket, port);

    const home = await ask(front, port, `/about?${MARK}`);
    expect([home.status, home.headers["content-encoding"]]).toEqual([200, front.compresses ? "gzip" : undefined]);
    expect(home.headers["content-security-policy"]).toContain("default-src 'none'");

    const door = await ask(front, port, "/report");
    expect(door.status).toBe(303);
    const form = await ask(front, port, door.headers.location ?? "");
    expect([form.status, form.headers["content-encoding"]]).toEqual([200, undefined]);
    expect(form.bytes.length % 8192).toBe(0);

    expect(await node.end()).toBe(0);
    const gone = await ask(front, port, `/${MARK}`);
    expect(gone.status).toBe(502);
    const left = `${server.said()}\n${await written(folder)}`;
    for (const word of [MARK, "198.51.100.7", "client: 127", "remote_ip", "remote_addr"])
      expect(left).not.toContain(word);
  });

  test("tells the node nothing of who asks, whatever they claim, and keeps nothing of what they send", async ({
    skip,
  }) => {
    if (missing !== undefined) skip(missing);
    const port = await freePort();
    const socket = join(folder, "hall.sock");
    const heard: IncomingHttpHeaders[] = [];
    let inFiles: readonly string[] = ["not looked"];
    const node = createServer((request, response) => {
      heard.push(request.headers);
      let length = 0;
      request.on("data", (piece: Buffer) => (length += piece.length));
      request.on("end", () => {
        inFiles = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
          /^temp-[a-z_]+\/./.test(name),
        );
        response.end(String(length));
      });
    }).listen(socket);
    await once(node, "listening");
    await using _server = await front.start(socket, port);
    expect((await ask(front, port, "/")).status).toBe(200);
    const sent = await ask(front, port, "/report", { method: "POST" });
    expect(sent.bytes.toString()).toBe("300000");
    expect(inFiles).toEqual([]);
    expect(heard.length).toBe(2);
    for (const headers of heard) {
      expect(headers.host).toBe(`127.0.0.1:${port}`);
      expect(Object.keys(headers).filter((name) => /forward|real-ip|client|via|remote/.test(name))).toEqual([]);
    }
    node.close();
  });
});

describe.each(FRONTS)("%s", (_, missing, front) => {
  test("writes no line about somebody who leaves while a page loads, or while they send", async ({ skip }) => {
    if (missing !== undefined) skip(missing);
    const port = await freePort();
    const socket = join(folder, "hall.sock");
    let left = 0;
    const node = createServer((request, response) => {
      response.on("close", () => left++);
      request.on("error", () => undefined);
      answerForEver(request, response);
    });
    await once(node.listen(socket), "listening");
    const server = await front.start(socket, port);
    await leaveEarly(front, port, "GET");
    await leaveEarly(front, port, "POST");
    await expect.poll(() => left).toBe(2);
    await server[Symbol.asyncDispose]();
    const all = `${server.said()}\n${await written(folder)}`;
    for (const word of [MARK, "http.handlers", "http.log.error", "incomplete", "client: 127", "remote_ip"])
      expect(all).not.toContain(word);
    node.close();
  });
});

test("the Caddyfile is valid as it stands, and has no access log", ({ skip }) => {
  const missing = whyNotRun("caddy", "caddy");
  if (missing !== undefined) skip(missing);
  const words = ["--adapter", "caddyfile", "--config", join(DEPLOY, "Caddyfile")];
  const environment = { PATH: process.env["PATH"], HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const valid = runProgram("caddy", ["validate", ...words], environment);
  expect(valid, valid.text).toMatchObject({ code: 0 });
  const adapted: {
    logging: { logs: Record<string, { exclude?: string[]; writer?: { output: string } }> };
    apps: { http: { servers: Record<string, { read_header_timeout?: number }> } };
  } = JSON.parse(runProgram("caddy", ["adapt", ...words], environment).text.replace(/^[^{].*$/gm, ""));
  expect(adapted.logging.logs["default"]?.exclude).toContain("http");
  // In nanoseconds: nobody takes up a place for longer by sending a request letter by letter.
  for (const server of Object.values(adapted.apps.http.servers)) expect(server.read_header_timeout).toBe(15e9);
  const others = Object.entries(adapted.logging.logs).filter(([name]) => name !== "default");
  expect(others.map(([, { writer }]) => writer?.output)).toEqual(["discard"]);
  expect(programAt("caddy")).toBeDefined();
});
