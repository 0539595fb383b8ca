import { createPrivateKey, type KeyObject } from "node:crypto";
import { createServer } from "node:http";
import {
  languageTag,
  trusted,
  type ActorKeys,
  type Centre,
  type LanguageTag,
  type Post,
  type Texts,
} from "@commonhall/domain";
import { digestOf, generateActorKeys, signRequest, type SignatureForm } from "@commonhall/federation";
import {
  addressesOf,
  centreDocument,
  createActivity,
  postDocument,
  PUBLIC,
  withProof,
  type JsonObject,
  type Site,
} from "@commonhall/wire";

/** A centre that exists for one run: it answers for its actor document over HTTP, and signs what it is told to. */
export interface Sender {
  readonly site: Site;
  readonly centre: Centre;
  readonly keys: ActorKeys;
  readonly document: JsonObject;
  /** A Create of a post of a few sentences, with the proofs of our own nodes. */
  create(index: number): JsonObject;
  request(target: URL, document: JsonObject, form: SignatureForm): Promise<SignedRequest>;
  close(): void;
}

export interface SignedRequest {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

const EN = languageTag("en") ?? ("en" as LanguageTag);
const TEXT = `The owner has met us. Twelve of 43 have been paid, and we stay in front of the gate until all are. ${"Bring water, and somebody who has never come before. ".repeat(6)}`;

export async function startSender(): Promise<Sender> {
  const keys = await generateActorKeys();
  let document: JsonObject = {};
  const server = createServer((_request, response) =>
    response.writeHead(200, { "content-type": "application/activity+json" }).end(JSON.stringify(document)),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port");
  const site: Site = { origin: `http://127.0.0.1:${address.port}`, handleHost: `127.0.0.1:${address.port}` };
  const centre = centreAt(site);
  document = centreDocument({ site, centre, keys, software: { name: "commonhall", version: "0" } });
  const rsa = createPrivateKey(keys.rsaPrivate);
  const ed = createPrivateKey(keys.ed25519Private);
  return {
    site,
    centre,
    keys,
    document,
    create: (index) => create(site, centre, ed, index),
    request: (target, json, form) => request(site, centre, rsa, { target, json, form }),
    close: () => server.close(),
  };
}

function centreAt(site: Site): Centre {
  const handle = trusted.handle("sender");
  return {
    id: addressesOf(site).centre(handle),
    handle,
    name: texts("A hall that sends"),
    summary: texts("For measuring."),
    languages: [EN],
    regions: [],
    sectors: [],
    founded: Date.now(),
  };
}

const texts = (text: string): Texts => ({ [EN]: text });

function create(site: Site, centre: Centre, privateKey: KeyObject, index: number): JsonObject {
  const addresses = addressesOf(site);
  const published = Date.now();
  const uuid = (room: string) => `0199f0aa-${room}-7000-8000-${index.toString(16).padStart(12, "0")}`;
  const post: Post = {
    id: addresses.post(uuid("0001")),
    centre: centre.id,
    text: texts(`${TEXT} (${index})`),
    tags: ["severance"],
    regions: [],
    sectors: [],
    published,
  };
  const key = { verificationMethod: addresses.proofKey(centre.id), privateKey };
  const object = withProof(postDocument({ site, post, centre }), key, published);
  const id = addresses.activity(uuid("0002"));
  const cc = [addresses.followers(centre.id)];
  return withProof(createActivity({ id, actor: centre.id, object, published, to: [PUBLIC], cc }), key, published);
}

async function request(
  site: Site,
  centre: Centre,
  privateKey: KeyObject,
  { target, json, form }: { target: URL; json: JsonObject; form: SignatureForm },
): Promise<SignedRequest> {
  const body = Buffer.from(JSON.stringify(json));
  const keyId = addressesOf(site).mainKey(centre.id);
  const signed = await signRequest(
    { method: "POST", url: target, at: Date.now(), digest: digestOf(body) },
    { keyId, privateKey },
    form,
  );
  return {
    path: target.pathname,
    headers: { host: target.host, "content-type": "application/activity+json", "user-agent": "bench", ...signed },
    body,
  };
}
