import type { Site } from "@commonhall/wire";
import { generateCookie } from "hono/cookie";
import { parse } from "hono/utils/cookie";

/**
 * The one cookie of this node. It goes to the desk alone (`Path=/desk`), so that no public page and no report form ever
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

export function sessionCookie(site: Site): SessionCookie {
  const secure = site.origin.startsWith("https:");
  const name = secure ? "__Secure-desk" : "desk";
  const attributes = { path: "/desk", httpOnly: true, secure, sameSite: "Strict" } as const;
  return {
    read: (request) => parse(request.headers.get("cookie") ?? "", name)[name],
    set: (token) => generateCookie(name, token, attributes),
    clear: () => generateCookie(name, "", { ...attributes, maxAge: 0 }),
  };
}
