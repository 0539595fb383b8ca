import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { InboxAnswer, InboxRequest } from "@commonhall/federation";

/** What stands behind the server. */
export interface Doors {
  /** The node's public origin. */
  readonly origin: string;
  /** ActivityPub deliveries. They come by the hundred, so they are passed on as they are, without a `Request`. */
  inbox(request: InboxRequest): Promise<InboxAnswer>;
  /** Documents for other nodes; undefined for what is a page. Asked for GET and HEAD only. */
  documents(request: Request): Promise<Response | undefined>;
  /** With the address that the request came from; there is none on a socket. It is kept for no longer than the answer takes. */
  pages(request: Request, address: string | undefined): Response | Promise<Response>;
}

/**
 * The node's HTTP server. Whatever name a request used to get here, its address is on the node's public origin: a
 * proxy stands in front, and pages and signatures name the origin. Whoever asks before the node is `ready` waits for it.
 */
export function createHttpServer(ready: Promise<Doors>, failed: (error: unknown) => void): Server {
  const answerPage = getRequestListener(
    async (request, { incoming }) => {
      // Now, since a connection that was broken off does not say any more where it came from.
      const { remoteAddress } = incoming.socket;
      const doors = await ready;
      const reads = request.method === "GET" || request.method === "HEAD";
      return reads
        ? ((await doors.documents(request)) ?? doors.pages(request, remoteAddress))
        : doors.pages(standard(request), remoteAddress);
    },
    {
      overrideGlobalObjects: false,
      errorHandler: (error) => {
        failed(error);
        return new Response("Something went wrong.\n", { status: 500, headers: { "content-type": "text/plain" } });
      },
    },
  );

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const path = pathOf(incoming.url ?? "/");
    if (path === undefined) return end(outgoing, 400, "This address is not accepted.");
    // The one method that no `Request` can have.
    if (incoming.method === "TRACE") return end(outgoing, 405, "This method is not accepted.");
    if (incoming.method === "POST" && isInbox(path)) return answerInbox(incoming, outgoing, path);
    incoming.url = (await ready).origin + path;
    await answerPage(incoming, outgoing);
  };

  const answerInbox = async (incoming: IncomingMessage, outgoing: ServerResponse, path: string): Promise<void> => {
    const doors = await ready;
    const request: InboxRequest = {
      method: "POST",
      path,
      headers: headersOf(incoming),
      body: incoming,
    };
    const { status, body, headers } = await doors.inbox(request);
    end(outgoing, status, body, headers);
  };

  return createServer(LIMITS, (incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      // A client that went away in the middle is not our failure.
      if (incoming.destroyed && !incoming.complete) return;
      failed(error);
      end(outgoing, 500, "Something went wrong.");
    });
  });
}

/** The listener's own kind of `Request` cannot be made into another one, which is how a form that comes in pieces is read. */
function standard({ url, method, headers, body }: Request): Request {
  const parts = { method, headers, body, duplex: "half" };
  return new Request(url, parts);
}

/**
 * How long a client may take and how much it may send before anybody looks at what it wants. A worker's pictures come
 * over a slow phone and Tor, so a whole request has a quarter of an hour; deliveries of other nodes have seconds, which
 * their door counts itself.
 */
const LIMITS = {
  headersTimeout: 15_000,
  requestTimeout: 15 * 60_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5000,
  maxHeaderSize: 16_384,
  noDelay: true,
} as const;

const isInbox = (path: string): boolean => (path.split("?", 1)[0] ?? "").endsWith("/inbox");

/** Path and query of a request's target, which some clients send with scheme and host. */
function pathOf(target: string): string | undefined {
  if (target.startsWith("/")) return target;
  if (!/^https?:\/\//i.test(target) || !URL.canParse(target)) return undefined;
  const url = new URL(target);
  return url.pathname + url.search;
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return headers;
}

function end(outgoing: ServerResponse, status: number, body?: string, headers?: InboxAnswer["headers"]): void {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  const text = body === undefined || body === "" ? "" : `${body}\n`;
  const type = { "content-type": "text/plain; charset=utf-8", "content-length": Buffer.byteLength(text) };
  outgoing.writeHead(status, { ...headers, ...type });
  outgoing.end(text);
}
