import { err, ok, SECOND, type Duration, type Result } from "@commonhall/domain";

/** wire.md 11: others refuse more than this too. */
export const LARGEST_BODY = 1024 * 1024;
const LONGEST_WAIT: Duration = 10 * SECOND;

export type BodyRefused = "too large" | "too slow" | "broken off";

/**
 * The whole body, or why it was given up. What is given up is not read any further; its stream is left open, because
 * closing it would close the connection before anything could be answered.
 */
export async function readBody(
  body: AsyncIterable<Uint8Array> | Uint8Array,
  longestWait = LONGEST_WAIT,
): Promise<Result<Uint8Array, BodyRefused>> {
  if (body instanceof Uint8Array) return body.byteLength > LARGEST_BODY ? err("too large") : ok(body);
  const { promise: late, resolve: giveUp } = Promise.withResolvers<"too slow">();
  const timer = setTimeout(giveUp, longestWait, "too slow");
  try {
    return await collect(body[Symbol.asyncIterator](), late);
  } finally {
    clearTimeout(timer);
  }
}

async function collect(
  chunks: AsyncIterator<Uint8Array>,
  late: Promise<"too slow">,
): Promise<Result<Uint8Array, BodyRefused>> {
  const read: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const next = await Promise.race([nextOf(chunks), late]);
    if (next === "broken off" || next === "too slow") return err(next);
    if (next.done === true) return ok(read.length === 1 && read[0] !== undefined ? read[0] : Buffer.concat(read, size));
    size += next.value.byteLength;
    if (size > LARGEST_BODY) return err("too large");
    read.push(next.value);
  }
}

/** A sender that hangs up makes the stream throw: that is its business and no fault of ours. */
const nextOf = (chunks: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array, unknown> | "broken off"> =>
  chunks.next().catch(() => "broken off" as const);
