import type { Site } from "@commonhall/wire";
import { generateCookie } from "hono/cookie";
import { parse } from "hono/utils/cookie";

/**
 * The cookie of somebody who is signed in. It goes to the desk alone (`Path=/desk`), so that no public page and no report form ever
 * gets it; a `__Host-` name would need `Path=/`, so its name says only that it travels over https. Without an age it
 * ends with the browser; the session itself ends by the clock of the node.
 */
export interface SessionCookie {
  /** The session's token, if the request has one. */
  read(request: Request): string | undefined;
  /** Values of `Set-Cookie`. */
  set(token: string): string;
  clear(): string;
}

export const sessionCookie = (site: Site): SessionCookie => cookieOf(site, "desk");

/** A second one, for whoever has unlocked their keys: the keys lie in memory under a secret that only this cookie has. */
export const keysCookie = (site: Site): SessionCookie => cookieOf(site, "keys");

function cookieOf(site: Site, plain: "desk" | "keys"): SessionCookie {
  const secure = site.origin.startsWith("https:");
  const name = secure ? `__Secure-${plain}` : plain;
  const attributes = { path: "/desk", httpOnly: true, secure, sameSite: "Strict" } as const;
  return {
    read: (request) => parse(request.headers.get("cookie") ?? "", name)[name],
    set: (token) => generateCookie(name, token, attributes),
    clear: () => generateCookie(name, "", { ...attributes, maxAge: 0 }),
  };
}
