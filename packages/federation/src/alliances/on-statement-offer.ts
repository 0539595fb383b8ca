import type { ActivityId, ActorId } from "@commonhall/domain";
import { describeFault, readCharter, readLeave, readStatement, type StatementOffer } from "@commonhall/wire";
import { ignored, processed, refused, type Handling, type Outcome } from "../inbox/handling.ts";
import { whereTo } from "../moderation/standing.ts";

interface Offered {
  readonly id: ActivityId;
  readonly actor: ActorId;
  readonly offer: StatementOffer;
}

/**
 * A statement about an alliance of many. Whose signatures it has is checked afterwards, because that waits for a thread
 * and perhaps for the network. An alliance that is not known here begins with an invitation: it names our centre, and
 * whoever sends it is let in to the desk, or waits apart like everybody who asks something of us.
 */
export async function onStatementOffer(handling: Handling, { id, actor, offer }: Offered): Promise<Outcome> {
  const { rooms, now } = handling;
  const read = readStatement(offer.text, now);
  if (!read.ok) return ignored(`the statement cannot be taken: ${describeFault(read.error)}`);
  const about = read.value.type === "charter" ? readCharter(read.value.payload) : readLeave(read.value.payload);
  if (!about.ok) return ignored(`the statement cannot be taken: ${describeFault(about.error)}`);
  const isKnown = (await rooms.alliances.get(about.value.alliance)) !== undefined;
  if (!isKnown) {
    const centre = await rooms.centres.get();
    const named = "charter" in about.value ? about.value.charter.members : [];
    if (centre === undefined || !named.some((member) => member.id === centre.id))
      return ignored("it names nobody here");
    if ((await whereTo(handling, actor)) === "nowhere") return refused("so many of its server wait already");
  }
  const task = { type: "take in statement", text: offer.text, from: actor, offer: id } as const;
  await rooms.tasks.add(task, { key: `take in statement ${id}` });
  return processed;
}
