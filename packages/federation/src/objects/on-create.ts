import type { InboundObject } from "@commonhall/wire";
import { isAlly } from "../audiences/what-allies-send.ts";
import { isRelease, neverChanges } from "../bulletins/keep-release.ts";
import { ignored, processed, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";
import { forward, onTally, organisedWith, passOnLater } from "../organisers/on-organisers-words.ts";
import { fetchLater } from "./fetch-later.ts";
import { keepObject, reasonToKeep, replaceObject } from "./keep-object.ts";
import { onActorUpdate } from "./on-actor-update.ts";

/**
 * Something is said, or said anew. The two differ in nothing that can be relied on: an Update may come first, where the
 * Create is being sent again, and a Create again, where somebody has not heard that it arrived.
 */
export async function onCreateOrUpdate(handling: Handling, activity: Inbound<"Create" | "Update">): Promise<Outcome> {
  const { object, type } = activity;
  switch (object.type) {
    case "actor":
      return type === "Update" ? onActorUpdate(handling, object.actor) : ignored("actors are read where they live");
    case "reference":
      return onReference(handling, activity);
    case "object":
      return (await onTally(handling, activity)) ?? onObject(handling, activity, object);
  }
}

async function onObject(
  handling: Handling,
  activity: Inbound<"Create" | "Update">,
  object: InboundObject,
): Promise<Outcome> {
  const { stored } = object;
  const known = await handling.rooms.objects.get(stored.id);
  if (known !== undefined && activity.type === "Create") return ignored("it is known");
  if (isRelease(stored.kind) && activity.type === "Update") return neverChanges;
  if (known !== undefined) {
    const mayStay = stored.reach === "public" || (await reasonToKeep(handling, object)) !== undefined;
    if (!mayStay) return ignored("it is not meant for us any more");
    const outcome = await replaceObject(handling, known, object);
    const told = { object: stored.id, campaign: known.campaign };
    if (outcome.type === "processed") await forward(handling, activity, told);
    return outcome;
  }
  if (stored.attributedTo !== activity.actor) return ignored("it is by somebody else");
  const campaign = await organisedWith(handling, object);
  const reason = campaign === undefined ? await reasonToKeep(handling, object) : "followed";
  if (reason === undefined) return ignored("it concerns nobody here");
  const outcome = await keepObject(handling, object, { reason });
  if (campaign !== undefined && outcome.type === "processed") await passOnLater(handling, object, campaign);
  return outcome;
}

/** Nothing but an id: it is fetched, where it is known or its author is followed. */
async function onReference({ rooms }: Handling, { actor, object }: Inbound<"Create" | "Update">): Promise<Outcome> {
  if (object.type !== "reference") return ignored("it is no reference");
  const { id } = object;
  const known = await rooms.objects.get(id);
  if (known?.local === true) return ignored("it is ours");
  if (known?.type === "Group" && known.campaign !== undefined) {
    const task = { type: "fetch campaign", campaign: known.campaign, from: known.attributedTo } as const;
    await rooms.tasks.add(task, { key: `fetch campaign ${known.campaign}` });
    return processed;
  }
  const isExpected = (await rooms.follows.isFollowed(actor)) || (await isAlly({ rooms }, actor));
  if (known === undefined && !isExpected) return ignored("it concerns nobody here");
  await fetchLater({ rooms }, id, { via: actor });
  return processed;
}
