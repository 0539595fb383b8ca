import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import {
  firstCharter,
  languageTag,
  multikey,
  trusted,
  type AllianceMember,
  type Charter,
  type CharterTerms,
  type KindTerms,
  type LanguageTag,
  type PlainDate,
  type Texts,
} from "@commonhall/domain";
import fc from "fast-check";
import { multikeyOf } from "../keys.ts";

/** Members with real keys, and charters of theirs, for tests of what is signed. */
export interface KeyedMember extends AllianceMember {
  readonly privateKey: KeyObject;
}

export function keyedMember(n: number): KeyedMember {
  const { privateKey } = generateKeyPairSync("ed25519");
  const pem = createPublicKey(privateKey).export({ format: "pem", type: "spki" }).toString();
  const key = multikey(multikeyOf(pem));
  if (key === undefined) throw new Error("no key");
  return { id: trusted.actor(`https://c${n}.example/centres/hall`), key, privateKey };
}

export const KEYED: readonly KeyedMember[] = Array.from({ length: 5 }, (_, n) => keyedMember(n));

export const HOME = "https://c0.example";
export const bare = ({ id, key }: KeyedMember): AllianceMember => ({ id, key });

const tag = (text: string): LanguageTag => languageTag(text) ?? ("und" as LanguageTag);
const TAGS = ["en", "es", "ar", "zh-Hant-HK", "sr-Latn", "rhg"].map(tag);

const anyText = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
  .map((text) => text.toWellFormed().trim())
  .filter((text) => text !== "");

const anyTexts = (first: LanguageTag): fc.Arbitrary<Texts> =>
  fc
    .tuple(anyText, fc.array(fc.tuple(fc.constantFrom(...TAGS), anyText), { maxLength: 4 }))
    .map(([text, others]) => Object.fromEntries([[first, text], ...others.filter(([one]) => one !== first)]) as Texts);

const anyKind = (members: readonly AllianceMember[]): fc.Arbitrary<KindTerms> =>
  fc.record({
    from: fc.oneof(
      fc.constant("all" as const),
      fc
        .subarray(
          members.map(({ id }) => id),
          { minLength: 1 },
        )
        .map((ids) => ids.toSorted()),
    ),
    passOn: fc.boolean(),
  });

const anyTerms: fc.Arbitrary<CharterTerms> = fc
  .tuple(fc.subarray(KEYED.map(bare), { minLength: 1 }), fc.constantFrom(...TAGS))
  .chain(([members, first]) =>
    fc.record({
      name: anyTexts(first),
      purpose: anyTexts(first),
      public: fc.boolean(),
      terms: fc.record(
        {
          kinds: fc.record({ calls: anyKind(members), bulletins: anyKind(members) }, { requiredKeys: ["calls"] }),
          retention: fc.integer({ min: 1, max: 3650 }),
        },
        { requiredKeys: ["kinds"] },
      ),
      until: fc.constantFrom("2026-11-22", "2030-02-28").map((date) => date as PlainDate),
      members: fc.constant(members),
    }),
  );

const HASH = fc.stringMatching(/^[0-9a-f]{64}$/).map(trusted.charter);

export const anyCharter: fc.Arbitrary<Charter> = fc
  .tuple(anyTerms, fc.integer({ min: 1, max: 1000 }), HASH, fc.uniqueArray(HASH, { maxLength: 3 }), fc.boolean())
  .map(([terms, version, before, hashes, settles]) => {
    const first = firstCharter(terms, HOME);
    if (version === 1) return first;
    const { home: _, ...rest } = first;
    const sorted = hashes.toSorted();
    const [member] = terms.members;
    return {
      ...rest,
      version,
      before,
      alliance: trusted.object(`${HOME}/alliances/${before}`),
      settles: settles ? sorted : [],
      leaves: settles || member === undefined ? [] : sorted.map((leave) => ({ member: member.id, leave })),
    };
  });
