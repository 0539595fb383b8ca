import type { CertificateFault, Duration } from "@commonhall/domain";

/** Why a request to another server gave nothing; the caller decides what that means for it. */
export type HttpError =
  /** An answer other than 2xx. `retryAfter` where the server asked for a pause. */
  | { readonly type: "status"; readonly status: number; readonly retryAfter?: Duration }
  | { readonly type: "timeout" }
  | { readonly type: "unreachable"; readonly detail: string }
  | { readonly type: "certificate"; readonly fault: CertificateFault }
  /** The name leads, at least in part, to an address that is not of the public internet (row F10). */
  | { readonly type: "private address"; readonly detail: string }
  | { readonly type: "not https" }
  | { readonly type: "not an address"; readonly detail: string }
  /** A POST was redirected, or a GET too often or to nowhere. */
  | { readonly type: "redirect refused"; readonly status: number }
  /** Moderation: level `refuse`. Nothing was sent, not even a question for its address. */
  | { readonly type: "refused domain" }
  | { readonly type: "too large"; readonly limit: number }
  | { readonly type: "content type"; readonly contentType: string };
