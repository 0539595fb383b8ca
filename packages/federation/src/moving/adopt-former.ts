import type { StoredObject } from "@commonhall/domain";
import type { InboundObject } from "@commonhall/wire";
import type { Handling } from "../inbox/handling.ts";

/** Nobody has moved more often. */
const MOST_FORMER = 5;

/**
 * Something comes that says which id it had before its author moved. Where we have it under that id, of an author of whom
 * we found it true that they are this one now, it is the same and keeps its place here. Undefined for what is new.
 */
export async function adoptFormer(
  { rooms }: Pick<Handling, "rooms">,
  { stored, alsoKnownAs }: Pick<InboundObject, "stored" | "alsoKnownAs">,
): Promise<StoredObject | undefined> {
  const { id, attributedTo: author } = stored;
  for (const former of alsoKnownAs.slice(0, MOST_FORMER)) {
    const before = await rooms.objects.get(former);
    if (before === undefined || before.local || before.kind !== stored.kind) continue;
    const isTheirs = (await rooms.moves.from(before.attributedTo))?.later === author;
    if (!isTheirs) continue;
    await rooms.moves.rename(former, id, author);
    return rooms.objects.get(id);
  }
  return undefined;
}
