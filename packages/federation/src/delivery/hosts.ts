import { CLOSED, failed, isOpen, type Breaker, type Clock, type Host, type SettledHost } from "@commonhall/domain";
import type { Log } from "../ports.ts";
import type { Judgement } from "./judge-answer.ts";

/** What the deliverer knows of the hosts it sends to: their breakers, and how much is under way to each. */
export interface Hosts {
  /** As the table has them. What was noted and is not settled yet stands. */
  read(breakers: ReadonlyMap<Host, Breaker>): void;
  note(host: Host, says: Judgement["host"]): void;
  /** Whether its breaker is open and its next probe not due. */
  isSilent(host: Host): boolean;
  /** Breakers that changed since they were last settled. */
  changed(): readonly SettledHost[];
  settled(hosts: readonly SettledHost[]): void;
  occupy(host: Host): void;
  release(host: Host): void;
  busy(): ReadonlyMap<Host, number>;
}

export function createHosts(clock: Clock, log: Log): Hosts {
  const breakers = new Map<Host, Breaker>();
  const unsettled = new Set<Host>();
  const busy = new Map<Host, number>();
  const of = (host: Host): Breaker => breakers.get(host) ?? CLOSED;

  return {
    read(stored) {
      for (const host of breakers.keys()) if (!unsettled.has(host)) breakers.delete(host);
      for (const [host, breaker] of stored) if (!unsettled.has(host)) breakers.set(host, breaker);
    },
    note(host, says) {
      const before = of(host);
      if (says === "unknown" || (says === "works" && before.failures === 0)) return;
      const after = says === "works" ? CLOSED : failed(before, clock());
      breakers.set(host, after);
      unsettled.add(host);
      if (isOpen(after) && !isOpen(before)) log.warn("a host does not answer");
      if (!isOpen(after) && isOpen(before)) log.info("a host answers again");
    },
    isSilent: (host) => (of(host).openUntil ?? 0) > clock(),
    changed: () => [...unsettled].map((host) => ({ host, breaker: of(host) })),
    settled(hosts) {
      // One that has changed again meanwhile is settled again.
      for (const { host, breaker } of hosts) if (of(host) === breaker) unsettled.delete(host);
    },
    occupy: (host) => void busy.set(host, (busy.get(host) ?? 0) + 1),
    release(host) {
      const left = (busy.get(host) ?? 0) - 1;
      if (left > 0) busy.set(host, left);
      else busy.delete(host);
    },
    busy: () => busy,
  };
}
