import type { DeliveryState, DomainLevel, Host, InboxUrl, Timestamp } from "@commonhall/domain";
import { type Generated, sql } from "kysely";
import type { Flag } from "../objects/object-tables.ts";

/** An inbox that anything was or may be sent to. */
export interface RemoteInboxTable {
  id: Generated<number>;
  url: InboxUrl;
  host: Host;
  /** Since when it answers that it does not exist any more. */
  gone: Timestamp | null;
}

/** A host that has an inbox: its breaker, and when there is something to send to it. */
export interface RemoteHostTable {
  host: Host;
  /** As its own domain or one above it was set (`levelOf`). */
  level: DomainLevel;
  failures: number;
  since: Timestamp | null;
  open_until: Timestamp | null;
  /** When its next delivery may be leased; null where none waits, or where the domain is refused. */
  due: Timestamp | null;
}

export interface DeliveryTable {
  id: Generated<number>;
  activity: number;
  subject: number;
  inbox: number;
  host: Host;
  state: DeliveryState;
  /** 1 for the first of those that wait about one subject for one inbox; only it can be leased. */
  head: Flag;
  /** When it may be leased: its next attempt or, while it is leased, the end of the lease. */
  due: Timestamp;
  leased: Flag;
  attempts: number;
  created: Timestamp;
  /** A `DeliveryError` as JSON. */
  last_error: string | null;
}

/** Written into the text of a query, because a partial index serves only a query that says its condition literally. */
export const WAITING = sql.lit<DeliveryState>("waiting");
