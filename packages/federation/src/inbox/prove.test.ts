import { sign } from "node:crypto";
import { signJsonLd } from "@fedify/fedify/sig";
import { Announce, Note } from "@fedify/vocab";
import { preloadedContexts } from "@fedify/vocab-runtime";
import { MINUTE } from "@commonhall/domain";
import type { JsonObject } from "@commonhall/wire";
import { describe, expect, test } from "vitest";
import type { InboxRequest } from "./inbox-request.ts";
import { door, known, sender, somebody, START, unsigned } from "./door.fixture.ts";

describe("who said it is known", () => {
  test.each(["rfc9421", "cavage"] as const)(
    "by a request signed in the form %s; the key is asked for once",
    async (form) => {
      const it = known(door(), sender);
      expect(await it.receive(await sender.signs(sender.post("one"), form))).toEqual({ status: 202 });
      expect(await it.receive(await sender.signs(sender.post("one"), form))).toEqual({ status: 202 });
      expect(it.fetched).toEqual([sender.actor]);
      expect([...it.kept.values()]).toEqual([JSON.stringify(sender.post("one"))]);
    },
  );

  test("by a key that is kept, if we know the actor, and of a stranger held for a while only", async () => {
    for (const [people, kept] of [
      [[sender.actor], 2],
      [[], 0],
    ] as const) {
      const it = known(door({ known: people }), sender);
      await it.receive(await sender.signs(sender.post("one")));
      expect(it.keys.size).toBe(kept);
      it.pass(11 * MINUTE);
      const later = await sender.signs(sender.post("one"), "cavage", START + 11 * MINUTE);
      expect(await it.receive(later)).toEqual({ status: 202 });
      expect(it.fetched.length).toBe(people.length === 0 ? 2 : 1);
    }
  });

  test("by a proof in the document, whoever brings it", async () => {
    const it = known(door(), sender);
    const document = sender.proven(sender.post("one"));
    expect(await it.receive(unsigned(document))).toEqual({ status: 202 });
    const messenger = somebody("https://messenger.example/users/m");
    const again = sender.proven({ ...sender.post("two"), id: "https://sender.example/activities/2" });
    expect(await known(it, messenger).receive(await messenger.signs(again))).toEqual({ status: 202 });
    expect(it.kept.size).toBe(2);
  });

  test("not by a proof over something else, and not by another's proof", async () => {
    const it = known(door(), sender);
    const changed = { ...sender.proven(sender.post("one")), object: "https://sender.example/notes/2" };
    expect(await it.receive(unsigned(changed))).toMatchObject({ status: 401 });
    const forger = somebody("https://forger.example/actor");
    known(it, forger);
    expect(await it.receive(unsigned(forger.proven(sender.post("one"))))).toMatchObject({ status: 401 });
    expect(await it.receive(await forger.signs(forger.proven(sender.post("one"))))).toMatchObject({ status: 401 });
    expect(it.kept.size).toBe(0);
  });

  test("by several proofs, of which one is the actor's", async () => {
    const it = known(door(), sender);
    const { proof, ...document } = sender.proven(sender.post("one"));
    if (proof === undefined) throw new Error("no proof");
    const stranger = { ...Object(proof), verificationMethod: "https://elsewhere.example/key" };
    expect(await it.receive(unsigned({ ...document, proof: [stranger, proof] }))).toEqual({ status: 202 });
    expect(it.fetched.some((url) => url.startsWith("https://elsewhere.example"))).toBe(false);
  });

  test("not by a proof that has expired", async () => {
    const { proof, ...document } = sender.proven(sender.post("one"));
    const stranger = { ...Object(proof), verificationMethod: "https://elsewhere.example/key" };
    const until = (expires: unknown) =>
      known(door(), sender).receive(unsigned({ ...document, proof: [stranger, { ...Object(proof), expires }] }));
    for (const past of [new Date(START - MINUTE).toISOString(), "yesterday", 5]) {
      expect(await until(past)).toMatchObject({ status: 401 });
    }
    expect(await until(new Date(START + MINUTE).toISOString())).toEqual({ status: 202 });
  });

  test("not by a proof, or over a document, that is longer than they are; nobody is asked for its key", async () => {
    const it = known(door(), sender);
    const { proof, ...document } = sender.proven(sender.post("one"));
    const long = { ...Object(proof), more: [{ "@context": Array.from({ length: 2000 }, () => ({})) }] };
    expect(await it.receive(unsigned({ ...document, proof: long }))).toMatchObject({ status: 401 });
    const much = sender.proven({ ...sender.post("one"), unknown: "x".repeat(300_000) });
    expect(await it.receive(unsigned(much))).toMatchObject({ status: 401 });
    expect(it.fetched).toEqual([]);
    expect(await it.receive(await sender.signs(much))).toEqual({ status: 202 });
  });

  test("by a signature that only Fedify reads", async () => {
    const it = known(door(), sender);
    const signed = await unfamiliar(sender, sender.post("one"));
    expect(await it.receive(signed)).toEqual({ status: 202 });
    const signature = (signed.headers["signature"] ?? "").replace(/signature=".{4}/, 'signature="AAAA');
    const wrong = { ...signed, headers: { ...signed.headers, signature } };
    expect(await it.receive(wrong)).toMatchObject({ status: 401 });
  });

  test("not by a key that claims somebody else as its owner", async () => {
    const it = known(door(), sender);
    const forger = somebody("https://forger.example/actor");
    known(it, forger);
    const claims = { ...Object(forger.document["publicKey"]), owner: sender.actor };
    it.documents.set(forger.actor, { ...forger.document, publicKey: claims });
    expect(await it.receive(await forger.signs(sender.post("one")))).toMatchObject({ status: 401 });
    expect(it.kept.size).toBe(0);
  });

  test("and again after its key has changed, which is looked for once in five minutes at most", async () => {
    const it = known(door(), sender);
    await it.receive(await sender.signs(sender.post("one")));
    it.pass(6 * MINUTE);
    const renewed = somebody(sender.actor);
    expect(await it.receive(await renewed.signs(renewed.post("two")))).toMatchObject({ status: 401 });
    known(it, renewed);
    expect(await it.receive(await renewed.signs(renewed.post("two")))).toMatchObject({ status: 401 });
    expect(it.fetched.length).toBe(2);
    it.pass(6 * MINUTE);
    const late = await renewed.signs(
      { ...renewed.post("two"), id: "https://sender.example/activities/2" },
      "cavage",
      START + 12 * MINUTE,
    );
    expect(await it.receive(late)).toEqual({ status: 202 });
    expect(it.kept.size).toBe(2);
  });
});

/** In the form of draft-cavage with a `created` of its own, which the fast door does not read. */
async function unfamiliar(who: typeof sender, json: JsonObject): Promise<InboxRequest> {
  const signed = await who.signs(json, "cavage");
  const created = Math.floor(START / 1000);
  const lines = ["(request-target): post /inbox", "host: hall.example", `date: ${signed.headers["date"]}`];
  const base = [...lines, `digest: ${signed.headers["digest"]}`, `(created): ${created}`].join("\n");
  const signature = sign("sha256", Buffer.from(base), who.keys.privateKey).toString("base64");
  const covered = "(request-target) host date digest (created)";
  const header = `keyId="${who.keyId}",created=${created},headers="${covered}",signature="${signature}"`;
  return { ...signed, headers: { ...signed.headers, signature: header } };
}

describe("somebody whose keys we know cannot speak for another", () => {
  const forger = somebody("https://forger.example/actor");

  test.each<[string, () => Promise<InboxRequest>]>([
    ["by a signed request", () => forger.signs(sender.post("forged"))],
    ["by a request signed in another form", () => unfamiliar(forger, sender.post("forged"))],
    ["by a proof", async () => unsigned(forger.proven(sender.post("forged")))],
    [
      "by several proofs",
      async () => {
        const { proof, ...document } = forger.proven(sender.post("forged"));
        return unsigned({ ...document, proof: [proof ?? null, proof ?? null] });
      },
    ],
  ])("%s", async (_, forged) => {
    const it = known(door(), sender, forger);
    expect(await it.receive(await forger.signs(forger.proven(forger.post("own"))))).toEqual({ status: 202 });
    expect(await it.receive(await forged())).toMatchObject({ status: 401 });
    expect(it.kept.size).toBe(1);
  });
});

test("of two signatures the one that holds has to cover the request", async () => {
  const it = known(door(), sender);
  const request = await sender.signs(sender.post("one"));
  const created = Math.floor(START / 1000);
  const whole = `whole=("@method" "@target-uri" "content-digest");created=${created};keyid="${sender.keyId}";alg="ed25519"`;
  const input = `("@method");created=${created};keyid="${sender.keyId}"`;
  const base = `"@method": POST\n"@signature-params": ${input}`;
  const signature = sign("sha256", Buffer.from(base), sender.keys.privateKey).toString("base64");
  const headers = {
    ...request.headers,
    "signature-input": `${whole}, part=${input}`,
    signature: `whole=:AAAA:, part=:${signature}:`,
  };
  expect(await it.receive({ ...request, headers })).toMatchObject({ status: 401 });
});

describe("an LD signature", () => {
  const contextLoader = async (url: string) => ({
    contextUrl: null,
    documentUrl: url,
    document: preloadedContexts[url],
  });

  async function signedByLinkedData(): Promise<JsonObject> {
    const actor = new URL(sender.actor);
    const object = new Note({
      id: new URL("/notes/7", actor),
      attribution: actor,
      content: "Twelve of 43 have been paid.",
    });
    const announce = new Announce({ id: new URL("/activities/7", actor), actor, object });
    const plain = await announce.toJsonLd({ contextLoader });
    const der = sender.keys.privateKey.export({ type: "pkcs8", format: "der" });
    const key = await crypto.subtle.importKey("pkcs8", der, { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, true, [
      "sign",
    ]);
    return JSON.parse(JSON.stringify(await signJsonLd(plain, key, new URL(sender.keyId), { contextLoader })));
  }

  test("proves who said what about what, and of the text nothing", async () => {
    const it = known(door(), sender);
    const document = await signedByLinkedData();
    expect(await it.receive(unsigned(document))).toEqual({ status: 202 });
    expect([...it.kept.values()].map((text) => JSON.parse(text))).toEqual([
      {
        "@context": "https://www.w3.org/ns/activitystreams",
        id: "https://sender.example/activities/7",
        type: "Announce",
        actor: sender.actor,
        object: "https://sender.example/notes/7",
      },
    ]);
  });

  test("is not read where it stands under more than such a document has, nor more often than now and then", async () => {
    const it = known(door(), sender);
    const document = await signedByLinkedData();
    const padded = { ...document, unknown: "x".repeat(20_000) };
    expect(await it.receive(unsigned(padded))).toMatchObject({ status: 401 });
    for (let n = 0; n < 5; n += 1) expect(await it.receive(unsigned(document))).toEqual({ status: 202 });
    expect(await it.receive(unsigned(document))).toMatchObject({ status: 429, headers: { "retry-after": "10" } });
    it.pass(10_000);
    expect(await it.receive(unsigned(document))).toEqual({ status: 202 });
  });

  test("does not let the one who passes it on rename its words", async () => {
    const it = known(door(), sender);
    const { "@context": context, object, ...rest } = await signedByLinkedData();
    const renamed = { object: null, told: { "@id": "https://www.w3.org/ns/activitystreams#object", "@type": "@id" } };
    const forged = {
      ...rest,
      "@context": [...[context].flat(), renamed],
      told: object,
      object: "https://sender.example/notes/1",
    };
    expect(await it.receive(unsigned(JSON.parse(JSON.stringify(forged))))).toEqual({ status: 202 });
    expect([...it.kept.values()].map((text) => JSON.parse(text).object)).toEqual(["https://sender.example/notes/7"]);
  });

  test("with an unknown context fetches nothing for it", async () => {
    const it = known(door(), sender);
    const document = {
      ...(await signedByLinkedData()),
      "@context": ["https://www.w3.org/ns/activitystreams", "https://contexts.example/v1"],
    };
    await it.receive(unsigned(document));
    expect(it.fetched.filter((url) => url.startsWith("https://contexts.example"))).toEqual([]);
    expect(it.warnings.length).toBeGreaterThan(0);
  });
});
