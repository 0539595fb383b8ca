import { asActor, asObject, type ActorId, type ObjectId } from "@commonhall/domain";
import { isAlly } from "../audiences/what-allies-send.ts";
import { takeBackFromFeeds } from "../feeds/take-back-from-feeds.ts";
import { ignored, processed, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";
import { forward } from "../organisers/on-organisers-words.ts";

/** Something is taken back by who said it, or an actor takes its leave with all that it said. */
export async function onDelete(handling: Handling, activity: Inbound<"Delete">): Promise<Outcome> {
  const { rooms, now } = handling;
  const { actor, object } = activity;
  if (object === asObject(actor)) {
    if ((await rooms.remoteActors.get(actor)) === undefined) return ignored("the actor is of no concern here");
    await rooms.remoteActors.markGone(actor, now);
    await rooms.objects.delete(object, now);
    await takeBackAllBy(handling, actor);
    await rooms.objects.deleteAllBy(actor, now);
    return processed;
  }
  const known = await rooms.objects.get(object);
  if (known === undefined) return onUnknown(handling, object, actor);
  if (known.local || known.attributedTo !== actor) return ignored("it is by somebody else");
  await forward(handling, activity, { object, campaign: known.campaign });
  await rooms.objects.delete(object, now);
  await takeBackFromFeeds(handling, object);
  if (known.kind === "call") await rooms.notices.drop(object);
  // A campaign is an actor as well, and goes with its Group.
  if (known.type === "Group") await rooms.remoteActors.markGone(asActor(object), now);
  return processed;
}

/** What is deleted before it has come is remembered, of those from whom something is expected. */
async function onUnknown(
  { rooms, now }: Handling,
  object: ObjectId,
  actor: Inbound<"Delete">["actor"],
): Promise<Outcome> {
  if ((await rooms.objects.tombstone(object)) !== undefined) return ignored("it has been deleted");
  const isExpected = (await rooms.follows.isFollowed(actor)) || (await isAlly({ rooms }, actor));
  if (!isExpected) return ignored("it is not known");
  await rooms.objects.delete(object, now);
  return processed;
}

const AT_ONCE = 100;

async function takeBackAllBy(handling: Handling, actor: ActorId): Promise<void> {
  let after: ObjectId | undefined;
  do {
    const asked = { reach: "everything", limit: AT_ONCE, ...(after === undefined ? {} : { after }) } as const;
    const theirs = await handling.rooms.objects.by(actor, asked);
    for (const { id } of theirs) await takeBackFromFeeds(handling, id);
    after = theirs.length < AT_ONCE ? undefined : theirs.at(-1)?.id;
  } while (after !== undefined);
}
