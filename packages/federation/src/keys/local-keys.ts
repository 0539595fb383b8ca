import { createPrivateKey, generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";
import type { ActorId, ActorKeys, LocalActor, LocalActors } from "@commonhall/domain";
import { addressesOf, type ProofKey, type Site } from "@commonhall/wire";
import type { SigningKey } from "../http/signatures.ts";
import type { FederationPorts } from "../ports.ts";

/** What one of our actors signs with: requests by RSA, documents by Ed25519. */
export interface LocalSigner {
  readonly actor: ActorId;
  readonly request: SigningKey;
  readonly proof: ProofKey;
}

export interface LocalKeys {
  /** Undefined for an actor that is not ours. One that was deleted still signs: its Delete has to arrive. */
  signerFor(actor: ActorId): Promise<LocalSigner | undefined>;
}

interface LocalKeysPorts {
  readonly site: Site;
  readonly direct: { readonly localActors: Pick<LocalActors, "get"> };
  readonly onChange: FederationPorts["onChange"];
}

interface Imported {
  readonly keys: ActorKeys;
  readonly signer: LocalSigner;
}

/** The keys of an actor, ready to sign with. For one that is being made and that no commit holds yet. */
export function importSigner(site: Site, { id, keys }: Pick<LocalActor, "id" | "keys">): LocalSigner {
  const addresses = addressesOf(site);
  return {
    actor: id,
    request: { keyId: addresses.mainKey(id), privateKey: createPrivateKey(keys.rsaPrivate) },
    proof: { verificationMethod: addresses.proofKey(id), privateKey: createPrivateKey(keys.ed25519Private) },
  };
}

/**
 * Importing a key costs more than signing with it, so each is imported once. After a commit the actor is read again,
 * because the commit may have given it new keys; imported again it is only where it did.
 */
export function localKeys({ site, direct, onChange }: LocalKeysPorts): LocalKeys {
  const imported = new Map<ActorId, Imported>();
  const fresh = new Map<ActorId, Promise<LocalSigner | undefined>>();
  onChange((change) => change === "anything" && fresh.clear());

  const read = async (id: ActorId): Promise<LocalSigner | undefined> => {
    const actor = await direct.localActors.get(id);
    if (actor === undefined) return undefined;
    if (actor.kind === "feed") return sharedSigner(id);
    const known = imported.get(id);
    if (known !== undefined && sameKeys(known.keys, actor.keys)) return known.signer;
    const now = { keys: actor.keys, signer: importSigner(site, actor) };
    imported.set(id, now);
    return now.signer;
  };

  /** All feeds sign with the keys of the node, each under its own name: there are more of them than anybody makes keys for. */
  const sharedSigner = async (id: ActorId): Promise<LocalSigner | undefined> => {
    const node = await signerFor(addressesOf(site).node());
    return node === undefined ? undefined : inNameOf(site, id, node);
  };

  const signerFor = (id: ActorId): Promise<LocalSigner | undefined> => {
    const known = fresh.get(id);
    if (known !== undefined) return known;
    const reading = read(id);
    fresh.set(id, reading);
    // Neither a failed read nor an actor that is not there is remembered.
    reading.then(
      (signer) => signer ?? fresh.delete(id),
      () => fresh.delete(id),
    );
    return reading;
  };

  return { signerFor };
}

/** The same keys under the name of another actor of ours. */
export const inNameOf = (site: Site, actor: ActorId, { request, proof }: LocalSigner): LocalSigner => {
  const addresses = addressesOf(site);
  return {
    actor,
    request: { ...request, keyId: addresses.mainKey(actor) },
    proof: { ...proof, verificationMethod: addresses.proofKey(actor) },
  };
};

const sameKeys = (a: ActorKeys, b: ActorKeys): boolean =>
  a.rsaPrivate === b.rsaPrivate && a.ed25519Private === b.ed25519Private;

const generate = promisify(generateKeyPair);
const privatePem = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" }).toString();
const publicPem = (key: KeyObject): string => key.export({ type: "spki", format: "pem" }).toString();

/**
 * A fresh pair of each. RSA-2048 is what every server of the fediverse verifies; 4096 would sign five times slower.
 * Takes tens of milliseconds of a thread, so it happens before the commit that keeps them.
 */
export async function generateActorKeys(): Promise<ActorKeys> {
  const [rsa, ed25519] = await Promise.all([generate("rsa", { modulusLength: 2048 }), generate("ed25519")]);
  return {
    rsaPrivate: privatePem(rsa.privateKey),
    rsaPublic: publicPem(rsa.publicKey),
    ed25519Private: privatePem(ed25519.privateKey),
    ed25519Public: publicPem(ed25519.publicKey),
  };
}
