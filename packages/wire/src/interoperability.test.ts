import { verifyProof as fedifyVerifyProof } from "@fedify/fedify";
import { Activity, Agreement, DataIntegrityProof, Object as FedifyObject } from "@fedify/vocab";
import { preloadedContexts } from "@fedify/vocab-runtime";
import fc from "fast-check";
import jsonld from "jsonld";
import { describe, expect, test } from "vitest";
import { intentOf, trusted } from "@commonhall/domain";
import { nodeDocument } from "./centres/node-document.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "./json.ts";
import { verifyProof } from "./proof.ts";
import { ADDRESSES, KEYS, proofKeyOf, PUBLIC_KEY, SITE } from "./testing/actors.ts";
import { anyActor, anyObject, carrying, PLAIN_ACTIVITIES, sealed } from "./testing/documents.ts";
import { NEED, PLEDGE_DOCUMENTS } from "./testing/pledges.ts";

/** Serves the contexts that every implementation has at hand and nothing else: a document that needs another is refused. */
const contextLoader = async (url: string) => {
  const document = preloadedContexts[url];
  if (document === undefined) throw new Error(`A context from elsewhere: ${url}`);
  return { contextUrl: null, documentUrl: url, document };
};
const loaders = { contextLoader, documentLoader: contextLoader };

const CENTRE = ADDRESSES.centre(trusted.handle("hall"));
const AT = Date.UTC(2026, 10, 22);
const RUNS = { numRuns: 60 };

/**
 * Whatever should be an IRI and is none: a term that the context forgot (it falls into the vocabulary of nobody, `_:`), a
 * prefix that it forgot (`wcn:role` stays as it is), a relative address.
 */
function notIris(expanded: JsonValue, key = ""): string[] {
  if (typeof expanded === "string") return IRI_KEYS.has(key) && !isIri(expanded) ? [expanded] : [];
  if (Array.isArray(expanded)) return expanded.flatMap((entry) => notIris(entry, key));
  if (!isJsonObject(expanded)) return [];
  const { [FORMER_TYPE]: _, ...rest } = expanded;
  return Object.entries(rest).flatMap(([name, value]) => [
    ...(name.startsWith("@") || isIri(name) ? [] : [name]),
    ...notIris(value, name),
  ]);
}

/** ActivityStreams writes `"formerType": "Image"` in its examples and calls it an address in its context. */
const FORMER_TYPE = "https://www.w3.org/ns/activitystreams#formerType";
const IRI_KEYS = new Set(["@id", "@type"]);
const isIri = (text: string): boolean => /^https?:\/\//.test(text);

/** `safe` refuses what would be dropped in silence, such as a relative address. */
async function expectAllTermsKnown(document: JsonObject): Promise<void> {
  const options = { documentLoader: contextLoader, safe: true } as unknown as jsonld.Options.Expand;
  const expanded = await jsonld.expand(document, options);
  expect(notIris(JSON.parse(JSON.stringify(expanded)) as JsonValue)).toEqual([]);
}

/** As a stranger would do it: the key is fetched from the actor's document. */
async function fedifyAccepts(document: JsonObject): Promise<boolean> {
  const actor = nodeDocument({ site: SITE, keys: KEYS });
  const documentLoader = async (url: string) => ({
    contextUrl: null,
    documentUrl: url,
    document: JSON.parse(JSON.stringify(actor).replaceAll(ADDRESSES.node(), CENTRE)) as unknown,
  });
  const { proof } = document;
  if (!isJsonObject(proof)) return false;
  const withContext = { ...proof, "@context": document["@context"] };
  const parsed = await DataIntegrityProof.fromJsonLd(withContext, loaders);
  return (await fedifyVerifyProof(document, parsed, { contextLoader, documentLoader })) !== null;
}

const bytesAndBack = (document: JsonObject): JsonObject => JSON.parse(JSON.stringify(document)) as JsonObject;

