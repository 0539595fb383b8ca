import {
  err,
  ok,
  type ActorId,
  type Clock,
  type RemoteActors,
  type RemoteKey,
  type RemoteKeys,
  type Result,
} from "@commonhall/domain";
import { fetchActor } from "../discovery/fetch-actor.ts";
import type { FetchProblem } from "../discovery/fetch-document.ts";
import type { HttpClient } from "../http/client.ts";
import type { KeyRing } from "./key-ring.ts";

/** The ids of the keys that the actor's own document shows; they are known from now on. */
export type LearnKeys = (actor: ActorId) => Promise<Result<ReadonlySet<string>, FetchProblem>>;

interface LearnUse {
  readonly client: Pick<HttpClient, "get">;
  readonly ring: Pick<KeyRing, "hold">;
  readonly direct: { readonly remoteActors: Pick<RemoteActors, "get">; readonly keys: Pick<RemoteKeys, "put"> };
  readonly clock: Clock;
}

/**
 * A key is its actor's because the actor's own document says so, never because the key's says it. Of actors whom we know
 * they are kept; those of strangers are held in memory for a while, so that nobody can fill the table with theirs.
 */
export function createLearnKeys({ client, ring, direct, clock }: LearnUse): LearnKeys {
  /** Many activities of one newcomer ask for its keys once. */
  const underWay = new Map<ActorId, ReturnType<LearnKeys>>();

  const learn: LearnKeys = async (id) => {
    const actor = await fetchActor(client, id);
    if (!actor.ok) return err(actor.error);
    const keys = actor.value.keys.map((key): RemoteKey => ({ ...key, fetched: clock() }));
    if ((await direct.remoteActors.get(id)) !== undefined) for (const key of keys) await direct.keys.put(key);
    for (const key of keys) ring.hold(key);
    return ok(new Set(keys.map((key) => key.id)));
  };

  return (id) => {
    const known = underWay.get(id);
    if (known !== undefined) return known;
    const learning = learn(id).finally(() => underWay.delete(id));
    underWay.set(id, learning);
    return learning;
  };
}
