import type { Readable } from "node:stream";

/** What somebody posts to one of our inboxes, as bare as the server read it. */
export interface InboxRequest {
  readonly method: string;
  /** With the query, as in the request line. */
  readonly path: string;
  /** Names in lower case; a header that came twice is joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable | Uint8Array;
}

export interface InboxAnswer {
  readonly status: number;
  /** One sentence, for whoever runs the other server. */
  readonly body?: string;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

export const answer = (status: number, body?: string, headers?: Readonly<Record<string, string>>): InboxAnswer => ({
  status,
  ...(body === undefined ? {} : { body }),
  ...(headers === undefined ? {} : { headers }),
});
