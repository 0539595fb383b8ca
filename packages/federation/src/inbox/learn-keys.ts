import { err, ok, type ActorId, type Clock, type Result } from "@commonhall/domain";
import { fetchActor } from "../discovery/fetch-actor.ts";
import type { FetchProblem } from "../discovery/fetch-document.ts";
import type { HttpClient } from "../http/client.ts";
import type { KeyRing } from "./key-ring.ts";

/** The ids of the keys that the actor's own document shows; they are known from now on. */
export type LearnKeys = (actor: ActorId) => Promise<Result<ReadonlySet<string>, FetchProblem>>;

/** A key is its actor's because the actor's own document says so, never because the key's says it. */
export function createLearnKeys(client: Pick<HttpClient, "get">, keys: KeyRing, clock: Clock): LearnKeys {
  /** Many activities of one newcomer ask for its keys once. */
  const underWay = new Map<ActorId, ReturnType<LearnKeys>>();

  const learn: LearnKeys = async (id) => {
    const actor = await fetchActor(client, id);
    if (!actor.ok) return err(actor.error);
    for (const key of actor.value.keys) await keys.put({ ...key, fetched: clock() });
    return ok(new Set(actor.value.keys.map((key) => key.id)));
  };

  return (id) => {
    const known = underWay.get(id);
    if (known !== undefined) return known;
    const learning = learn(id).finally(() => underWay.delete(id));
    underWay.set(id, learning);
    return learning;
  };
}
