import { createPrivateKey } from "node:crypto";
import { trusted, type ActorId, type RemoteActor } from "@commonhall/domain";
import type { JsonObject } from "@commonhall/wire";
import { signRequest, type SignatureForm } from "../http/signatures.ts";
import { generateActorKeys } from "../keys/local-keys.ts";
import type { Hall } from "./hall.fixture.ts";
import type { Server } from "./server.fixture.ts";

const KEYS = await generateActorKeys();

/** How a request of somebody who reads can be put together. */
export interface Asking {
  readonly form?: SignatureForm;
  readonly accept?: string;
  /** When it was signed. */
  readonly at?: number;
  /** What was signed, where that is another address. */
  readonly path?: string;
}

/** An actor on a server of somebody else's that shows its document, and asks for documents of ours with its own signature. */
export function reader(server: Server, path: string, more: JsonObject = {}) {
  const id: ActorId = trusted.actor(`${server.origin}${path}`);
  const keyId = `${id}#main-key`;
  const document: JsonObject = {
    id,
    type: "Organization",
    preferredUsername: path.split("/").at(-1) ?? "reader",
    inbox: `${id}/inbox`,
    publicKey: { id: keyId, owner: id, publicKeyPem: KEYS.rsaPublic },
    ...more,
  };
  server.shows(path, document);
  const known: RemoteActor = {
    id,
    type: "Organization",
    handle: `@${path.split("/").at(-1)}@${server.host}`,
    host: trusted.host(server.host),
    name: "Reader",
    inbox: trusted.inbox(`${id}/inbox`),
    document: JSON.stringify(document),
    fetched: 0,
  };
  const key = { keyId, privateKey: createPrivateKey(KEYS.rsaPrivate) };
  return {
    id,
    known,
    key,
    async asks(here: Hall, url: string, asking: Asking = {}): Promise<Response> {
      const { form = "cavage", accept = "application/activity+json", at = here.clock() } = asking;
      const target = new URL(asking.path ?? new URL(url).pathname, url);
      const signed = await signRequest({ method: "GET", url: target, at }, key, form);
      return answerOf(here, new Request(url, { headers: { accept, host: target.host, ...signed } }));
    },
  };
}

export type Reader = ReturnType<typeof reader>;

export async function answerOf(here: Hall, request: Request): Promise<Response> {
  const answer = await here.federation.documents(request);
  if (answer === undefined) throw new Error("It is no document");
  return answer;
}

/** Somebody who does not say who they are. */
export const anybodyAsks = (here: Hall, url: string, accept = "application/activity+json"): Promise<Response> =>
  answerOf(here, new Request(url, { headers: { accept } }));
