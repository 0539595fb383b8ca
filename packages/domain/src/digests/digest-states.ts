import type { Timestamp } from "../time.ts";
import { DIGEST_LIMITS, type Digest } from "./digest.ts";
import { lastDigestDue, nextDigestDue } from "./rhythm.ts";

/** Somebody who reads the mailbox said yes: what enters the feed from now on is told. */
export const confirmedDigest = (digest: Digest, now: Timestamp): Digest => ({
  ...digest,
  confirmed: now,
  until: now,
  due: nextDigestDue(digest.rhythm, now),
});

/**
 * The end of what is to be told now, or undefined where there is nothing to look for. After a node was away there is one
 * digest, up to the last time at which one was due, and not one for each that was missed.
 */
export function digestDueUntil(digest: Digest, now: Timestamp): Timestamp | undefined {
  if (digest.confirmed === undefined) return undefined;
  const until = lastDigestDue(digest.rhythm, now);
  return until > digest.until ? until : undefined;
}

/** Looked at: another look comes with the next time at which one is due. */
export const plannedDigest = (digest: Digest, now: Timestamp): Digest => ({
  ...digest,
  due: nextDigestDue(digest.rhythm, now),
});

/** The mail server took it, or there was nothing to say. */
export const toldDigest = (digest: Digest, until: Timestamp): Digest => ({ ...digest, until, refusals: 0 });

/** Nobody has this mailbox, says its server. Undefined when it has said so often enough; else the next digest tries again. */
export function refusedDigest(digest: Digest): Digest | undefined {
  const refusals = digest.refusals + 1;
  return refusals >= DIGEST_LIMITS.refusals ? undefined : { ...digest, refusals };
}
