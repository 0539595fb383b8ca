import { moved, offerAgainst, type ActorId, type Organiser } from "@commonhall/domain";
import { parseActor, parseDocument } from "@commonhall/wire";
import { lookUp } from "../discovery/look-up.ts";
import { ignored, processed, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";

/** A campaign that our centre organises with others tells who is one of them now, or not any more; nobody else can. */
export async function onChangedOrganisers(handling: Handling, activity: Inbound<"Add" | "Remove">): Promise<Outcome> {
  const { rooms, now } = handling;
  const { actor: campaign, member, type } = activity;
  const centre = await rooms.centres.get();
  const own = centre === undefined ? undefined : await rooms.organisers.between(campaign, centre.id);
  if (own === undefined) return ignored("our centre has no part in it");
  if (!(await isOfOrganisers(handling, activity))) return ignored("it is another collection");
  if (member === own.organiser)
    return type === "Add" ? ignored("it is known") : onRemovedOurselves(handling, activity, own);
  if (own.state !== "accepted" || member === own.lead) return ignored("our centre has no part in it");
  const current = await rooms.organisers.between(campaign, member);
  if (offerAgainst(current, activity.id) === "older") return ignored("it is older than what is known");
  const state = type === "Add" ? "accepted" : "withdrawn";
  const row = { campaign, organiser: member, lead: own.lead, offer: activity.id, since: now, apart: false };
  await rooms.organisers.put({ ...row, state });
  await lookUp(handling, member);
  return processed;
}

async function onRemovedOurselves(
  { rooms, now }: Handling,
  { id }: Inbound<"Add" | "Remove">,
  own: Organiser,
): Promise<Outcome> {
  if (offerAgainst(own, id) === "older") return ignored("it is older than the invitation");
  const next = moved(own, "withdrawn", now);
  if (next === undefined) return ignored("it changes nothing");
  await rooms.organisers.put(next);
  return processed;
}

/** As the campaign's own document says, where that is here. */
async function isOfOrganisers(
  { rooms }: Handling,
  { actor, collection }: { readonly actor: ActorId; readonly collection: string },
): Promise<boolean> {
  const known = await rooms.remoteActors.get(actor);
  const json = known === undefined ? undefined : parseDocument(known.document);
  const parsed = json?.ok === true ? parseActor(json.value) : undefined;
  return parsed?.ok !== true || parsed.value.organisers === collection;
}
