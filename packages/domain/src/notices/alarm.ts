import { HOUR, type Duration, type Timestamp } from "../time.ts";

/**
 * How the people of a centre are told that something urgent waits at their desk: one alarm for the whole node, however
 * many calls have come, so that nobody can flood a mailbox through us. First those are told who are on duty, then,
 * while nobody has looked, everybody who wants to be told.
 *
 *     urgent call      told, and nobody has looked for the wait
 *   ─────────────▶ 1 ─────────▶ 2 ─────────▶ … MOST_TELLINGS, then silence
 *                  somebody has seen all that is urgent: no alarm
 */
export interface Alarm {
  /** How often people have been told. */
  readonly tellings: number;
  /** When they are told next; after the last telling, from when on another call tells them anew. */
  readonly due: Timestamp;
}

export const MOST_TELLINGS = 4;
const QUIET: Duration = HOUR;

/** Something urgent has come. Undefined where people are being told already. */
export function raised(alarm: Alarm | undefined, now: Timestamp): Alarm | undefined {
  const isOver = alarm === undefined || (alarm.tellings >= MOST_TELLINGS && alarm.due <= now);
  return isOver ? { tellings: 0, due: now } : undefined;
}

export const isDue = ({ tellings, due }: Alarm, now: Timestamp): boolean => tellings < MOST_TELLINGS && due <= now;

/** Who is told this time. Where nobody is on duty everybody is. */
export function toldNow<W extends { readonly onDuty: boolean }>(
  { tellings }: Pick<Alarm, "tellings">,
  all: readonly W[],
): readonly W[] {
  const onDuty = all.filter((one) => one.onDuty);
  return tellings === 0 && onDuty.length > 0 ? onDuty : all;
}

/** After this telling. */
export function told({ tellings }: Alarm, now: Timestamp, wait: Duration): Alarm {
  const isLast = tellings + 1 >= MOST_TELLINGS;
  return { tellings: tellings + 1, due: now + (isLast ? Math.max(wait, QUIET) : wait) };
}