describe("a document read as linked data", () => {
  test("has no term that its own context does not explain: objects and what carries them", async () => {
    await fc.assert(
      fc.asyncProperty(anyObject, async (object) => {
        const activity = carrying(object);
        await expectAllTermsKnown(object);
        await expectAllTermsKnown(activity);
        const both = sealed(object, proofKeyOf(CENTRE), AT);
        await expectAllTermsKnown(both.object);
        await expectAllTermsKnown(both.activity);
      }),
      RUNS,
    );
  });

  test("has no term that its own context does not explain: actors", async () => {
    await fc.assert(fc.asyncProperty(anyActor, expectAllTermsKnown), RUNS);
  });

  test("has no term that its own context does not explain: activities that carry ids", async () => {
    for (const activity of PLAIN_ACTIVITIES) await expectAllTermsKnown(activity);
    for (const activity of PLEDGE_DOCUMENTS) await expectAllTermsKnown(activity);
  });

  test("names no context that would have to be fetched and no term that it does not use", () => {
    fc.assert(
      fc.property(fc.oneof(anyObject, anyActor), (document) => {
        const context = document["@context"];
        const { "@context": _, ...rest } = document;
        const entries = Array.isArray(context) ? context : [];
        const inline = entries.filter(isJsonObject);
        expect(entries.filter((entry) => typeof entry === "string" && preloadedContexts[entry] === undefined)).toEqual(
          [],
        );
        expect(inline.length).toBeLessThanOrEqual(1);
        const text = JSON.stringify([rest, inline.map((terms) => Object.values(terms))]);
        for (const term of inline.flatMap((terms) => Object.keys(terms))) {
          expect(text.includes(`"${term}"`) || text.includes(`"${term}:`)).toBe(true);
        }
      }),
    );
  });
});

describe("Fedify", () => {
  test("parses every object, actor and activity", async () => {
    await fc.assert(
      fc.asyncProperty(anyObject, anyActor, async (object, actor) => {
        const parsed = await FedifyObject.fromJsonLd(bytesAndBack(object), loaders);
        expect(parsed.id?.href).toBe(object["id"]);
        expect(parsed.attributionId?.href).toBe(CENTRE);
        expect(parsed.content?.toString()).toBe(object["content"]);
        expect((await FedifyObject.fromJsonLd(bytesAndBack(actor), loaders)).id?.href).toBe(actor["id"]);
        const activity = await Activity.fromJsonLd(bytesAndBack(carrying(object)), loaders);
        expect((await activity.getObject(loaders))?.id?.href).toBe(object["id"]);
      }),
      RUNS,
    );
    for (const activity of PLAIN_ACTIVITIES) {
      const parsed = await Activity.fromJsonLd(bytesAndBack(activity), loaders);
      expect(parsed.objectId ?? (await parsed.getObject(loaders))?.id).not.toBeNull();
    }
  });

  test("reads how much is pledged and what is agreed", async () => {
    for (const document of PLEDGE_DOCUMENTS) {
      const activity = await Activity.fromJsonLd(bytesAndBack(document), loaders);
      const isOffer = document["type"] === "Offer";
      const isAbout = isOffer || document["type"] === "Accept" || document["type"] === "Create";
      const says = isOffer ? await activity.getObject(loaders) : await activity.getResult(loaders);
      expect(says instanceof Agreement).toBe(isAbout);
      if (!(says instanceof Agreement)) continue;
      expect(says.stipulates?.resourceQuantity?.numericalValue).toBe("2");
      expect(says.stipulates?.satisfies?.href).toBe(intentOf(NEED));
    }
  });

  test("accepts both proofs of what we seal, and of the object cut out of the activity", async () => {
    await fc.assert(
      fc.asyncProperty(anyObject, async (object) => {
        const both = sealed(object, proofKeyOf(CENTRE), AT);
        const activity = bytesAndBack(both.activity);
        const cutOut = activity["object"];
        for (const document of [activity, isJsonObject(cutOut) ? cutOut : {}]) {
          expect(verifyProof(document, PUBLIC_KEY)).toBe(true);
          expect(await fedifyAccepts(document)).toBe(true);
          expect(await fedifyAccepts({ ...document, cc: [] })).toBe(false);
        }
        expect(cutOut).toEqual(both.object);
      }),
      RUNS,
    );
  });

  test("finds the keys in the actor's document", async () => {
    const node = await FedifyObject.fromJsonLd(bytesAndBack(nodeDocument({ site: SITE, keys: KEYS })), loaders);
    const json = JSON.stringify(await node.toJsonLd({ format: "expand", ...loaders }));
    expect(json).toContain("https://w3id.org/security#publicKeyMultibase");
    expect(json).toContain("https://w3id.org/security#publicKeyPem");
  });
});
