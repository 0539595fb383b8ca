import { generateKeyPairSync } from "node:crypto";
import { trusted, type ActorId } from "@commonhall/domain";
import { digestOf, signRequest } from "@commonhall/federation";
import { startLocalServer, type LocalServer } from "@commonhall/testkit";
import { START, type TestNode } from "@commonhall/testkit/network";
import type { JsonObject } from "@commonhall/wire";

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicKeyPem = keys.publicKey.export({ type: "spki", format: "pem" }).toString();

/** Somebody whom nobody knows, with a server and keys that are in order, who says what a test wants. */
export interface Signed {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Stranger extends AsyncDisposable {
  readonly id: string;
  readonly actor: ActorId;
  readonly server: LocalServer;
  /** The actor's document, as the test changes it. */
  document: JsonObject;
  /** What their server shows beside it, by path. */
  readonly pages: Map<string, JsonObject>;
  /** Posts to the shared inbox, signed by the stranger's key under its own name or another; the status of the answer. */
  sends(to: TestNode, activity: JsonObject, as?: { readonly keyId: string }): Promise<number>;
  signs(to: TestNode, activity: JsonObject, as?: { readonly keyId: string }): Promise<Signed>;
  posts(origin: string, request: Signed): Promise<number>;
  /** Asks for a document, signed by their own key; or by another's that they only name. */
  gets(url: string, as?: { readonly keyId: string }): Promise<Response>;
  /** A Create that speaks to the node's centre. */
  tells(to: TestNode, object: JsonObject): Promise<number>;
}

/** `at`: what time it is for them; when the networks of tests begin, unless told. Their inbox takes whatever comes. */
export async function stranger(at: () => number = () => START): Promise<Stranger> {
  let count = 0;
  const pages = new Map<string, JsonObject>();
  const server = await startLocalServer(
    ({ method, path }, response) => {
      if (method === "POST") return void response.writeHead(202).end();
      const page = path === "/actor" ? self.document : pages.get(path);
      if (page === undefined) return void response.writeHead(404).end();
      response.writeHead(200, { "content-type": "application/activity+json" }).end(JSON.stringify(page));
    },
    { address: "127.0.0.1" },
  );
  const id = `${server.origin}/actor`;
  const signs: Stranger["signs"] = async (to, activity, { keyId } = { keyId: `${id}#main-key` }) => {
    const body = JSON.stringify(activity);
    const request = {
      method: "POST" as const,
      url: new URL("/inbox", to.origin),
      at: at(),
      digest: digestOf(Buffer.from(body)),
    };
    const signed = await signRequest(request, { keyId, privateKey: keys.privateKey }, "cavage");
    return { path: "/inbox", headers: { ...signed, "content-type": "application/activity+json" }, body };
  };
  const posts: Stranger["posts"] = async (origin, { path, headers, body }) =>
    (await fetch(origin + path, { method: "POST", headers, body })).status;
  const sends: Stranger["sends"] = async (to, activity, as) => posts(to.origin, await signs(to, activity, as));
  const self: Stranger = {
    id,
    actor: trusted.actor(id),
    server,
    pages,
    document: {
      "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
      id,
      type: "Person",
      preferredUsername: "stranger",
      inbox: `${server.origin}/inbox`,
      publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem },
    },
    sends,
    signs,
    posts,
    gets: async (url, { keyId } = { keyId: `${id}#main-key` }) => {
      const request = { method: "GET" as const, url: new URL(url), at: at() };
      const signed = await signRequest(request, { keyId, privateKey: keys.privateKey }, "cavage");
      return fetch(url, { headers: { ...signed, accept: "application/activity+json" } });
    },
    tells: (to, object) => {
      count += 1;
      const about = { id: `${server.origin}/objects/${count}`, type: "Note", attributedTo: id, to: [to.id] };
      return sends(to, {
        "@context": "https://www.w3.org/ns/activitystreams",
        id: `${server.origin}/activities/${count}`,
        type: "Create",
        actor: id,
        to: [to.id],
        object: { ...about, ...object },
      });
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
  return self;
}
