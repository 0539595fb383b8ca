import type { Duration, Result } from "@commonhall/domain";
import type { HttpError } from "./http-error.ts";
import type { SignatureForm, SigningKey } from "./signatures.ts";

/** The only way out of the node (row F10, wire.md 0.4): every address checked, everything bounded, every failure a value. */
export interface HttpClient {
  /** Only a 2xx answer is `ok`. Follows at most three redirects, each checked like the first address. */
  get(url: string, options: GetOptions): Promise<Result<Fetched, HttpError>>;
  /** Any answer that is no redirect is `ok`: what a status means is the caller's business. */
  post(url: string, options: PostOptions): Promise<Result<PostAnswer, HttpError>>;
  close(): Promise<void>;
}

export interface GetOptions {
  /** The Accept header. */
  readonly accept: string;
  /** Signs as the node's own actor, for servers that show nothing to strangers. */
  readonly signedBy?: "node";
  /** 1 MiB unless told. */
  readonly maxBytes?: number;
  /** Media types without parameters; an answer of another one is refused. Anything unless told. */
  readonly contentTypes?: readonly string[];
}

export interface Fetched {
  /** Where the answer came from, after redirects. */
  readonly url: string;
  readonly status: number;
  /** Media type in lower case without parameters; empty where the server named none. */
  readonly contentType: string;
  /** UTF-8; bytes that are none are replaced. */
  readonly body: string;
}

export interface PostOptions {
  readonly body: Uint8Array;
  /** `digestOf(body)`, for a caller that sends the same bytes to many. */
  readonly digest?: string;
  readonly signer: SigningKey;
  readonly form: SignatureForm;
}

export interface PostAnswer {
  readonly status: number;
  readonly retryAfter?: Duration;
}
