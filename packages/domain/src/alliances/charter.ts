import type { SharedKind } from "../audiences/audience.ts";
import type { ActorId, CharterHash, Multikey, ObjectId } from "../ids.ts";
import type { LanguageTag, Texts } from "../texts.ts";
import { DAY, startOfDay, type PlainDate, type Timestamp } from "../time.ts";

/** A centre in an alliance, with the key that it signs charters with. Somebody who takes over its domain has another one. */
export interface AllianceMember {
  readonly id: ActorId;
  readonly key: Multikey;
}

/** Of one kind of things: who sends them to the alliance, and whether who gets them may pass them on. */
export interface KindTerms {
  readonly from: "all" | readonly ActorId[];
  readonly passOn: boolean;
}

/** What the members share with each other; a kind that is not named is not shared. */
export interface AllianceTerms {
  readonly kinds: Readonly<Partial<Record<SharedKind, KindTerms>>>;
  /** For how many days at most a member keeps what it got; absent: as long as it is a member. */
  readonly retention?: number;
}

/** What people decide on: everything of a charter but its place in the chain of versions. */
export interface CharterTerms {
  readonly name: Texts;
  /** Plain text. */
  readonly purpose: Texts;
  /** Whether anybody may know that there is this alliance, and who is in it. */
  readonly public: boolean;
  readonly terms: AllianceTerms;
  /** The last day; the alliance ends by itself after it. */
  readonly until: PlainDate;
  /** In the order of their ids; each on a host of its own, so that no server is several members. */
  readonly members: readonly AllianceMember[];
}

/** A leave that a version takes note of. */
export interface RecordedLeave {
  readonly member: ActorId;
  readonly leave: CharterHash;
}

/**
 * One version of what an alliance of many has agreed on, as it is signed (decision 0034). The first one names the origin
 * under which the alliance has its id, and every later one names that id and the version before.
 */
export interface Charter extends CharterTerms {
  /** The language that name and purpose were written in; the canonical form does not keep the order of a map. */
  readonly language: LanguageTag;
  readonly version: number;
  /** Of the first version. */
  readonly home?: string;
  /** Of every later one. */
  readonly alliance?: ObjectId;
  readonly before?: CharterHash;
  /** Other successors of a version before this one that are given up by it. */
  readonly settles: readonly CharterHash[];
  readonly leaves: readonly RecordedLeave[];
}

/** A charter with the hash of its canonical bytes, and the alliance that it is of. */
export interface CharterVersion {
  readonly hash: CharterHash;
  readonly alliance: ObjectId;
  readonly charter: Charter;
}

/** Whoever knows the key has signed the version; the signature has been checked. */
export interface CharterSignature {
  readonly version: CharterHash;
  readonly key: Multikey;
  /** When, as the signer says. */
  readonly at: Timestamp;
}

/** A member has left, by its own signature alone. */
export interface Leave {
  readonly hash: CharterHash;
  readonly member: ActorId;
  /** The key that signed it: the member's in the version `at`. */
  readonly key: Multikey;
  /** The version that it leaves. */
  readonly at: CharterHash;
}

/** Everything about one alliance that is known, in any order. */
export interface KnownCharters {
  readonly versions: readonly CharterVersion[];
  readonly signatures: readonly CharterSignature[];
  readonly leaves: readonly Leave[];
}

export const MOST_MEMBERS = 200;
/** No alliance that changes its charter every week for ten years has more; what comes after must be founded anew. */
export const MOST_VERSIONS = 1000;

export const isMember = (members: readonly AllianceMember[], { id, key }: AllianceMember): boolean =>
  members.some((member) => member.id === id && member.key === key);

/** From when on the alliance is over: the day after its last one has begun, in every time zone of the world. */
export const endOf = ({ until }: Pick<CharterTerms, "until">): Timestamp => startOfDay(until) + DAY + DAY / 2;
