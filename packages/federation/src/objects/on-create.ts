import { ignored, processed, type Handling, type Outcome } from "../inbox/handling.ts";
import type { Inbound } from "../inbox/inbound.ts";
import { keepObject, reasonToKeep, replaceObject } from "./keep-object.ts";
import { onActorUpdate } from "./on-actor-update.ts";

/**
 * Something is said, or said anew. The two differ in nothing that can be relied on: an Update may come first, where the
 * Create is being sent again, and a Create again, where somebody has not heard that it arrived.
 */
export async function onCreateOrUpdate(handling: Handling, activity: Inbound<"Create" | "Update">): Promise<Outcome> {
  const { rooms } = handling;
  const { actor, object, type } = activity;
  switch (object.type) {
    case "actor":
      return type === "Update" ? onActorUpdate(handling, object.actor) : ignored("actors are read where they live");
    case "reference":
      return onReference(handling, activity);
    case "object": {
      const known = await rooms.objects.get(object.stored.id);
      if (known !== undefined)
        return type === "Update" ? replaceObject(handling, known, object) : ignored("it is known");
      if (object.stored.attributedTo !== actor) return ignored("it is by somebody else");
      const reason = await reasonToKeep(handling, object);
      return reason === undefined ? ignored("it concerns nobody here") : keepObject(handling, object, { reason });
    }
  }
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
  if (known === undefined && !(await rooms.follows.isFollowed(actor))) return ignored("it concerns nobody here");
  await rooms.tasks.add({ type: "fetch object", object: id, via: actor }, { key: `fetch ${id}` });
  return processed;
}
