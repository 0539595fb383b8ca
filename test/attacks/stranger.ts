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
  /** Posts to the shared inbox, signed by the stranger's key under its own name or another; the status of the answer. */
  sends(to: TestNode, activity: JsonObject, as?: { readonly keyId: string }): Promise<number>;
  signs(to: TestNode, activity: JsonObject, as?: { readonly keyId: string }): Promise<Signed>;
  posts(origin: string, request: Signed): Promise<number>;
  /** A Create that speaks to the node's centre. */
  tells(to: TestNode, object: JsonObject): Promise<number>;
}

export async function stranger(): Promise<Stranger> {
  let count = 0;
  const server = await startLocalServer(
    ({ path }, response) => {
      if (path !== "/actor") return void response.writeHead(404).end();
      response.writeHead(200, { "content-type": "application/activity+json" }).end(JSON.stringify(self.document));
    },
    { address: "127.0.0.1" },
  );
  const id = `${server.origin}/actor`;
  const signs: Stranger["signs"] = async (to, activity, { keyId } = { keyId: `${id}#main-key` }) => {
    const body = JSON.stringify(activity);
    const request = {
      method: "POST" as const,
      url: new URL("/inbox", to.origin),
      at: START,
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
