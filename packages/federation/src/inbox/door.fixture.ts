import { generateKeyPairSync, type KeyObject } from "node:crypto";
import {
  err,
  hostOf,
  ok,
  trusted,
  type ActorId,
  type RemoteActor,
  type RemoteKey,
  type Task,
} from "@commonhall/domain";
import { createActivity, followActivity, multikeyOf, withProof, type JsonObject } from "@commonhall/wire";
import { createSlowDoor } from "../fedify/slow-door.ts";
import type { HttpClient } from "../http/client.ts";
import { digestOf, signRequest, type SignatureForm } from "../http/signatures.ts";
import type { Allowance } from "./allowance.ts";
import { createInboxDoor } from "./door.ts";
import type { InboxRequest } from "./inbox-request.ts";
import { createKeyRing } from "./key-ring.ts";
import { createLearnKeys } from "./learn-keys.ts";
import { createProve } from "./prove.ts";
import { createTurnstile, type Bounds } from "./turnstile.ts";

export const ORIGIN = "https://hall.example";
export const SITE = { origin: ORIGIN, handleHost: "hall.example" };
export const START = Date.UTC(2026, 10, 22, 9);
export const CENTRE = trusted.actor(`${ORIGIN}/centres/hall`);
export const GONE = trusted.actor(`${ORIGIN}/campaigns/over`);

const rsa = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = (key: KeyObject) => key.export({ type: "spki", format: "pem" }).toString();

/** Somebody on another server, with an id that has a query. */
export function somebody(
  id = "https://sender.example/actor?id=7",
  keys = rsa(),
  proofKeys = generateKeyPairSync("ed25519"),
) {
  const actor = trusted.actor(id);
  const keyId = `${id}#main-key`;
  const proofKeyId = `${id}#ed25519-key`;
  const document: JsonObject = {
    "@context": [
      "https://www.w3.org/ns/activitystreams",
      "https://w3id.org/security/v1",
      "https://w3id.org/security/multikey/v1",
    ],
    id,
    type: "Organization",
    preferredUsername: "sender",
    inbox: new URL("/inbox", id).href,
    publicKey: { id: keyId, owner: id, publicKeyPem: pem(keys.publicKey) },
    assertionMethod: [
      { id: proofKeyId, type: "Multikey", controller: id, publicKeyMultibase: multikeyOf(pem(proofKeys.publicKey)) },
    ],
  };
  const post = (text: string): JsonObject => {
    const note = { id: new URL("/notes/1", id).href, type: "Note", attributedTo: id, content: `<p>${text}</p>` };
    return createActivity({
      id: trusted.activity(new URL("/activities/1", id).href),
      actor,
      object: note,
      to: [CENTRE],
      published: START,
    });
  };
  return {
    actor,
    keyId,
    document,
    keys,
    post,
    proven: (json: JsonObject) =>
      withProof(json, { verificationMethod: proofKeyId, privateKey: proofKeys.privateKey }, START),
    follow: () => followActivity({ id: trusted.activity(new URL("/follows/1", id).href), actor, object: CENTRE }),
    async signs(json: JsonObject, form: SignatureForm = "rfc9421", at = START): Promise<InboxRequest> {
      const body = Buffer.from(JSON.stringify(json));
      const key = { keyId, privateKey: keys.privateKey };
      const signed = await signRequest(
        { method: "POST", url: new URL("/inbox", ORIGIN), at, digest: digestOf(body) },
        key,
        form,
      );
      return {
        ...unsigned(json),
        headers: { host: "hall.example", "content-type": "application/activity+json", ...signed },
      };
    },
  };
}

export function unsigned(json: JsonObject): InboxRequest {
  const headers = { host: "hall.example", "content-type": "application/activity+json" };
  return { method: "POST", path: "/inbox", headers, body: Buffer.from(JSON.stringify(json)) };
}

interface Options {
  readonly bounds?: Bounds;
  readonly flow?: Allowance;
  readonly refused?: readonly string[];
  readonly known?: readonly ActorId[];
}

/** The door of a node, and a network in which some documents are to be found. */
export function door(options: Options = {}) {
  let now = START;
  const clock = () => now;
  const documents = new Map<string, JsonObject | "gone">();
  const fetched: string[] = [];
  const kept = new Map<string, string>();
  const keys = new Map<string, RemoteKey>();
  const tasks: Task[] = [];
  const warnings: string[] = [];
  const told: unknown[] = [];
  const log = {
    info: (...line: readonly unknown[]) => void told.push(line),
    warn: (line: string) => void warnings.push(line),
    error: () => undefined,
  };

  const client: Pick<HttpClient, "get"> = {
    async get(url) {
      const [address = ""] = url.split("#");
      fetched.push(address);
      const document = documents.get(address);
      if (document === undefined) return err({ type: "timeout" });
      if (document === "gone") return err({ type: "status", status: 410 });
      return ok({
        url: address,
        status: 200,
        contentType: "application/activity+json",
        body: JSON.stringify(document),
      });
    },
  };
  const levels = {
    of: async (host: string) => (options.refused?.includes(host) === true ? ("refuse" as const) : ("accept" as const)),
  };
  const ring = createKeyRing({ get: async (id) => keys.get(id) }, clock);
  const remote = new Map((options.known ?? []).map((id) => [id, remoteActor(id)]));
  const direct = {
    remoteActors: { get: async (id: ActorId) => remote.get(id) },
    keys: { put: async (key: RemoteKey) => void keys.set(key.id, key) },
  };
  const learn = createLearnKeys({ client, ring, direct, clock });
  const turnstile = createTurnstile(clock, options.bounds);
  const prove = createProve({ levels, keys: ring, learn, slowDoor: createSlowDoor(log), turnstile, clock });

  const localActor = (id: string, ended: { deleted?: number } = {}) =>
    ({ id: trusted.actor(id), kind: "centre", document: "{}", keys: NO_KEYS, created: START, ...ended }) as const;
  const local = new Map([CENTRE, GONE].map((id) => [id, localActor(id, id === GONE ? { deleted: START } : {})]));
  const receive = createInboxDoor(
    {
      site: SITE,
      clock,
      log,
      inbox: {
        async accept({ id, document }) {
          if (kept.has(id)) return "duplicate";
          kept.set(id, document);
          return "stored";
        },
      },
      direct: {
        localActors: { get: async (id) => local.get(id) },
        remoteActors: direct.remoteActors,
        tasks: { add: async (task) => void tasks.push(task) },
      },
    },
    { levels, prove, longestBody: 20, ...(options.flow === undefined ? {} : { flow: options.flow }) },
  );
  return {
    receive,
    documents,
    fetched,
    kept,
    keys,
    tasks,
    warnings,
    told,
    clock,
    pass: (time: number) => void (now += time),
  };
}

const NO_KEYS = { rsaPrivate: "", rsaPublic: "", ed25519Private: "", ed25519Public: "" };

const remoteActor = (id: ActorId): RemoteActor => ({
  id,
  type: "Organization",
  handle: "@sender@sender.example",
  host: hostOf(id),
  name: "Sender",
  inbox: trusted.inbox("https://sender.example/inbox"),
  document: "{}",
  fetched: START,
});

export const sender = somebody();
export const known = (it: ReturnType<typeof door>, ...people: ReturnType<typeof somebody>[]) => {
  for (const { actor, document } of people) it.documents.set(actor, document);
  return it;
};
