import { offerMade, overFrom, type ActorId } from "@commonhall/domain";
import { offeredAlliance, type AllyOffer } from "@commonhall/wire";
import { lookUp } from "../discovery/look-up.ts";
import { ignored, processed, refused, type Handling, type Outcome } from "../inbox/handling.ts";
import { whereTo } from "../moderation/standing.ts";
import { FROM_THE_FUTURE, moveAlly } from "./move-ally.ts";

interface Offering {
  readonly actor: ActorId;
  readonly offer: AllyOffer;
}

/** Somebody offers to be allies. It waits for a person, at the desk or apart from it; nothing is agreed to by itself. */
export async function onAllyOffer(handling: Handling, { actor, offer }: Offering): Promise<Outcome> {
  const { rooms, now } = handling;
  const centre = await rooms.centres.get();
  const made = centre === undefined ? undefined : offeredAlliance(centre.id, offer);
  if (made?.peer !== actor) return refused("an offer of somebody else, or to somebody else");
  if (made.offered > now + FROM_THE_FUTURE) return ignored("it was made in the future");
  if ((overFrom(made.terms) ?? now + 1) <= now) return ignored("its last day has gone by");
  const current = await rooms.allies.with(actor);
  const next = offerMade(current, made, now);
  if (next === undefined) return ignored("it is known, or older than another");
  const place = await whereTo(handling, actor);
  if (place === "nowhere") return refused("so many of its server wait already");
  await lookUp(handling, actor);
  await moveAlly(handling, current, { ...next, apart: place === "apart" });
  return processed;
}
