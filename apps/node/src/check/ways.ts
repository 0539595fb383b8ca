import { request as plainRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as secureRequest } from "node:https";
import type { Site } from "@commonhall/wire";
import type { Listen } from "../settings.ts";

/** A way on which somebody can come to the node. */
export interface Way {
  /** The public address, with whatever stands before the node; or the place where the node itself listens. */
  readonly name: "public address" | "listening address";
  /** Undefined where nothing answers. */
  ask(path: string, headers?: Readonly<Record<string, string>>): Promise<Answered | undefined>;
  /** Asks, or begins to send, and goes away in the middle of it, as whoever closes the window does. */
  leave(method: "GET" | "POST", path: string, headers?: Readonly<Record<string, string>>): Promise<void>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const PATIENCE = 10_000;
const MOST_BYTES = 4 * 1024 * 1024;

/** Those of the two on which our node answers: its own health page is what it is known by. */
export async function waysTo(site: Site, listen: Listen): Promise<readonly Way[]> {
  const ways = [publicWay(site), listeningWay(site, listen)];
  const answers = await Promise.all(ways.map(isOurs));
  return ways.filter((_, index) => answers[index]);
}

async function isOurs(way: Way): Promise<boolean> {
  const answer = await way.ask("/healthz");
  return answer?.status === 200 && answer.body.includes('"status"');
}

function publicWay({ origin }: Site): Way {
  const { protocol, hostname, port } = new URL(origin);
  const place = { host: hostname.replace(/^\[(.*)\]$/, "$1"), ...(port === "" ? {} : { port }) };
  const request = protocol === "https:" ? secureRequest : plainRequest;
  return {
    name: "public address",
    // An expired or foreign certificate counts as no answer: nobody else gets one either.
    ask: (path, headers = {}) => ask(request, { ...place, path, headers }),
    leave: (method, path, headers = {}) => leave(request, { ...place, method, path, headers }),
  };
}

function listeningWay({ origin }: Site, listen: Listen): Way {
  const { host } = new URL(origin);
  const place =
    listen.type === "unix" ? { socketPath: listen.path } : { host: reachable(listen.host), port: listen.port };
  return {
    name: "listening address",
    ask: (path, headers = {}) => ask(plainRequest, { ...place, path, headers: { ...headers, host } }),
    leave: (method, path, headers = {}) =>
      leave(plainRequest, { ...place, method, path, headers: { ...headers, host } }),
  };
}

/** All addresses are reached at this machine's own. */
const reachable = (host: string): string => (host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host);

function ask(request: typeof plainRequest, options: RequestOptions): Promise<Answered | undefined> {
  return new Promise((resolve) => {
    const failed = () => resolve(undefined);
    const sent = request({ ...options, method: "GET", agent: false, timeout: PATIENCE }, (incoming) => {
      read(incoming).then(resolve, failed);
    });
    sent.on("timeout", () => sent.destroy());
    sent.on("error", failed);
    sent.end();
  });
}

const ANNOUNCED = 1024 * 1024;
const SENT = 64 * 1024;

/** Resolves once the connection is closed, whoever closed it. */
function leave(request: typeof plainRequest, options: RequestOptions & { readonly method: string }): Promise<void> {
  const isSending = options.method === "POST";
  const headers = { ...options.headers, ...(isSending ? { "content-length": String(ANNOUNCED) } : {}) };
  return new Promise((resolve) => {
    const sent = request({ ...options, agent: false, timeout: PATIENCE, headers }, (incoming) => {
      incoming.on("error", () => undefined);
      sent.destroy();
    });
    sent.on("timeout", () => sent.destroy());
    sent.on("error", () => undefined);
    sent.on("close", resolve);
    if (isSending) sent.write(Buffer.alloc(SENT), () => sent.destroy());
    else sent.end();
  });
}

async function read(incoming: IncomingMessage): Promise<Answered> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error("An answer of more than any page has");
    chunks.push(Buffer.from(chunk));
  }
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
  return { status: incoming.statusCode ?? 0, headers, body: Buffer.concat(chunks) };
}
