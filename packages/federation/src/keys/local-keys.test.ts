import { createPublicKey, sign, verify } from "node:crypto";
import { trusted, type Change, type LocalActor } from "@commonhall/domain";
import { describe, expect, it } from "vitest";
import { generateActorKeys, localKeys } from "./local-keys.ts";

const id = trusted.actor("https://hall.example/centres/hall");

async function actor(): Promise<LocalActor> {
  return { id, kind: "centre", document: "{}", keys: await generateActorKeys(), created: 0 };
}

function room(first: LocalActor) {
  let stored: LocalActor | undefined = first;
  let reads = 0;
  let changed: (change: Change) => void = () => {};
  const keys = localKeys({
    site: { origin: "https://hall.example", handleHost: "hall.example" },
    direct: {
      localActors: {
        get: async (wanted) => {
          reads += 1;
          return wanted === id ? stored : undefined;
        },
      },
    },
    onChange: (listener) => {
      changed = listener;
      return () => {};
    },
  });
  const commit = (next: LocalActor | undefined) => {
    stored = next;
    changed("anything");
  };
  return { keys, commit, reads: () => reads };
}

describe("keys of our own actors", () => {
  it("are RSA-2048 and Ed25519, and what the private half signs the public half verifies", async () => {
    const { keys: pems } = await actor();
    expect(createPublicKey(pems.rsaPublic).asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(createPublicKey(pems.ed25519Public).asymmetricKeyType).toBe("ed25519");
    const text = Buffer.from("to all halls");
    const rsa = sign("sha256", text, pems.rsaPrivate);
    const ed25519 = sign(null, text, pems.ed25519Private);
    expect(verify("sha256", text, pems.rsaPublic, rsa)).toBe(true);
    expect(verify(null, text, pems.ed25519Public, ed25519)).toBe(true);
  });

  it("are read and imported once for many requests", async () => {
    const { keys, reads } = room(await actor());
    const signers = await Promise.all(Array.from({ length: 50 }, () => keys.signerFor(id)));
    expect(new Set(signers).size).toBe(1);
    expect(signers[0]?.request.keyId).toBe(`${id}#main-key`);
    expect(signers[0]?.proof.verificationMethod).toBe(`${id}#ed25519-key`);
    expect(reads()).toBe(1);
  });

  it("stay imported over commits that leave them alone, and change with one that does not", async () => {
    const first = await actor();
    const { keys, commit } = room(first);
    const before = await keys.signerFor(id);
    commit({ ...first, document: "{ }" });
    expect(await keys.signerFor(id)).toBe(before);
    commit(await actor());
    expect((await keys.signerFor(id))?.request.privateKey).not.toBe(before?.request.privateKey);
  });

  it("are undefined for whoever is not ours, until the actor is there", async () => {
    const first = await actor();
    const { keys, commit } = room(first);
    commit(undefined);
    expect(await keys.signerFor(id)).toBeUndefined();
    commit(first);
    expect(await keys.signerFor(id)).toBeDefined();
  });
});
