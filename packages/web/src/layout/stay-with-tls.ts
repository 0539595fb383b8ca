import type { Site } from "@commonhall/wire";
import type { MiddlewareHandler } from "hono";

/** A year, as long as somebody may be away. */
const STAY = "max-age=31536000";

/**
 * Browsers that came once come back by TLS alone (RFC 6797), on whatever page they were: otherwise whoever owns the
 * network between shows somebody who types the name of the node a desk of their own, and has their passphrase.
 */
export const stayWithTls =
  (site: Pick<Site, "origin">): MiddlewareHandler =>
  async (c, next) => {
    await next();
    if (isReachedByTls(site, c.req.header("host") ?? "")) c.header("strict-transport-security", STAY);
  };

/** Over Tor the address itself says whose it is, and there is no TLS. */
export const isReachedByTls = ({ origin }: Pick<Site, "origin">, host: string): boolean =>
  origin.startsWith("https://") && host.split(":")[0]?.endsWith(".onion") !== true;
