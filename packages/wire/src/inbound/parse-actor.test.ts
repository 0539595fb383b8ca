import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../json.ts";
import { KEYS } from "../testing/actors.ts";
import { multikeyOf } from "../keys.ts";
import { campaignObject, parseActor } from "./parse-actor.ts";
import { parseCollection } from "./parse-collection.ts";

const CENTRE = "https://centro.example/centres/centro";
const ACTOR: JsonObject = {
  id: CENTRE,
  type: "Organization",
  preferredUsername: "centro",
  name: "Centro",
  inbox: `${CENTRE}/inbox`,
  outbox: `${CENTRE}/outbox`,
  endpoints: { sharedInbox: "https://centro.example/inbox" },
};

function actor(fields: { readonly [key: string]: JsonValue }) {
  const read = parseActor({ ...ACTOR, ...fields });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

const rsaKey = (fields: JsonObject = {}): JsonObject => ({
  id: `${CENTRE}#main-key`,
  owner: CENTRE,
  publicKeyPem: KEYS.rsaPublic,
  ...fields,
});
const multikey = (fields: JsonObject = {}): JsonObject => ({
  id: `${CENTRE}#ed25519-key`,
  type: "Multikey",
  controller: CENTRE,
  publicKeyMultibase: multikeyOf(KEYS.ed25519Public),
  ...fields,
});

describe("an actor", () => {
  test("has its inbox on its own server, or is refused: nobody is made to post to a third party", () => {
    expect(parseActor({ ...ACTOR, inbox: "https://victim.example/inbox" })).toMatchObject({
      ok: false,
      error: { type: "foreign origin", field: "inbox" },
    });
  });

  test("has a shared inbox and an outbox only where they are on its own server", () => {
    const { remote } = actor({
      outbox: "https://victim.example/outbox",
      endpoints: { sharedInbox: "https://victim.example/inbox" },
    });
    expect(remote).not.toHaveProperty("outbox");
    expect(remote).not.toHaveProperty("sharedInbox");
    for (const endpoints of [null, 5, "x", [], { sharedInbox: 5 }, "https://centro.example/endpoints"])
      expect(actor({ endpoints }).remote).not.toHaveProperty("sharedInbox");
  });

  test.each(["Note", "Campaign", "Proposal", ""])("of the type %j is none", (type) => {
    expect(parseActor({ ...ACTOR, type })).toMatchObject({ ok: false, error: { field: "type" } });
  });

  test("of several types is of the first that is one of an actor", () => {
    expect(actor({ type: ["Thing", "Group", "Person"] }).remote.type).toBe("Group");
  });

  test("is shown by a name that fits on a line, or by what stands before the @", () => {
    expect(actor({ name: " Centro\n\u202ede\u0000 Trabajo " }).remote.name).toBe("Centro de Trabajo");
    expect(actor({ name: "" }).remote.name).toBe("centro");
    expect(actor({ name: "\u202e \u0000" }).remote.name).toBe("centro");
    expect(actor({ name: { en: "x" } }).remote.name).toBe("centro");
    expect([...actor({ name: "n".repeat(5_000) }).remote.name]).toHaveLength(200);
  });

  test("with a name of another script is not mistaken for anybody", () => {
    expect(actor({ preferredUsername: "сentro" }).preferredUsername).toBe("%D1%81entro");
    expect(parseActor({ ...ACTOR, preferredUsername: "x".repeat(101) })).toMatchObject({
      ok: false,
      error: { field: "preferredUsername" },
    });
    expect(actor({ preferredUsername: 5 }).preferredUsername).toBe("centro.example");
  });
});

describe("the keys of an actor", () => {
  test("one for requests, one for documents", () => {
    expect(actor({ publicKey: rsaKey(), assertionMethod: [multikey()] }).keys).toEqual([
      { id: `${CENTRE}#main-key`, owner: CENTRE, algorithm: "RSA", publicKey: KEYS.rsaPublic },
      { id: `${CENTRE}#ed25519-key`, owner: CENTRE, algorithm: "Ed25519", publicKey: KEYS.ed25519Public },
    ]);
    expect(actor({ publicKey: [rsaKey()], assertionMethod: multikey() }).keys).toHaveLength(2);
  });

  test("none of another owner or another server", () => {
    const other = "https://other.example/users/x";
    for (const publicKey of [
      rsaKey({ owner: other }),
      rsaKey({ owner: `${CENTRE}2` }),
      rsaKey({ id: `${other}#main-key` }),
    ])
      expect(actor({ publicKey }).keys).toEqual([]);
    for (const assertionMethod of [multikey({ controller: other }), multikey({ id: `${other}#key` })])
      expect(actor({ assertionMethod }).keys).toEqual([]);
  });

  test("of two with one id the first", () => {
    expect(actor({ publicKey: rsaKey(), assertionMethod: multikey({ id: `${CENTRE}#main-key` }) }).keys).toMatchObject([
      { algorithm: "RSA" },
    ]);
  });

  test("none that is too weak, too costly or none at all", () => {
    const pem = (type: "spki" | "pkcs1", bits: number): string =>
      generateKeyPairSync("rsa", { modulusLength: bits }).publicKey.export({ type, format: "pem" }).toString();
    const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" })
      .publicKey.export({ type: "spki", format: "pem" })
      .toString();
    const odd = [
      pem("spki", 1024),
      elliptic,
      KEYS.ed25519Public,
      "",
      "x",
      5,
      null,
      `${KEYS.rsaPublic}${" ".repeat(5_000)}`,
    ];
    for (const publicKeyPem of odd) expect(actor({ publicKey: rsaKey({ publicKeyPem }) }).keys).toEqual([]);
    for (const publicKey of [null, 5, "https://centro.example/key", [[]], {}])
      expect(actor({ publicKey }).keys).toEqual([]);
    for (const publicKeyMultibase of [
      "",
      "z",
      "z6Mk",
      "zzzz",
      5,
      multikeyOf(KEYS.ed25519Public).slice(0, -1),
      `u${multikeyOf(KEYS.ed25519Public)}`,
    ]) {
      expect(actor({ assertionMethod: multikey({ publicKeyMultibase }) }).keys).toEqual([]);
    }
    expect(actor({ publicKey: rsaKey({ publicKeyPem: pem("pkcs1", 2048) }) }).keys[0]?.publicKey).toMatch(
      /^-----BEGIN PUBLIC KEY-----/,
    );
  });

  test("a few of a thousand", () => {
    const publicKey = Array.from({ length: 1_000 }, (_, index) => rsaKey({ id: `${CENTRE}#key-${index}` }));
    expect(actor({ publicKey }).keys.length).toBeLessThanOrEqual(16);
  });
});

describe("a campaign", () => {
  const GROUP = { ...ACTOR, type: "Group", kind: "Campaign" };

  test("is what a Group of that kind tells, and nothing else", () => {
    expect(actor({ kind: "Campaign" }).campaign).toBeUndefined();
    expect(actor({ type: "Group" }).campaign).toBeUndefined();
    expect(campaignObject(actor({ type: "Group" }), actor({}).remote.id)).toBeUndefined();
    expect(actor(GROUP).campaign).toEqual({
      names: { und: "Centro" },
      regions: [],
      sectors: [],
      demands: [],
      targets: [],
      translations: [],
      log: [],
    });
  });

  test("keeps of its lists what is in order", () => {
    const { campaign } = actor({
      ...GROUP,
      campaignStatus: "wcn:closed",
      outcome: "won",
      regions: ["US-CA", "XX", 5, null],
      sectors: ["isic4:F41", "F41"],
      demands: [
        { id: `${CENTRE}#demand-1`, name: "Pay", nameMap: { es: "Paguen", en: "Pay" }, outcome: "won" },
        { name: "" },
        "x",
        null,
      ],
      targets: [
        { name: "BuildCo\u0000 Inc.", role: "brand", url: "javascript:alert(1)" },
        { name: "B", role: "nobody", url: "https://b.example/" },
        { role: "brand" },
      ],
      translations: [{ language: "es", translationState: "partial", translator: "Ana" }, { language: "es" }, {}],
      log: [{ change: "opened", at: "2026-11-20T17:00:00Z", by: "ana" }, { change: "opened" }, { at: "x" }],
    });
    expect(campaign).toMatchObject({ status: "closed", outcome: "won", regions: ["US-CA"], sectors: ["isic4:F41"] });
    expect(campaign?.demands).toEqual([
      { id: `${CENTRE}#demand-1`, names: { en: "Pay", es: "Paguen" }, outcome: "won" },
    ]);
    expect(campaign?.targets).toEqual([
      { name: "BuildCo Inc.", role: "brand" },
      { name: "B", role: "other", url: "https://b.example/" },
    ]);
    expect(campaign?.translations).toEqual([{ language: "es", state: "partial", translator: "Ana" }]);
    expect(campaign?.log).toEqual([{ what: "published", at: Date.UTC(2026, 10, 20, 17) }]);
  });
});

describe("a collection", () => {
  const PAGE: JsonObject = {
    id: "https://centro.example/outbox?page=1",
    type: "OrderedCollectionPage",
    orderedItems: ["a", { id: "b" }],
    next: "https://centro.example/outbox?page=2",
  };

  test("gives its items, in whichever list they stand", () => {
    expect(parseCollection(PAGE)).toEqual({
      ok: true,
      value: { items: ["a", { id: "b" }], next: "https://centro.example/outbox?page=2" },
    });
    expect(parseCollection({ type: "Collection", items: "a" })).toMatchObject({ ok: true, value: { items: ["a"] } });
    expect(parseCollection({ type: "Collection", items: null })).toMatchObject({ ok: true, value: { items: [] } });
  });

  test("leads to no page on another server", () => {
    const read = parseCollection({
      id: "https://centro.example/outbox",
      type: "OrderedCollection",
      first: "https://victim.example/outbox",
      next: "https://victim.example/x",
    });
    expect(read).toEqual({ ok: true, value: { items: [] } });
    expect(parseCollection({ ...PAGE, next: "/outbox?page=2" })).not.toHaveProperty("value.next");
  });

  test("holds its first page, or says where it is", () => {
    expect(
      parseCollection({ id: "https://centro.example/outbox", type: "OrderedCollection", first: PAGE }),
    ).toMatchObject({ ok: true, value: { items: ["a", { id: "b" }], next: PAGE["next"] } });
    expect(
      parseCollection({
        id: "https://centro.example/outbox",
        type: "OrderedCollection",
        first: { id: PAGE["id"] ?? "" },
      }),
    ).toEqual({ ok: true, value: { items: [], first: PAGE["id"] } });
  });

  test("is nothing else", () => {
    expect(parseCollection({ type: "Note" })).toMatchObject({ ok: false, error: { field: "type" } });
    expect(parseCollection({})).toMatchObject({ ok: false });
  });
});
