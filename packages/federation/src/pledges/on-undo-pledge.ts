import { takeBackOffer, type KeptPledge } from "@commonhall/domain";
import { ignored, processed, refused, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";
import { keepTheirs } from "./keep-pledge.ts";
import { askedBy, offerFrom } from "./on-pledge.ts";

/**
 * Somebody takes back what they pledged; what was accepted of it is missing again. It is remembered also where the Offer
 * has not come yet. Undefined where it is no pledge that is taken back.
 */
export async function onUndoPledge(
  handling: Handling,
  { actor, object: { id, offer: undone } }: Inbound<"Undo">,
): Promise<Outcome | undefined> {
  const pledge = undone?.type === "pledge" ? undone : undefined;
  const { rooms, now, received } = handling;
  if (id === undefined) return undefined;
  const known = await rooms.pledges.get(id);
  if (known?.side === "ours" || (known === undefined && pledge === undefined)) return undefined;
  const asked = known === undefined && pledge !== undefined ? await askedBy(handling, pledge.agreement) : undefined;
  const offer =
    known === undefined && asked !== undefined && pledge !== undefined
      ? offerFrom(asked, { id, actor, pledge, received })
      : known;
  if (offer === undefined) return ignored("it was for no need of ours");
  const unanswered = await rooms.pledges.unanswered(offer.call, actor);
  const taken = takeBackOffer(known, { ...offer, pledger: actor }, unanswered, now);
  if (!taken.ok)
    return taken.error === "it changes nothing" ? ignored(taken.error) : refused(`an Undo: ${taken.error}`);
  const kept: KeptPledge = { ...(known ?? { side: "theirs", apart: false, log: [] }), ...taken.value };
  await keepTheirs(rooms, kept, now);
  return processed;
}
