import { MINUTE, type Duration, type Timestamp } from "../time.ts";
import type { Call } from "./call.ts";

/** Row S5 and wire.md 3: how much is still missing is told at most so often. */
export const PROGRESS_EVERY: Duration = 15 * MINUTE;

/** How long a change of what is missing waits before it is told. */
export const progressAfter = ({ told }: Pick<Call, "told">, now: Timestamp): Duration =>
  Math.max(0, told + PROGRESS_EVERY - now);
