import { lookup, Resolver } from "node:dns/promises";
import { SECOND } from "@commonhall/domain";

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** All addresses of a name, never an empty list. Rejects where there are none. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/**
 * Asks the name servers directly, and the system (hosts file and the like) only where those do not know the name. The
 * system's answer takes a thread out of the pool that also makes signatures, for ten seconds and more where a name
 * server is silent: a few dead hosts would slow all deliveries.
 */
export function createResolve(): Resolve {
  const resolver = new Resolver({ timeout: 2 * SECOND, tries: 2 });
  return async (hostname) => {
    const [ipv4, ipv6] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const found = [...addressesIn(ipv4, 4), ...addressesIn(ipv6, 6)];
    if (found.length > 0) return found;
    if (ipv4.status === "rejected" && codeOf(ipv4.reason) === "ETIMEOUT") throw ipv4.reason;
    const fromSystem = await lookup(hostname, { all: true });
    return fromSystem.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
  };
}

const addressesIn = (answer: PromiseSettledResult<string[]>, family: 4 | 6): ResolvedAddress[] =>
  answer.status === "fulfilled" ? answer.value.map((address) => ({ address, family })) : [];

/** Node's `ENOTFOUND`, `ECONNREFUSED` and so on; undefined for what has none. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
