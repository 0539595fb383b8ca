import type {
  ActivityId,
  ActorId,
  AllyTerms,
  CampaignEvent,
  CampaignStatus,
  ObjectId,
  Outcome,
  PlainDate,
  Quantity,
  ReceivedCall,
  Region,
  RemoteActor,
  RemoteKey,
  Result,
  Sector,
  StoredObject,
  Target,
  Texts,
  Timestamp,
  TranslationState,
} from "@commonhall/domain";
import type { JsonObject, JsonValue } from "../json.ts";
import type { InboundRelease } from "./read-release.ts";

/** Why a document cannot be read. Everything that a stranger can send ends in one of these or in a reading, never in a throw. */
export type WireError =
  | { readonly type: "not JSON" }
  /** Nested more than 32 levels. */
  | { readonly type: "too deep" }
  | { readonly type: "missing"; readonly field: string; readonly detail: string }
  | { readonly type: "malformed"; readonly field: string; readonly detail: string }
  /** It speaks for a server that is not its own (FEP-fe34). */
  | { readonly type: "foreign origin"; readonly field: string; readonly detail: string };

/** What every activity says of itself. Its id and its actor are of one origin. */
interface Said {
  readonly id: ActivityId;
  readonly actor: ActorId;
}

export type InboundActivity =
  | (Said & { readonly type: "Follow"; readonly object: ActorId })
  | (Said & { readonly type: "Accept" | "Reject"; readonly object: ActivityId } & InboundAnswer)
  | (Said & { readonly type: "Undo"; readonly object: Undone })
  | (Said & {
      readonly type: "Create" | "Update";
      readonly object: Told;
      readonly published?: Timestamp;
      /** Where it may be that somebody confirms what was promised. */
      readonly confirms?: InboundConfirmation;
    })
  | (Said & { readonly type: "Delete"; readonly object: ObjectId })
  | (Said & {
      readonly type: "Announce";
      readonly object: ObjectId;
      /** The object as the announcer shows it: to be believed only with a proof of its author (`hasProof`), else to be fetched. */
      readonly embedded?: InboundObject;
      readonly published?: Timestamp;
    })
  /** A complaint. `objects` are what it names, whosever they are; `text` is plain. */
  | (Said & {
      readonly type: "Flag";
      readonly objects: readonly ObjectId[];
      readonly text: string;
      readonly tag?: string;
    })
  /** `offer` is undefined where something is offered on which nothing here depends. */
  | (Said & { readonly type: "Offer"; readonly offer: Offered | undefined })
  | (Said & {
      readonly type: "Invite";
      readonly campaign: ActorId;
      readonly centre: ActorId;
      /** The centre that leads, as the campaign says; of one origin with it. */
      readonly lead: ActorId;
    })
  /** `collection` is of one origin with the actor. */
  | (Said & { readonly type: "Add" | "Remove"; readonly member: ActorId; readonly collection: string })
  /** Somebody says that `former` is `later` from now on; one of the two says so, and nothing of it is proven by that. */
  | (Said & { readonly type: "Move"; readonly former: ActorId; readonly later: ActorId })
  /** A person there has seen it. */
  | (Said & { readonly type: "Read"; readonly object: ObjectId; readonly published?: Timestamp })
  /** Well-formed, of a type that is unknown or of no use here: answered 202, kept, ignored. */
  | (Said & { readonly type: "other"; readonly name: string });

/** What is taken back: the activity by its id, or by what it was and what it was about. Its actor is that of the Undo. */
export interface Undone {
  readonly id?: ActivityId;
  /** Follow, Announce, Offer or Accept, where it says. */
  readonly type?: string;
  readonly object?: string;
  /** Where the whole of it is repeated. */
  readonly offer?: Offered;
}

/** An Agreement of FEP-0837 as it was offered or concluded, of one origin with whoever says it. */
export interface InboundAgreement {
  /** Where it has been concluded. */
  readonly id?: ObjectId;
  /** The intent of the need that it is about. */
  readonly satisfies: ObjectId;
  /** Above zero. What it counts, and whether that can be halved, the need tells: see `agreedIn`. */
  readonly quantity: Quantity;
  readonly measure: JsonObject;
}

export interface PledgeOffer {
  readonly type: "pledge";
  readonly agreement: InboundAgreement;
  readonly published?: Timestamp;
  readonly text?: Texts;
}

/** A pledge of ours as its caller's node has it. */
export interface ListedOffer {
  readonly withdrawn: boolean;
  /** The Accept, Reject or confirmation that it was last answered with. */
  readonly said?: InboundActivity;
}

/** What an Accept or Reject says besides what it answers. */
export interface InboundAnswer {
  /** Where a pledge is accepted. */
  readonly result?: InboundAgreement;
  readonly published?: Timestamp;
  readonly text?: Texts;
}

/** A note to one of us about an agreement or in reply to something of ours (FEP-0837, confirmation). */
export interface InboundConfirmation extends InboundAnswer {
  readonly agreement?: ObjectId;
  readonly offer?: ActivityId;
}

