import type { Audience } from "../audiences/audience.ts";
import type { Region } from "../codes/regions.ts";
import type { Sector } from "../codes/sectors.ts";
import type { ActorId, ObjectId } from "../ids.ts";
import type { LanguageTag, Texts } from "../texts.ts";
import type { PlainDate, Timestamp } from "../time.ts";
import type { Need, NeedDraft, ReceivedNeed } from "./need.ts";

/** CAP 1.2 (OASIS), 3.2.2, in lower case; what is past needs no call. */
export const URGENCIES = ["immediate", "expected", "future"] as const;
export type Urgency = (typeof URGENCIES)[number];

/** CAP 1.2, 3.2.2. */
export const SEVERITIES = ["extreme", "severe", "moderate", "minor", "unknown"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** CAP 1.2, 3.2.2. */
export const CERTAINTIES = ["observed", "likely", "possible", "unlikely", "unknown"] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** See `call-states.ts`. */
export const CALL_STATUSES = ["open", "met", "ended", "withdrawn"] as const;
export type CallStatus = (typeof CALL_STATUSES)[number];

/** How the workers whom a call is about were asked. */
export const CONSENT_WAYS = ["in person", "phone", "message", "in writing", "through somebody they trust"] as const;
export type ConsentWay = (typeof CONSENT_WAYS)[number];

/** Row S9. It stays on the node: nothing that leaves has any part of it. */
export interface Consent {
  readonly asked: PlainDate;
  /** In which language they were asked. */
  readonly language: LanguageTag;
  readonly how: ConsentWay;
  /** To whom they said it may be told. A call that goes to more people than these is refused. */
  readonly audience: Audience;
}

export interface CallDraft {
  readonly campaign?: ActorId;
  readonly urgency: Urgency;
  readonly severity: Severity;
  readonly certainty: Certainty;
  /** A drill: CAP's status `Exercise`. It never has a public audience (row S10). */
  readonly exercise: boolean;
  /** Markdown. */
  readonly text: Texts;
  readonly expires: Timestamp;
  readonly needs: readonly NeedDraft[];
  readonly audience: Audience;
  /** Empty: the campaign's, else the centre's. */
  readonly regions: readonly Region[];
  readonly sectors: readonly Sector[];
  /** Whether any worker can be recognised in it; then there is a consent, or it is refused. */
  readonly recognisable: boolean;
  readonly consent?: Consent;
}

/** A solidarity call of ours: urgent, with an end, asking for things that allies can answer (wire.md 3). */
export interface Call extends Omit<CallDraft, "needs"> {
  readonly id: ObjectId;
  readonly centre: ActorId;
  readonly needs: readonly Need[];
  readonly status: CallStatus;
  readonly closing?: CallClosing;
  readonly published: Timestamp;
  readonly updated?: Timestamp;
  /** When anybody was last told how much is still missing: at most every 15 minutes (see `progress.ts`). */
  readonly told: Timestamp;
  readonly log: readonly CallEvent[];
}

/** The report back. `report` is the last reply, which tells it to all who got the call. */
export interface CallClosing {
  readonly text: Texts;
  readonly report: ObjectId;
}

/** `by` is a login name, or `calendar`; it stays on the node. */
export interface CallEvent {
  readonly at: Timestamp;
  readonly by: string;
  readonly what: "published" | "changed" | "narrowed" | "met" | "ended" | "ended by the calendar" | "withdrawn";
}

/** Somebody else's call as it stands at our desk. */
export interface ReceivedCall {
  readonly id: ObjectId;
  readonly from: ActorId;
  readonly campaign?: ActorId;
  readonly urgency: Urgency;
  readonly severity: Severity;
  readonly certainty: Certainty;
  readonly exercise: boolean;
  /** As they say it; see `statusAt` for what it is by the calendar. */
  readonly status: CallStatus;
  readonly expires: Timestamp;
  readonly needs: readonly ReceivedNeed[];
  readonly published: Timestamp;
  readonly updated?: Timestamp;
}
