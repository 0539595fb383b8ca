import { randomBytes } from "node:crypto";
import type { CalendarAddress } from "@commonhall/domain";
import type { Settings } from "@commonhall/store";

const KEY = "calendar address";
/** 128 bits: nobody finds it by trying. */
const BYTES = 16;

/** Kept in the node's settings, so that it is the same after every start, and for `hall` beside a serving node. */
export function calendarAddress(settings: Settings): CalendarAddress {
  const renew = async (): Promise<string> => {
    const made = randomBytes(BYTES).toString("base64url");
    await settings.set(KEY, made);
    return made;
  };
  // Two who ask at once for the first time get the same. What could not be written is tried again.
  let first: Promise<string> | undefined;
  const begin = (): Promise<string> =>
    (first ??= renew().catch((error: unknown) => {
      first = undefined;
      throw error;
    }));
  return { get: async () => (await settings.get(KEY)) ?? begin(), renew };
}
