import { createHmac, randomBytes } from "node:crypto";
import { type Clock, MINUTE, type Timestamp } from "@commonhall/domain";
import type { NetworkCounts } from "./ports.ts";

const RENEWED_AFTER = 10 * MINUTE;
/** Of one network. Many people share an address of a hostel or of a telephone company. */
const SHARE = 5;
/** Of everybody whose network nobody knows: what the node lets through from everybody in that time. */
const SHARE_OF_MANY = 10;
const MOST_NETWORKS = 10_000;
/** No MAC is as short as these. */
const UNKNOWN = "unknown";
const REST = "rest";

interface CountingKey {
  readonly bytes: Uint8Array;
  readonly made: Timestamp;
  readonly end: NodeJS.Timeout;
}

/**
 * Networks stand here as MACs under a random key, which goes after ten minutes with all that was counted under it:
 * whoever sees the memory later learns of nobody that they were here. A timer sees to it too, for when nobody else comes.
 */
export function networkCounts(clock: Clock, counts = new Map<string, number>()): NetworkCounts {
  let key: CountingKey | undefined;
  const forget = (): void => {
    clearTimeout(key?.end);
    key?.bytes.fill(0);
    key = undefined;
    counts.clear();
  };
  const current = (): Uint8Array => {
    const now = clock();
    if (key !== undefined && Math.abs(now - key.made) >= RENEWED_AFTER) forget();
    key ??= { bytes: randomBytes(32), made: now, end: setTimeout(forget, RENEWED_AFTER).unref() };
    return key.bytes;
  };
  const nameOf = (network: string | undefined): string => {
    const bytes = current();
    if (network === undefined) return UNKNOWN;
    const mac = createHmac("sha256", bytes).update(network).digest("base64url");
    return counts.has(mac) || counts.size < MOST_NETWORKS ? mac : REST;
  };
  return {
    passes: (network) => {
      const name = nameOf(network);
      const count = counts.get(name) ?? 0;
      if (count >= (name === UNKNOWN || name === REST ? SHARE_OF_MANY : SHARE)) return false;
      counts.set(name, count + 1);
      return true;
    },
    forget,
  };
}
