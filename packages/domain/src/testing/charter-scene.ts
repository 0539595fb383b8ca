import { createHash } from "node:crypto";
import type { CharterHash, LanguageTag, PlainDate } from "../index.ts";
import {
  firstCharter,
  nextCharter,
  standingOf,
  termsInForce,
  trusted,
  type AllianceMember,
  type Charter,
  type CharterSignature,
  type CharterTerms,
  type CharterVersion,
  type KnownCharters,
  type Leave,
  type Standing,
} from "../index.ts";

/** Members of an alliance without nodes: each knows some statements, and tells others of them. For tests and the bench. */

const DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

export const memberAt = (n: number, keyed = n): AllianceMember => ({
  id: trusted.actor(`https://c${n.toString().padStart(3, "0")}.example/centres/hall`),
  key: trusted.multikey(
    `z6Mk${keyed
      .toString()
      .padStart(44, "0")
      .replaceAll(/\d/g, (digit) => DIGITS[Number(digit)] ?? "1")}`,
  ),
});

export const membersUpTo = (count: number): readonly AllianceMember[] =>
  Array.from({ length: count }, (_, n) => memberAt(n));

export const ENGLISH = "en" as LanguageTag;

export const someTerms = (members: readonly AllianceMember[], more: Partial<CharterTerms> = {}): CharterTerms => ({
  name: { [ENGLISH]: "Domestic workers of the harbour cities" },
  purpose: { [ENGLISH]: "To answer each other's calls." },
  public: false,
  terms: { kinds: { calls: { from: "all", passOn: false } } },
  until: "2027-11-22" as PlainDate,
  members,
  ...more,
});

const sha256 = (text: string): CharterHash => trusted.charter(createHash("sha256").update(text).digest("hex"));

/** Not the canonical form that is signed (`wire` has that), but as good to tell versions apart. */
export function versionOf(charter: Charter): CharterVersion {
  const hash = sha256(JSON.stringify(charter));
  return { hash, alliance: charter.alliance ?? trusted.object(`${charter.home}/alliances/${hash}`), charter };
}

export const signatureOf = ({ hash }: CharterVersion, { key }: AllianceMember, at = 0): CharterSignature => ({
  version: hash,
  key,
  at,
});

export const leaveOf = ({ hash }: CharterVersion, { id, key }: AllianceMember): Leave => ({
  hash: sha256(`leave ${id} ${hash}`),
  member: id,
  key,
  at: hash,
});

export const founded = (terms: CharterTerms): CharterVersion => versionOf(firstCharter(terms, "https://c000.example"));

export const everything = (...all: readonly KnownCharters[]): KnownCharters => ({
  versions: all.flatMap(({ versions }) => versions),
  signatures: all.flatMap(({ signatures }) => signatures),
  leaves: all.flatMap(({ leaves }) => leaves),
});

export const said = (more: Partial<KnownCharters>): KnownCharters => ({
  versions: [],
  signatures: [],
  leaves: [],
  ...more,
});

/** A version, with the signatures of these. */
export const signed = (version: CharterVersion, by: readonly AllianceMember[]): KnownCharters =>
  said({ versions: [version], signatures: by.map((one) => signatureOf(version, one)) });

export function standing(known: KnownCharters): Standing {
  const found = standingOf(known);
  if (found === undefined) throw new Error("Nothing is known");
  return found;
}

/** The version that would come after the one in force, with some of its terms changed. */
export function successor(known: KnownCharters, change: Partial<CharterTerms>): CharterVersion {
  const now = standing(known);
  return versionOf(nextCharter(now, { ...termsInForce(now), ...change }));
}
