import type { Host } from "../ids.ts";
import type { Duration, Timestamp } from "../time.ts";
import type { Breaker } from "./breaker.ts";
import type { DeliveryError, DeliveryOutcome, DeliveryState, LeasedDelivery } from "./delivery.ts";

export interface LeaseOptions {
  readonly limit: number;
  readonly leaseFor: Duration;
  /** At most so many of one host; of a host whose breaker is open, one. */
  readonly perHost: number;
  /** How many deliveries to each host are under way already; they count towards `perHost`. */
  readonly busy: ReadonlyMap<Host, number>;
}

export interface SettledHost {
  readonly host: Host;
  readonly breaker: Breaker;
}

export interface DeliveryQueue {
  /**
   * Takes deliveries that are due. Never one that follows another waiting one about the same object to the same inbox,
   * never one of a host whose breaker is open and whose next probe is not due, never one that is leased and whose lease
   * has not run out.
   */
  lease(now: Timestamp, options: LeaseOptions): Promise<readonly LeasedDelivery[]>;
  /** Writes what became of them, and the breakers of their hosts, in one commit. A breaker that closes makes all that waits for its host due at once. `gone` marks the inbox, so that nothing more is planned for it. */
  settle(now: Timestamp, outcomes: readonly DeliveryOutcome[], hosts: readonly SettledHost[]): Promise<void>;
  breakers(): Promise<ReadonlyMap<Host, Breaker>>;
  /** When the next delivery falls due, undefined if none waits. */
  nextDue(): Promise<Timestamp | undefined>;
}

export interface DeliveryLine {
  readonly id: number;
  readonly activity: string;
  readonly activityType: string;
  readonly inbox: string;
  readonly host: Host;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAt?: Timestamp;
  readonly lastError?: DeliveryError;
}

export interface SilentHost {
  readonly host: Host;
  readonly breaker: Breaker;
  readonly waiting: number;
  /** Of what waits, what was said to the one that was tried last. */
  readonly lastError?: DeliveryError;
}

export interface DeliveryViews {
  counts(): Promise<Readonly<Record<DeliveryState, number>>>;
  /** When the oldest was written that waits for a host which answers; undefined where none does. */
  oldestWaiting(): Promise<Timestamp | undefined>;
  lines(state: DeliveryState | undefined, limit: number): Promise<readonly DeliveryLine[]>;
  /** Hosts that do not answer, the longest silent first. */
  silentHosts(): Promise<readonly SilentHost[]>;
}
