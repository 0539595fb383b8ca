import { HOUR, sameOrigin, type ActorId, type Duration } from "@commonhall/domain";
import type { InboundObject } from "@commonhall/wire";
import type { Handling } from "../inbox/handling.ts";

/** Nobody's server is asked by all others in the minute in which something is passed on. */
const LATER: Duration = HOUR;

/**
 * A proof says that somebody once said it, not that they still do: whoever passes it on could show what has been changed or
 * withdrawn since. So where it lives is asked afterwards. Where nobody answers, what was proven stays.
 */
export async function checkLater(
  { rooms }: Handling,
  { stored: { id: object } }: InboundObject,
  shownBy: ActorId,
): Promise<void> {
  if (sameOrigin(object, shownBy)) return;
  await rooms.tasks.add({ type: "check object", object }, { key: `check ${object}`, after: LATER });
}
