import { languageTag, trusted, type LanguageTag, type SignedRelease } from "@commonhall/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOf } from "../document-size.ts";
import { parseObject } from "../inbound/parse-object.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { verifyProof, withProof } from "../proof.ts";
import { ADDRESSES, proofKeyOf, PUBLIC_KEY, SITE } from "../testing/actors.ts";
import { anyRelease } from "../testing/releases.ts";
import { ALLOWED_TAGS } from "../text/html.ts";
import { isReleaseAsSigned, RELEASE_BYTES, releaseDocument } from "./release-document.ts";
import { readReleasePayload, releasePayload } from "./release-payload.ts";

const centre = ADDRESSES.centre(trusted.handle("hall"));
const EVERY = "en es ar fr id fil ne bn hi ta my th vi ur".split(" ").flatMap((tag) => languageTag(tag) ?? []);
const [ENGLISH = expect.fail("no language")] = EVERY;
const anyLanguages = fc
  .shuffledSubarray(EVERY, { minLength: 1 })
  .map((all): readonly [LanguageTag, ...LanguageTag[]] => [all[0] ?? ENGLISH, ...all.slice(1)]);

const built = (said: SignedRelease, languages: readonly [LanguageTag, ...LanguageTag[]] = [ENGLISH]): JsonObject =>
  releaseDocument({
    site: SITE,
    centre: { id: centre, languages },
    said,
    proven: (document) =>
      said.audience === "public" ? withProof(document, proofKeyOf(centre), said.published) : document,
  });

describe("a release", () => {
  test("P7: has exactly 32 KiB as it is sent, whatever it says, in whichever languages, with a proof or without", () => {
    fc.assert(
      fc.property(anyRelease, anyLanguages, (said, languages) => {
        expect(bytesOf(built(said, languages))).toBe(RELEASE_BYTES);
      }),
    );
  });

  test("is for one audience: proven for everybody, or without anything that could prove it", () => {
    fc.assert(
      fc.property(anyRelease, (said) => {
        const document = built(said);
        const isPublic = said.audience === "public";
        expect("proof" in document).toBe(isPublic);
        if (isPublic) expect(verifyProof(document, PUBLIC_KEY)).toBe(true);
        else expect(JSON.stringify(document)).not.toContain("Public");
        expect(document["interactionPolicy"]).toMatchObject({ canReply: { automaticApproval: [centre] } });
      }),
    );
  });

  test("tells nothing but its codes: no update, no replies, no counters, nothing of staff", () => {
    fc.assert(
      fc.property(anyRelease, (said) => {
        const document = built(said);
        for (const field of [
          "updated",
          "replies",
          "likes",
          "shares",
          "attachment",
          "tag",
          "approvals",
          "context",
          "audience",
        ]) {
          expect(document).not.toHaveProperty(field);
        }
        expect(document["id"]).toBe(`https://hall.example/bulletins/${said.id}`);
      }),
    );
  });

  test("is in words in each language of the centre, in English, Spanish and Arabic at least, with plain markup", () => {
    fc.assert(
      fc.property(anyRelease, (said) => {
        const { content, contentMap } = built(said, [EVERY[7] ?? ENGLISH]);
        const texts = isJsonObject(contentMap) ? contentMap : {};
        expect(Object.keys(texts)).toEqual(["bn", "en", "es", "ar"]);
        expect(content).toBe(texts["bn"]);
        for (const text of Object.values(texts)) {
          const tags = [...JSON.stringify(text).matchAll(/<\/?([a-z]+)/g)].map(([, tag]) => tag);
          expect(ALLOWED_TAGS).toEqual(expect.arrayContaining([...new Set(tags)]));
          expect(text).not.toContain("undefined");
          const links = said.release.type === "heartbeat" ? [] : ["https://hall.example/bulletins/how"];
          expect([...JSON.stringify(text).matchAll(/href=\\"([^"\\]*)/g)].map(([, url]) => url)).toEqual(links);
        }
      }),
    );
  });

  test("is read back as what was signed", () => {
    fc.assert(
      fc.property(anyRelease, anyLanguages, (said, languages) => {
        const read = parseObject(built(said, languages));
        const { release, stored } = read.ok ? read.value : expect.fail(read.error.type);
        expect(release).toMatchObject({ ok: true, value: { release: said.release, published: said.published } });
        expect(stored.text).not.toBe("");
        expect(stored.text).not.toMatch(/<[a-z/]/);
      }),
    );
  });
});

describe("what leaves", () => {
  const asSigned = (document: JsonObject, said: SignedRelease) => isReleaseAsSigned(document, said, SITE, centre);

  test("is what was signed, to the letter", () => {
    fc.assert(
      fc.property(anyRelease, anyRelease, anyLanguages, (said, other, languages) => {
        const document = built(said, languages);
        expect(asSigned(document, said)).toBe(true);
        expect(asSigned(document, other)).toBe(false);
        expect(asSigned(document, { ...said, audience: said.audience === "public" ? "allies" : "public" })).toBe(false);
      }),
    );
  });

  test("is nothing that was changed after it was signed, in any place", () => {
    fc.assert(
      fc.property(anyRelease, fc.nat(), fc.constantFrom("field", "text", "pad", "more"), (said, at, how) => {
        const document = built(said);
        const keys = Object.keys(document).filter((key) => key !== "proof");
        const key = keys[at % keys.length] ?? "content";
        const changed: Record<string, JsonObject> = {
          field: { ...document, [key]: "x" },
          text: { ...document, contentMap: { en: "Amal told us everything." } },
          pad: { ...document, pad: "Amal" },
          more: { ...document, note: "x" },
        };
        expect(asSigned(changed[how] ?? expect.fail(), said)).toBe(false);
      }),
    );
  });
});

describe("what is signed", () => {
  test("is read as it was written", () => {
    fc.assert(
      fc.property(anyRelease, (said) => {
        expect(readReleasePayload(releasePayload(said))).toEqual({ ok: true, value: said });
      }),
    );
  });

  test.each<[string, (payload: string) => string]>([
    ["white space", (payload) => payload.replace(":", ": ")],
    ["another order", (payload) => payload.replace(/^\{("audience":"[a-z]+"),("id":"[^"]+")/, "{$2,$1")],
    ["another field", (payload) => payload.replace("{", '{"a":1,')],
    ["a field twice", (payload) => payload.replace("{", '{"audience":"public",')],
    ["another id", (payload) => payload.replace(/"id":"[0-9a-f]{8}/, '"id":"00000000')],
    ["no JSON", (payload) => payload.slice(1)],
    ["another hour", (payload) => payload.replace(/"published":(\d)/, '"published":9$1')],
    ["another policy", (payload) => payload.replace("sha256-", "md5-")],
  ])("is nothing else: %s", (_, change) => {
    fc.assert(
      fc.property(anyRelease, (said) => {
        const payload = releasePayload(said);
        const changed = change(payload);
        fc.pre(changed !== payload);
        expect(readReleasePayload(changed)).toMatchObject({ ok: false });
      }),
    );
  });
});
