import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { hostOf, trusted, type ActorId, type RemoteActor } from "@commonhall/domain";
import {
  announceActivity,
  createActivity,
  deleteActivity,
  multikeyOf,
  PUBLIC,
  undoActivity,
  updateActivity,
  withProof,
  type JsonObject,
} from "@commonhall/wire";

const proofKeys = generateKeyPairSync("ed25519");
const pem = (key: KeyObject) => key.export({ type: "spki", format: "pem" }).toString();

let count = 0;
/** An id of its own for each, in the order in which they are made. */
const next = () => `${(count += 1)}`;

export interface NoteFields {
  readonly [field: string]: JsonObject[string];
}

/** Whatever has an id. */
export type Said = JsonObject & { readonly id: string };

/** Somebody on another server, and what they say; nothing of it is sent. */
export function somebody(id: string, at: () => number) {
  const actor: ActorId = trusted.actor(id);
  const { origin } = new URL(id);
  const activity = () => trusted.activity(`${origin}/activities/${next()}`);
  const iso = (time: number) => new Date(time).toISOString();
  const note = (text: string, fields: NoteFields = {}): Said => ({
    id: `${origin}/notes/${next()}`,
    type: "Note",
    attributedTo: id,
    content: `<p>${text}</p>`,
    published: iso(at()),
    to: [PUBLIC],
    ...fields,
  });
  const key = { verificationMethod: `${id}#ed25519-key`, privateKey: proofKeys.privateKey };
  const idOf = (object: Said) => trusted.object(object.id);
  const known: RemoteActor = {
    id: actor,
    type: "Organization",
    handle: `@somebody@${hostOf(id)}`,
    host: hostOf(id),
    name: "Somebody",
    inbox: trusted.inbox(`${origin}/inbox`),
    document: JSON.stringify({ id }),
    fetched: at(),
  };
  return {
    id: actor,
    known,
    note,
    creates: (object: JsonObject, to: readonly string[] = [PUBLIC]) =>
      createActivity({ id: activity(), actor, object, to, published: at() }),
    updates: (object: JsonObject, fields: NoteFields = {}) =>
      updateActivity({
        id: activity(),
        actor,
        object: { updated: iso(at()), ...object, ...fields },
        to: [PUBLIC],
        published: at(),
      }),
    /** The same, said to have been published now. */
    dated: (object: Said): Said => ({ ...object, published: iso(at()) }),
    deletes: (object: Said) => deleteActivity({ id: activity(), actor, object: idOf(object), to: [PUBLIC] }),
    leaves: () => deleteActivity({ id: activity(), actor, object: trusted.object(id), to: [PUBLIC] }),
    announces: (object: Said | string) => {
      const passedOn = typeof object === "string" ? trusted.object(object) : idOf(object);
      const announce = announceActivity({ id: activity(), actor, object: passedOn, published: at(), to: [PUBLIC] });
      return typeof object === "string" ? announce : { ...announce, object };
    },
    undoes: (undone: JsonObject) => undoActivity({ id: activity(), actor, to: [PUBLIC], activity: undone }),
    proves: (object: Said): Said => ({
      ...withProof({ "@context": "https://www.w3.org/ns/activitystreams", ...object }, key, at()),
      id: object.id,
    }),
    /** To sign whatever they say. */
    signingKey: key,
    proofKey: {
      id: key.verificationMethod,
      owner: actor,
      algorithm: "Ed25519",
      publicKey: pem(proofKeys.publicKey),
      fetched: at(),
    } as const,
    document: (): JsonObject => ({
      "@context": [
        "https://www.w3.org/ns/activitystreams",
        "https://w3id.org/security/v1",
        "https://w3id.org/security/data-integrity/v1",
      ],
      id,
      type: "Organization",
      preferredUsername: "somebody",
      inbox: `${origin}/inbox`,
      outbox: `${origin}/outbox`,
      featured: `${origin}/featured`,
      assertionMethod: [
        {
          id: key.verificationMethod,
          type: "Multikey",
          controller: id,
          publicKeyMultibase: multikeyOf(pem(proofKeys.publicKey)),
        },
      ],
    }),
  };
}

export type Somebody = ReturnType<typeof somebody>;
