import { createPublicKey, type KeyObject } from "node:crypto";
import { MINUTE, type ActorId, type Clock, type RemoteKey, type RemoteKeys, type Timestamp } from "@commonhall/domain";
import { createRecent } from "../recent.ts";

/** Somebody else's key, ready to check with. */
export interface KnownKey {
  readonly id: string;
  readonly owner: ActorId;
  readonly algorithm: RemoteKey["algorithm"];
  readonly key: KeyObject;
}

/** The keys that we know, unpacked once. Another process may change them, so what is in memory is not trusted for long. */
export interface KeyRing {
  get(id: string): Promise<KnownKey | undefined>;
  /** Holds a key that its owner's own document has shown, in memory and for a while: strangers fill no table. */
  hold(key: RemoteKey): void;
  /** The next `get` reads from the store again. */
  forget(id: string): void;
  /**
   * Whether a key that we have may be asked for again, because a signature did not fit it: it may have been changed, but
   * anybody can send wrong signatures, so its server is asked once in a while at most.
   */
  mayAskAgain(id: string): boolean;
}

const KEPT = 5000;
const TRUSTED_FOR = 10 * MINUTE;
const ASK_AGAIN_AFTER = 5 * MINUTE;

interface Held {
  readonly key: KnownKey;
  readonly since: Timestamp;
}

export function createKeyRing(keys: Pick<RemoteKeys, "get">, clock: Clock): KeyRing {
  const held = createRecent<Held>(KEPT);
  const asked = createRecent<Timestamp>(KEPT);
  return {
    async get(id) {
      const found = held.get(id);
      if (found !== undefined && clock() - found.since < TRUSTED_FOR) return found.key;
      const stored = await keys.get(id);
      const key = stored === undefined ? undefined : unpack(stored);
      if (key === undefined) held.delete(id);
      else held.set(id, { key, since: clock() });
      return key;
    },
    hold(key) {
      const unpacked = unpack(key);
      if (unpacked !== undefined) held.set(key.id, { key: unpacked, since: clock() });
    },
    forget: (id) => held.delete(id),
    mayAskAgain(id) {
      const last = asked.get(id);
      if (last !== undefined && clock() - last < ASK_AGAIN_AFTER) return false;
      asked.set(id, clock());
      return true;
    },
  };
}

function unpack({ id, owner, algorithm, publicKey }: RemoteKey): KnownKey | undefined {
  try {
    return { id, owner, algorithm, key: createPublicKey(publicKey) };
  } catch {
    return undefined;
  }
}
