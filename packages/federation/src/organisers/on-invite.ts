import { offerAgainst } from "@commonhall/domain";
import { ignored, processed, refused, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";
import { whereTo } from "../moderation/standing.ts";

/** The campaign of another centre asks ours to organise it as well. How it stands is how the centre that leads it stands. */
export async function onInvite(
  handling: Handling,
  { id, campaign, centre, lead }: Inbound<"Invite">,
): Promise<Outcome> {
  const { rooms, now } = handling;
  if ((await rooms.centres.get())?.id !== centre) return ignored("somebody else is invited");
  const current = await rooms.organisers.between(campaign, centre);
  const against = offerAgainst(current, id);
  if (against === "older") return ignored("it is older than another");
  if (current !== undefined && against === "same") {
    if (current.answer !== undefined && current.state !== "withdrawn") await rooms.outbox.repeat(current.answer);
    return ignored("it is known");
  }
  const place = await whereTo(handling, lead);
  if (place === "nowhere") return refused("so many of its server wait already");
  const row = { campaign, organiser: centre, lead, offer: id, since: now, apart: place === "apart" };
  await rooms.organisers.put({ ...row, state: "offered" });
  await rooms.tasks.add({ type: "fetch invited", campaign, lead }, { key: `fetch invited ${campaign}` });
  return processed;
}
