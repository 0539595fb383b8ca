import { isDeepStrictEqual } from "node:util";
import type { Clock, Timestamp } from "@commonhall/domain";
import type { KeyValueContract } from "../contracts/key-value.ts";

interface Entry {
  readonly json: string;
  readonly expires: Timestamp;
}

export function memoryKeyValue(clock: Clock): KeyValueContract {
  const entries = new Map<string, Entry>();
  const read = (key: readonly string[]): unknown => {
    const entry = entries.get(JSON.stringify(key));
    return entry === undefined || entry.expires <= clock() ? undefined : JSON.parse(entry.json);
  };
  const write: KeyValueContract["set"] = async (key, value, options) => {
    const ttl = options?.ttl?.total("millisecond") ?? Infinity;
    if (value === undefined) entries.delete(JSON.stringify(key));
    else entries.set(JSON.stringify(key), { json: JSON.stringify(value), expires: clock() + ttl });
  };
  return {
    get: async (key) => read(key),
    set: write,
    delete: (key) => write(key, undefined),
    cas: async (key, expected, value, options) => {
      if (!isDeepStrictEqual(read(key), expected)) return false;
      await write(key, value, options);
      return true;
    },
    list: async function* (prefix: readonly string[] = []) {
      for (const text of entries.keys()) {
        const key: [string, ...string[]] = JSON.parse(text);
        const value = read(key);
        if (value !== undefined && prefix.every((part, index) => key[index] === part)) yield { key, value };
      }
    },
  };
}
