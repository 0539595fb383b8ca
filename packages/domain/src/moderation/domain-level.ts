import type { Host } from "../ids.ts";

/**
 * What a node lets a domain do (wire.md 7). `accept`: everything. `limit`: what it sends is readable where one looks for
 * it, but stands in no feed and notifies nobody. `refuse`: its posts are answered 403, its signed fetches 404, and
 * nothing is delivered to it or fetched from it.
 */
export const DOMAIN_LEVELS = ["accept", "limit", "refuse"] as const;
export type DomainLevel = (typeof DOMAIN_LEVELS)[number];

export interface DomainPolicy {
  readonly host: Host;
  readonly level: DomainLevel;
}

/** The level of the host itself, else of the nearest domain above it, else `accept`. Ports do not count. */
export function levelOf(host: string, policies: ReadonlyMap<string, DomainLevel>): DomainLevel {
  const exact = policies.get(host);
  if (exact !== undefined) return exact;
  let name = host.replace(/:\d+$/, "");
  for (;;) {
    const level = policies.get(name);
    if (level !== undefined) return level;
    const dot = name.indexOf(".");
    if (dot === -1 || /^[\d.]+$/.test(name)) return "accept";
    name = name.slice(dot + 1);
  }
}
