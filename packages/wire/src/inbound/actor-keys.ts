import { createPublicKey, type KeyObject } from "node:crypto";
import { actorId, sameOrigin, type ActorId, type RemoteKey } from "@commonhall/domain";
import { isJsonObject, type JsonObject } from "../json.ts";
import { pemFromMultikey } from "../keys.ts";
import { listOf, referenceIn } from "./shapes.ts";

/** An actor has one key of each kind, and while it changes them two. */
const MOST_KEYS = 8;
/** A PEM of 8192 bits has 1.5 kB. */
const LONGEST_PEM = 4096;
const RSA_BITS = { least: 2048, most: 8192 };

/**
 * The keys that belong to the actor: RSA from `publicKey` (security/v1), Ed25519 from `assertionMethod` (FEP-521a). Each
 * is of one origin with the actor, names it as its owner, and is of a size that costs no more than it should to check.
 * What is odd is left out: an actor without a usable key can still be read.
 */
export function readKeys(json: JsonObject, owner: ActorId): readonly Omit<RemoteKey, "fetched">[] {
  const rsa = listOf(json["publicKey"])
    .slice(0, MOST_KEYS)
    .map((key) => readRsaKey(key, owner));
  const ed25519 = listOf(json["assertionMethod"])
    .slice(0, MOST_KEYS)
    .map((key) => readMultikey(key, owner));
  const keys = [...rsa, ...ed25519].filter((key) => key !== undefined);
  return keys.filter((key, index) => keys.findIndex((other) => other.id === key.id) === index);
}

type Key = Omit<RemoteKey, "fetched">;

function readRsaKey(json: unknown, owner: ActorId): Key | undefined {
  if (!isJsonObject(json) || !belongsTo(json, owner, "owner")) return undefined;
  const { id, publicKeyPem: pem } = json;
  if (typeof id !== "string" || typeof pem !== "string" || pem.length > LONGEST_PEM) return undefined;
  const key = readPem(pem);
  const bits = key?.asymmetricKeyType === "rsa" ? (key.asymmetricKeyDetails?.modulusLength ?? 0) : 0;
  if (key === undefined || bits < RSA_BITS.least || bits > RSA_BITS.most) return undefined;
  return { id, owner, algorithm: "RSA", publicKey: spki(key) };
}

function readMultikey(json: unknown, owner: ActorId): Key | undefined {
  if (!isJsonObject(json) || !belongsTo(json, owner, "controller")) return undefined;
  const { id, publicKeyMultibase: text } = json;
  if (typeof id !== "string" || typeof text !== "string") return undefined;
  const pem = pemFromMultikey(text);
  return pem === undefined ? undefined : { id, owner, algorithm: "Ed25519", publicKey: pem };
}

function belongsTo(json: JsonObject, actor: ActorId, ownership: "owner" | "controller"): boolean {
  const id = typeof json["id"] === "string" ? actorId(json["id"]) : undefined;
  const owner = json[ownership];
  return id !== undefined && sameOrigin(id, actor) && (owner === undefined || referenceIn(owner) === actor);
}

function readPem(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}

/** The one form in which keys are kept, whether PKCS #1 or SPKI came. */
const spki = (key: KeyObject): string => key.export({ type: "spki", format: "pem" }).toString();
