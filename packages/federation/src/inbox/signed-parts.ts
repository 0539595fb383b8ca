import { HOUR, type Timestamp } from "@commonhall/domain";
import type { Site } from "@commonhall/wire";

/** A request as its sender saw and signed it: from the public side of whatever proxy stands before the node. */
export interface SignedParts {
  /** Upper case. */
  readonly method: string;
  /** `https` without a colon. */
  readonly scheme: string;
  /** Host with port, in lower case and without a default port: what the Host header was. */
  readonly authority: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** What asks for something only has none, whatever came with it. */
export const hasBody = ({ method }: Pick<SignedParts, "method">): boolean => method !== "GET" && method !== "HEAD";

export const targetUri = (parts: SignedParts): string => `${parts.scheme}://${parts.authority}${parts.path}`;

export type PublicSide = (
  request: { readonly method: string; readonly path: string; readonly headers: Readonly<Record<string, string>> },
  body: Uint8Array,
) => SignedParts;

/**
 * A proxy that ends TLS hands requests on over plain http and may put its own name into `Host`, so neither the scheme
 * nor a foreign Host says where a request was sent: only the site's origin does. Senders may know the node by the host
 * of its handles too.
 */
export function publicSideOf({ origin, handleHost }: Site): PublicSide {
  const { protocol, host } = new URL(origin);
  const scheme = protocol.slice(0, -1);
  return ({ method, path, headers }, body) => {
    const named = headers["host"]?.toLowerCase();
    const authority = named === handleHost ? named : host;
    return { method, scheme, authority, path, headers, body };
  };
}

/** A signature found in the request, not yet checked: that `signature` is of `base` by the key named. */
export interface SignatureClaim {
  readonly keyId: string;
  readonly base: string;
  readonly signature: Uint8Array;
}

export type SignatureProblem =
  /** The request is not signed. */
  | { readonly type: "none" }
  /** It may be right, of a form that this door does not read; digest, clock and what it covers have been checked. */
  | { readonly type: "unfamiliar"; readonly keyId: string }
  /** Wrong whatever the key: `reason` is a sentence for its sender. */
  | { readonly type: "refused"; readonly reason: string };

/** How far the sender's clock may be from ours, either way. */
const CLOCK_SKEW = HOUR;

export const isOffClock = (at: Timestamp, now: Timestamp): boolean => !(Math.abs(at - now) <= CLOCK_SKEW);
