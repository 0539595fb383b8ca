import type { ParsedActor } from "@commonhall/wire";
import { keepActor } from "../discovery/keep-actor.ts";
import { ignored, processed, type Handling, type Outcome } from "../inbox/handling.ts";

/** An actor tells of itself anew: name, keys, inbox; a campaign its demands and how it stands. */
export async function onActorUpdate({ rooms, now, changedKeys }: Handling, actor: ParsedActor): Promise<Outcome> {
  const { id } = actor.remote;
  const known = await rooms.remoteActors.get(id);
  if (known === undefined) return ignored("the actor is of no concern here");
  await keepActor(rooms, actor, { handle: known.handle, at: now, changedKeys });
  if (!known.handle.startsWith(`@${actor.preferredUsername}@`)) {
    await rooms.tasks.add({ type: "refresh actor", actor: id }, { key: `refresh ${id}` });
  }
  return processed;
}
