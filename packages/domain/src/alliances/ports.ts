import type { SharedKind } from "../audiences/audience.ts";
import type { ActivityId, ActorId, CharterHash, ObjectId } from "../ids.ts";
import type { Result } from "../result.ts";
import type { Timestamp } from "../time.ts";
import type { AllianceState } from "./alliance-state.ts";
import type {
  AllianceMember,
  CharterSignature,
  CharterTerms,
  CharterVersion,
  KnownCharters,
  Leave,
} from "./charter.ts";
import type { CharterUnfit } from "./check-charter.ts";
import type { SignRefused } from "./may-sign.ts";
import type { Standing } from "./standing.ts";

/** An alliance of many that our centre takes part in, is asked to, or did. */
export interface Alliance {
  readonly id: ObjectId;
  /** Our centre, with the key that it signs charters with. */
  readonly us: AllianceMember;
  /** What follows from all that is known; written anew whenever that grows. */
  readonly standing: Standing;
  /** Whom any version names that was ever proposed (`partiesOf`). */
  readonly parties: readonly ActorId[];
  /** Who asked us first, where we did not found it ourselves. */
  readonly invited?: { readonly by: ActorId; readonly offer: ActivityId; readonly at: Timestamp };
  /** Asked by a stranger: it waits until somebody lets it in (`domain/moderation/apart.ts`). */
  readonly apart: boolean;
  /** When that changed last. */
  readonly changed: Timestamp;
  /** When other members were last asked for what they know. */
  readonly asked: Timestamp;
}

/** A signature as it travels (RFC 7515, 7.2.1): both parts in base64url. */
export interface SignedPart {
  readonly protected: string;
  readonly signature: string;
}

export interface KeptSignature extends CharterSignature, SignedPart {}

/** A version with the exact text that is signed. */
export interface KeptVersion {
  readonly version: CharterVersion;
  readonly payload: string;
  /** Its members' keys as actors' keys are kept, SPKI as PEM, so that the two can be compared. */
  readonly keys: readonly (AllianceMember & { readonly pem: string })[];
}

export interface KeptLeave extends Leave, SignedPart {
  readonly alliance: ObjectId;
  readonly payload: string;
}

export interface Alliances {
  /**
   * To whom content of this kind may go now: the members of the charter in force whose own actors show the keys that it
   * names; where several successors are known, those named in each; nobody where we are no member or it has run out
   * (wire.md 6). Without ourselves.
   */
  readers(alliance: ObjectId, kind: SharedKind): Promise<readonly ActorId[]>;
  /** Whether a member may send us this kind for the alliance. */
  accepts(alliance: ObjectId, from: ActorId, kind: SharedKind): Promise<boolean>;
  get(id: ObjectId): Promise<Alliance | undefined>;
  /** The one that has this first version. */
  byFirst(first: CharterHash): Promise<Alliance | undefined>;
  all(): Promise<readonly Alliance[]>;
  put(alliance: Alliance): Promise<void>;
  known(id: ObjectId): Promise<KnownCharters>;
  /** What is there already stays as it is. */
  keep(statements: KeptStatements): Promise<void>;
  version(hash: CharterHash): Promise<SignedVersion | undefined>;
  leave(hash: CharterHash): Promise<KeptLeave | undefined>;
  /** Whether the member's own actor, as it is known here, shows the key; undefined where that is not known. */
  showsKey(member: AllianceMember): Promise<boolean | undefined>;
}

export interface SignedVersion extends Omit<KeptVersion, "keys"> {
  readonly signatures: readonly KeptSignature[];
}

export interface KeptStatements {
  readonly versions: readonly KeptVersion[];
  readonly signatures: readonly KeptSignature[];
  readonly leaves: readonly KeptLeave[];
}

// ---- reading ----

export interface AllianceMemberLine extends AllianceMember {
  /** Its address where its actor is not known. */
  readonly name: string;
  readonly handle: string;
  /** Whether its actor shows the key that the charter names; undefined where the actor is not known here. */
  readonly shows: boolean | undefined;
}

export interface AllianceViews {
  list(): Promise<readonly Alliance[]>;
  get(id: ObjectId): Promise<Alliance | undefined>;
  known(id: ObjectId): Promise<KnownCharters>;
  /** The same members with what is known of their actors. */
  members(of: readonly AllianceMember[]): Promise<readonly AllianceMemberLine[]>;
}

// ---- what people do ----

/** Members by their addresses: `@name@host` or an actor's id. */
export interface CharterDraft extends Omit<CharterTerms, "members" | "terms"> {
  readonly members: readonly string[];
  readonly terms: DraftTerms;
}

/** Senders by their addresses, too. */
export interface DraftTerms {
  readonly kinds: Readonly<
    Partial<Record<SharedKind, { readonly from: "all" | readonly string[]; readonly passOn: boolean }>>
  >;
  readonly retention?: number;
}

/** What `hall alliance` prints (interface.md 3). `version` is the number of the version that it is about. */
export interface AllianceLine {
  readonly id: ObjectId;
  readonly version: number;
  readonly hash: CharterHash;
  readonly members: readonly ActorId[];
  readonly signatures: readonly ActorId[];
  readonly state: AllianceState;
}

export type AllianceRefused =
  | { readonly type: "no centre yet" }
  | { readonly type: "not found"; readonly id: string }
  | { readonly type: "member not found"; readonly address: string; readonly detail: string }
  /** The actor shows no Ed25519 key, so nothing that it signs could be checked. */
  | { readonly type: "member without key"; readonly address: string }
  | { readonly type: "refused domain"; readonly host: string }
  | { readonly type: "alone" }
  | { readonly type: "unfit"; readonly why: CharterUnfit }
  | { readonly type: "too large"; readonly bytes: number; readonly limit: number }
  | { readonly type: "ends in the past" }
  | { readonly type: "nothing changed" }
  | { readonly type: "not founded yet" }
  | { readonly type: "not a member" }
  /** More than one version waits for a signature: say which. */
  | { readonly type: "several"; readonly versions: readonly CharterHash[] }
  | { readonly type: "nothing to sign" }
  | { readonly type: "cannot sign"; readonly why: SignRefused["type"] }
  /** A member's own actor does not show the key that the version names. */
  | { readonly type: "key not shown"; readonly member: ActorId };

export interface AllianceCommands {
  found(draft: CharterDraft): Promise<Result<AllianceLine, AllianceRefused>>;
  propose(id: ObjectId, draft: CharterDraft): Promise<Result<AllianceLine, AllianceRefused>>;
  /** The version that waits for our signature, or the one named. */
  sign(id: ObjectId, version?: CharterHash): Promise<Result<AllianceLine, AllianceRefused>>;
  leave(id: ObjectId): Promise<Result<AllianceLine, AllianceRefused>>;
}
