import { lookup, Resolver } from "node:dns/promises";
import { SECOND } from "@commonhall/domain";
import { isPublicName } from "./public-address.ts";

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** All addresses of a name. Rejects, or answers none, where it has none. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/**
 * Asks the name servers directly, and the system (hosts file and the like) only where those do not know the name. The
 * system's answer takes a thread out of the pool that also makes signatures, for ten seconds and more where a name
 * server is silent: a few dead hosts would slow all deliveries. Names that are never public, as on a test network, are
 * the system's alone.
 */
export function createResolve(system: Resolve = askSystem, servers: Resolve = askServers()): Resolve {
  return async (hostname) => {
    const known = isPublicName(hostname) ? await servers(hostname) : [];
    return known.length > 0 ? known : system(hostname);
  };
}

/** An empty list where they know none, or do not answer. Both tries together leave time to connect. */
function askServers(): Resolve {
  const resolver = new Resolver({ timeout: SECOND, tries: 2 });
  return async (hostname) => {
    const [ipv4, ipv6] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    return [...addressesIn(ipv4, 4), ...addressesIn(ipv6, 6)];
  };
}

const askSystem: Resolve = async (hostname) => {
  const found = await lookup(hostname, { all: true });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

const addressesIn = (answer: PromiseSettledResult<string[]>, family: 4 | 6): ResolvedAddress[] =>
  answer.status === "fulfilled" ? answer.value.map((address) => ({ address, family })) : [];

/** Node's `ENOTFOUND`, `ECONNREFUSED` and so on; undefined for what has none. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
