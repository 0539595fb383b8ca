import { isIP } from "node:net";
import type { LookupFunction } from "node:net";
import { callbackify } from "node:util";
import type { Duration } from "@commonhall/domain";
import { buildConnector } from "undici";
import type { Resolve } from "./resolve.ts";

/** A host name, or an address in a URL, that leads to where this node does not go. */
export class PrivateAddressError extends Error {
  override readonly name = "PrivateAddressError";
}

/** Whether this node talks to an IP address. */
export type AllowsAddress = (address: string) => boolean;

export interface ConnectOptions {
  readonly resolve: Resolve;
  readonly timeout: Duration;
  readonly allows: AllowsAddress;
}

/**
 * Opens connections for undici. A name is resolved once, all its addresses are checked, and one of exactly these is
 * connected to: there is no second look-up that could answer otherwise (DNS rebinding). One private address among
 * public ones is enough to refuse: which of them would be taken is for the network to say.
 */
export function createConnector(options: ConnectOptions): buildConnector.connector {
  const connect = buildConnector({ timeout: options.timeout, lookup: checkedLookup(options), keepAlive: true });
  return (target, callback) => {
    if (isIP(target.hostname) !== 0 && !options.allows(target.hostname)) {
      callback(new PrivateAddressError(target.hostname), null);
      return;
    }
    connect(target, callback);
  };
}

function checkedLookup({ resolve, allows }: ConnectOptions): LookupFunction {
  const addressesOf = callbackify(async (hostname: string) => {
    const addresses = await resolve(hostname);
    const inward = addresses.find(({ address }) => !allows(address));
    if (inward !== undefined) throw new PrivateAddressError(`${hostname} is ${inward.address}`);
    return addresses;
  });
  return (hostname, { all }, callback) => {
    addressesOf(hostname, (error, addresses) => {
      const first = addresses?.[0];
      if (error !== null) callback(error, "");
      else if (first === undefined) callback(new Error(`${hostname} has no address`), "");
      else if (all === true) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
  };
}
