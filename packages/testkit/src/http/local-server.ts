import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { once } from "node:events";
import type { TestCertificate } from "./test-authority.ts";

export interface ReceivedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A real HTTP or HTTPS server on loopback that answers as a test says and remembers what it was asked. */
export interface LocalServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, or `https:`. */
  readonly origin: string;
  readonly port: number;
  readonly requests: readonly ReceivedRequest[];
  close(): Promise<void>;
}

export interface LocalServerOptions {
  /** An address of 127.0.0.0/8: each is a host of its own. All of them, unless told. */
  readonly address?: string;
  /** A port to come back on; any free one, unless told. */
  readonly port?: number;
  /** By which it speaks TLS. */
  readonly certificate?: TestCertificate;
}

export type Respond = (request: ReceivedRequest, response: ServerResponse) => void | Promise<void>;

export async function startLocalServer(respond: Respond, options: LocalServerOptions = {}): Promise<LocalServer> {
  const requests: ReceivedRequest[] = [];
  const answer = async (message: IncomingMessage, response: ServerResponse) => {
    const request = await received(message);
    requests.push(request);
    await respond(request, response);
  };
  const listener: RequestListener = (message, response) => {
    answer(message, response).catch(() => response.destroy());
  };
  const { certificate } = options;
  const server = certificate === undefined ? createServer(listener) : createSecureServer(certificate, listener);
  server.listen(options.port ?? 0, options.address ?? "0.0.0.0");
  await once(server, "listening");
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  const close = async () => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const origin = `${certificate === undefined ? "http" : "https"}://${options.address ?? "127.0.0.1"}:${port}`;
  return { origin, port, requests, close, [Symbol.asyncDispose]: close };
}

async function received(message: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
  return {
    method: message.method ?? "",
    path: message.url ?? "",
    headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}
