import type { KeyCache } from "@fedify/fedify/sig";
import type { DocumentLoader } from "@fedify/vocab-runtime";
import type { JsonObject } from "@commonhall/wire";
import type { KnownKey } from "../inbox/key-ring.ts";
import { messageSignatures } from "../inbox/rfc9421-signature.ts";
import { targetUri, type SignedParts } from "../inbox/signed-parts.ts";
import type { Log } from "../ports.ts";

/** A key of the actor in question by its id, undefined where it has no such key. */
export type OwnKey = (id: string) => Promise<KnownKey | undefined>;

/**
 * What the fast door does not read, checked by Fedify at ten to a hundred times the cost. Keys come from the actor's own
 * document, which has been read before; Fedify itself would believe the document of a key about whose it is. So nothing
 * is ever fetched in here.
 */
export interface SlowDoor {
  /** Whether a signature of the request by one of these keys holds. */
  requestHolds(parts: SignedParts, own: OwnKey): Promise<boolean>;
  /** Whether one of these proofs of the document holds (FEP-8b32). */
  proofHolds(document: JsonObject, proofs: readonly JsonObject[], own: OwnKey): Promise<boolean>;
  /** What an LD signature by one of these keys says; undefined where none holds. */
  linkedData(activity: JsonObject, own: OwnKey): Promise<JsonObject | undefined>;
}

/** The library takes half a second and 100 MB to load, which a node that nobody strange writes to never needs. */
const library = async () => {
  const [sig, vocab, runtime] = await Promise.all([
    import("@fedify/fedify/sig"),
    import("@fedify/vocab"),
    import("@fedify/vocab-runtime"),
  ]);
  return { ...sig, ...vocab, ...runtime };
};

export function createSlowDoor(log: Log): SlowDoor {
  /** Never fetches (wire.md 0.3): an unknown context reads as an empty one, so nobody's outage reaches our inbox. */
  const contextLoader = async (url: string) => {
    const { preloadedContexts } = await library();
    const known = Object.hasOwn(preloadedContexts, url);
    if (!known) log.warn("a context that is not known reads as empty");
    return { contextUrl: null, documentUrl: url, document: known ? preloadedContexts[url] : { "@context": {} } };
  };

  return {
    requestHolds: (parts, own) =>
      isTrue(() => requestHolds(parts, { contextLoader, documentLoader, keyCache: requestKeys(own) })),
    async proofHolds(document, proofs, own) {
      const options = { contextLoader, documentLoader, keyCache: proofKeys(own) };
      for (const proof of proofs) if (await isTrue(() => proofHolds(document, proof, options))) return true;
      return false;
    },
    linkedData: (activity, own) =>
      orUndefined(() => statementOf(activity, { contextLoader, documentLoader, keyCache: requestKeys(own) })),
  };
}

/** Whatever a stranger's document makes the library throw, it proves nothing. */
async function orUndefined<T>(check: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await check();
  } catch {
    return undefined;
  }
}

const isTrue = async (check: () => Promise<boolean>): Promise<boolean> => (await orUndefined(check)) === true;

const documentLoader: DocumentLoader = async (url) => {
  throw new Error(`Nothing is fetched to check a signature: ${url}`);
};

/** `null` says that there is no such key, so that it is not looked for. */
const requestKeys = (own: OwnKey): KeyCache => ({
  async get({ href }) {
    const known = await own(href);
    if (known === undefined) return null;
    const { CryptographicKey } = await library();
    return new CryptographicKey({ id: new URL(href), owner: new URL(known.owner), publicKey: await webKey(known) });
  },
  set: async () => undefined,
});

const proofKeys = (own: OwnKey): KeyCache => ({
  async get({ href }) {
    const known = await own(href);
    if (known?.algorithm !== "Ed25519") return null;
    const { Multikey } = await library();
    return new Multikey({ id: new URL(href), controller: new URL(known.owner), publicKey: await webKey(known) });
  },
  set: async () => undefined,
});

const webKey = ({ algorithm, key }: KnownKey): Promise<CryptoKey> => {
  const spki = key.export({ type: "spki", format: "der" });
  const name = algorithm === "RSA" ? { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } : { name: "Ed25519" };
  return crypto.subtle.importKey("spki", spki, name, true, ["verify"]);
};

interface Options {
  readonly contextLoader: DocumentLoader;
  readonly documentLoader: DocumentLoader;
  readonly keyCache: KeyCache;
}

async function requestHolds(parts: SignedParts, options: Options): Promise<boolean> {
  const { verifyRequestDetailed } = await library();
  const request = new Request(targetUri(parts), {
    method: parts.method,
    headers: { ...parts.headers, host: parts.authority },
    body: new Uint8Array(parts.body),
  });
  // By our own clock it has been checked already.
  const result = await verifyRequestDetailed(request, { ...options, timeWindow: false });
  if (!result.verified) return false;
  // Of a signature of RFC 9421 Fedify asks nothing about what it covers, and of several it takes the first that fits.
  const { signatureLabel: label } = result;
  const signature = messageSignatures(parts.headers).find((one) => one.label === label);
  return label === undefined || signature?.coversRequest === true;
}

/**
 * The proof is read from the plain JSON, as `eddsa-jcs-2022` signs it. Fedify's `verifyObject` would look for it by its
 * meaning, and so could be shown another one than our own reading finds.
 */
async function proofHolds(document: JsonObject, proof: JsonObject, options: Options): Promise<boolean> {
  const { DataIntegrityProof, verifyProof } = await library();
  const { signature: _, ...unsigned } = document;
  const words = { ...proof, "@context": "https://w3id.org/security/data-integrity/v1" };
  return (await verifyProof(unsigned, await DataIntegrityProof.fromJsonLd(words, options), options)) !== null;
}

/**
 * An LD signature is about statements, not about text: whoever passes a document on can rename the terms in its context,
 * so that the same statements read otherwise as plain JSON, and add what no context knows. So of the text nothing is
 * believed, only these four statements; whatever else there is to know is to be fetched from where it lives.
 */
async function statementOf(activity: JsonObject, options: Options): Promise<JsonObject | undefined> {
  const { Activity, detachSignature, getTypeId, verifyJsonLd } = await library();
  if (!(await verifyJsonLd(activity, options))) return undefined;
  const said = await Activity.fromJsonLd(detachSignature(activity), options);
  const [id, actor, object] = [said.id?.href, said.actorId?.href, said.objectId?.href];
  if (id === undefined || actor === undefined || object === undefined || said.objectIds.length > 1) return undefined;
  const type = getTypeId(said).hash.slice(1);
  return { "@context": "https://www.w3.org/ns/activitystreams", id, type, actor, object };
}
