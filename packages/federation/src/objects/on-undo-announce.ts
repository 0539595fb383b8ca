import { asObject, objectId, sameOrigin, type ObjectId, type StoredObject } from "@commonhall/domain";
import { aboutIn } from "@commonhall/wire";
import { takeBackFromFeeds } from "../feeds/take-back-from-feeds.ts";
import { ignored, processed, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";

/**
 * What came by this one alone is taken out of the list again, with the campaign that it opened or the gathering that it
 * told of; and our own feeds take back that they passed it on. Of what others passed on too its own server is asked.
 */
export async function onUndoAnnounce(handling: Handling, { actor, object: undone }: Inbound<"Undo">): Promise<Outcome> {
  const object = objectId(undone.object ?? "");
  if (object === undefined) return ignored("it does not say what is taken back");
  const { rooms } = handling;
  const known = await rooms.objects.get(object);
  if (known?.local === true) return ignored("it is ours");
  const campaign = known === undefined ? undefined : opened(known);
  const gathering = known === undefined ? undefined : toldOfBy(known);
  if (!(await rooms.arrivals.withdraw(campaign ?? object, actor))) {
    const isTheirs = known !== undefined && (await rooms.follows.isFollowed(actor));
    for (const id of isTheirs ? [object, campaign, gathering] : []) if (id !== undefined) await check(handling, id);
    return ignored("it had come by others as well, or not at all");
  }
  if (gathering !== undefined) await rooms.arrivals.withdraw(gathering, actor);
  await takeBackFromFeeds(handling, object);
  return processed;
}

const check = ({ rooms }: Handling, object: ObjectId): Promise<void> =>
  rooms.tasks.add({ type: "check object", object }, { key: `check ${object}` });

/** Lists show the Group in place of the Note that opened it. */
const opened = ({ kind, type, campaign }: StoredObject): ObjectId | undefined =>
  kind === "campaign" && type !== "Group" && campaign !== undefined ? asObject(campaign) : undefined;

/** The Event that its Note was about, and that was fetched because of it. */
function toldOfBy({ id, document }: StoredObject): ObjectId | undefined {
  const about = objectId(aboutIn(document) ?? "");
  return about !== undefined && sameOrigin(about, id) ? about : undefined;
}