/** A reference has to be fetched from its own server: nothing but its id has been said, or nothing that this actor may say. */
export type Told = InboundObject | InboundActor | { readonly type: "reference"; readonly id: ObjectId };

/** What can be offered, each by a reader of its own in `read-offer.ts`. */
export type Offered = EndorsementOffer | AllyOffer | AttestationOffer | StatementOffer | PledgeOffer;

export interface AllyOffer {
  readonly type: "ally";
  readonly id: ActivityId;
  /** The Relationship. */
  readonly relationship: ObjectId;
  /** Who offers. */
  readonly subject: ActorId;
  readonly object: ActorId;
  /** In whole seconds. */
  readonly offered: Timestamp;
  /** As the subject sees them. */
  readonly terms: AllyTerms;
}

export interface EndorsementOffer {
  readonly type: "endorsement";
  /** Of the Relationship, where it has one. */
  readonly id?: ObjectId;
  readonly subject: ActorId;
  readonly object: ActorId;
  /** It is told to the campaign alone: the endorser does not want to be named. */
  readonly unnamed: boolean;
}

export interface AttestationOffer {
  readonly type: "attestation";
  /** Compact JWS, not looked into yet. */
  readonly jws: string;
}

/** A version of the charter of an alliance of many, or a leave, with signatures. */
export interface StatementOffer {
  readonly type: "statement";
  /** General JWS, not looked into yet. */
  readonly text: string;
}

/** Of one origin with its author. `to` and `cc` have the public collection by its full name (`PUBLIC`). */
export interface InboundObject {
  readonly type: "object";
  readonly stored: InboundFields;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly audience: string | undefined;
  /** It carries a proof, not yet checked. */
  readonly hasProof: boolean;
  /** Ids that it says it had before its author moved. */
  readonly alsoKnownAs: readonly ObjectId[];
  /** Where it is of kind `call`. */
  readonly call: InboundCall | undefined;
  /** Where it is a bulletin, a table or a heartbeat, or says that it is one: then why it is none. */
  readonly release: Result<InboundRelease, string> | undefined;
}

/** What a solidarity call asks for, as far as it could be read. */
export type InboundCall = Pick<
  ReceivedCall,
  "status" | "urgency" | "severity" | "certainty" | "exercise" | "expires" | "needs"
>;

/**
 * What a document tells of the object to be stored; `toStoredObject` adds what only the receiver knows. `document` is
 * the JSON text of the object alone, with the activity's context where it had none of its own.
 */
export type InboundFields = Omit<StoredObject, "local" | "published"> & { readonly published?: Timestamp };

export interface InboundActor {
  readonly type: "actor";
  readonly actor: ParsedActor;
}

export interface ParsedActor {
  readonly remote: Omit<RemoteActor, "handle" | "fetched" | "host">;
  /** Safe to show (`safeUsername`); the host name where the actor has none. */
  readonly preferredUsername: string;
  /** Only keys that the actor itself owns. */
  readonly keys: readonly Omit<RemoteKey, "fetched">[];
  /** Without markup, at most 500 characters, in the language of `remote.name`. */
  readonly summaryText: string;
  readonly published?: Timestamp;
  readonly updated?: Timestamp;
  /** Where the actor is a Group of kind `Campaign`. */
  readonly campaign?: InboundCampaign;
  /** Compact JWS, as they stand there. */
  readonly attestations: readonly string[];
  /** Collections of one origin with the actor: whom it vouches for, who organises it. */
  readonly affiliates?: string;
  readonly organisers?: string;
  /** Who it says that it was, or goes on with. */
  readonly alsoKnownAs: readonly ActorId[];
  /** Who it says that it is now: it is not used any more. */
  readonly movedTo?: ActorId;
  /** Collection of one origin with the actor that says which ids its objects had before it moved. */
  readonly migration?: string;
}

/** A campaign as far as its Group says it; texts without a language stand under `und`. */
export interface InboundCampaign {
  readonly names: Texts;
  /** HTML as it arrived; undefined where there is none. */
  readonly summaries?: Texts;
  readonly status?: CampaignStatus;
  readonly outcome?: Outcome;
  /** What changed, in the words of the centre that closed it. */
  readonly changed?: string;
  readonly workersTold?: boolean;
  readonly starts?: PlainDate;
  /** The last day on which it runs. */
  readonly ends?: PlainDate;
  readonly regions: readonly Region[];
  readonly sectors: readonly Sector[];
  readonly demands: readonly InboundDemand[];
  readonly targets: readonly Target[];
  readonly translations: readonly TranslationState[];
  readonly log: readonly Pick<CampaignEvent, "what" | "at">[];
}

export interface InboundDemand {
  readonly id?: string;
  readonly names: Texts;
  readonly outcome?: Outcome;
}

export interface ParsedCollection {
  readonly items: readonly JsonValue[];
  /** The first page, where the items are not in the collection itself. Of one origin with the collection. */
  readonly first?: string;
  readonly next?: string;
}

export type ReadActivity = InboundActivity & { readonly raw: JsonObject };
