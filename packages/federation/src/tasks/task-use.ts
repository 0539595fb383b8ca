import type { Clock } from "@commonhall/domain";
import type { FindActor } from "../discovery/find-actor.ts";
import type { HttpClient } from "../http/client.ts";
import type { InCommit } from "../inbox/handling.ts";
import type { DirectRooms } from "../ports.ts";

/** What the functions that do tasks have at hand: the network, reading, and a commit for what comes of it. */
export interface TaskUse {
  readonly client: Pick<HttpClient, "get">;
  readonly find: FindActor;
  readonly direct: DirectRooms;
  readonly inCommit: InCommit;
}

/** For those that have to know what time it is. */
export type TimedUse = TaskUse & { readonly clock: Clock };
