import { asObject, objectId, sameOrigin, type ObjectId, type StoredObject } from "@commonhall/domain";
import { aboutIn } from "@commonhall/wire";
import { takeBackFromFeeds } from "../feeds/take-back-from-feeds.ts";
import { ignored, processed, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";

/**
 * What came by this one alone is taken out of the list again, with the campaign that it opened or the gathering that it
 * told of; and our own feeds take back that they passed it on.
 */
export async function onUndoAnnounce(handling: Handling, { actor, object: undone }: Inbound<"Undo">): Promise<Outcome> {
  const object = objectId(undone.object ?? "");
  if (object === undefined) return ignored("it does not say what is taken back");
  const { rooms } = handling;
  const known = await rooms.objects.get(object);
  const campaign = known === undefined ? undefined : opened(known);
  if (!(await rooms.arrivals.withdraw(campaign ?? object, actor))) {
    return ignored("it had come by others as well, or not at all");
  }
  const gathering = known === undefined ? undefined : toldOfBy(known);
  if (gathering !== undefined) await rooms.arrivals.withdraw(gathering, actor);
  await takeBackFromFeeds(handling, object);
  return processed;
}

/** Lists show the Group in place of the Note that opened it. */
const opened = ({ kind, type, campaign }: StoredObject): ObjectId | undefined =>
  kind === "campaign" && type !== "Group" && campaign !== undefined ? asObject(campaign) : undefined;

/** The Event that its Note was about, and that was fetched because of it. */
function toldOfBy({ id, document }: StoredObject): ObjectId | undefined {
  const about = objectId(aboutIn(document) ?? "");
  return about !== undefined && sameOrigin(about, id) ? about : undefined;
}
