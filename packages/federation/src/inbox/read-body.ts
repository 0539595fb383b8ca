import type { Readable } from "node:stream";
import { err, ok, SECOND, type Duration, type Result } from "@commonhall/domain";

/** wire.md 11: others refuse more than this too. */
export const LARGEST_BODY = 1024 * 1024;
const LONGEST_WAIT: Duration = 10 * SECOND;

export type BodyRefused = "too large" | "too slow" | "broken off";

/**
 * The whole body, or why it was given up. What is given up is not read any further; its stream is left open, because
 * closing it would close the connection before anything could be answered.
 */
export function readBody(
  body: Readable | Uint8Array,
  longestWait = LONGEST_WAIT,
): Promise<Result<Uint8Array, BodyRefused>> {
  if (body instanceof Uint8Array) return Promise.resolve(body.byteLength > LARGEST_BODY ? err("too large") : ok(body));
  return new Promise((resolve) => {
    const read: Uint8Array[] = [];
    let size = 0;
    const end = (result: Result<Uint8Array, BodyRefused>): void => {
      clearTimeout(timer);
      body.off("data", take).pause();
      resolve(result);
    };
    const take = (chunk: Uint8Array): void => {
      size += chunk.byteLength;
      read.push(chunk);
      if (size > LARGEST_BODY) end(err("too large"));
    };
    const timer = setTimeout(() => end(err("too slow")), longestWait);
    body.on("data", take);
    body.once("end", () => end(ok(read.length === 1 && read[0] !== undefined ? read[0] : Buffer.concat(read, size))));
    // A sender that hangs up makes the stream fail: that is its business and no fault of ours.
    body.once("error", () => end(err("broken off")));
    body.once("close", () => end(err("broken off")));
  });
}
