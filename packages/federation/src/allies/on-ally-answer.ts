import { isSameTerms, offerAnswered, type Ally } from "@commonhall/domain";
import { answeredAllyOffer, offeredAlliance } from "@commonhall/wire";
import { ignored, processed, refused, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";
import { moveAlly } from "./move-ally.ts";

type Answer = Inbound<"Accept" | "Reject">;

/**
 * Somebody says yes or no to our Offer to be allies; only the one whom it was made to can. Undefined where no Offer of this
 * kind is answered. What is accepted are the terms that we offered: an answer that repeats others is none.
 */
export async function onAllyAnswer(handling: Handling, answer: Answer): Promise<Outcome | undefined> {
  const { rooms, now } = handling;
  const { actor, object: offer, id: activity, type } = answer;
  const current = await rooms.allies.byOffer(offer);
  if (current === undefined) return undefined;
  if (current.peer !== actor) return refused("an answer to an offer, by somebody else");
  if (!(await isAboutOurs(handling, answer, current))) return refused("an answer to an offer of other terms");
  const said = type === "Accept" ? "accepted" : "declined";
  const next = offerAnswered(current, { offer, by: "them", answer: said, activity }, now);
  if (next === undefined) return ignored("it changes nothing");
  await moveAlly(handling, current, next);
  return processed;
}

async function isAboutOurs({ rooms }: Handling, { raw }: Answer, { terms, peer }: Ally): Promise<boolean> {
  const centre = await rooms.centres.get();
  if (centre === undefined) return false;
  const repeated = answeredAllyOffer(raw, centre.id);
  if (repeated === undefined) return true;
  const made = repeated.ok ? offeredAlliance(centre.id, repeated.value) : undefined;
  return made?.peer === peer && isSameTerms(made.terms, terms);
}
