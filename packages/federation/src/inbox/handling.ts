import {
  hostOf,
  levelOf,
  type ActorId,
  type Ally,
  type DomainLevel,
  type RemoteActor,
  type Rooms,
  type Timestamp,
} from "@commonhall/domain";
import { addressesOf, type Addresses } from "@commonhall/wire";
import type { FederationPorts } from "../ports.ts";
import type { KeyRing } from "./key-ring.ts";

/** What every handler has at hand. All of it happens within one commit, so nothing here may wait for the network. */
export interface Handling {
  readonly rooms: Rooms;
  readonly addresses: Addresses;
  readonly newId: () => string;
  readonly now: Timestamp;
  /** When what is handled came in: nothing that it tells of is younger. */
  readonly received: Timestamp;
  readonly levels: ReadonlyMap<string, DomainLevel>;
  /** Keys that are not what they were, for those who have them in memory. */
  readonly changedKeys: Set<string>;
}

export type HandlingPorts = Pick<FederationPorts, "site" | "clock" | "newId">;

/** For a commit that has just begun. What came earlier than it says so itself. */
export async function beginHandling(ports: HandlingPorts, rooms: Rooms, changedKeys: Set<string>): Promise<Handling> {
  const now = ports.clock();
  const levels = new Map((await rooms.domains.all()).map(({ host, level }) => [String(host), level]));
  const addresses = addressesOf(ports.site);
  return { rooms: remembering(rooms), addresses, newId: ports.newId, now, received: now, levels, changedKeys };
}

/**
 * The activities of one commit come from few actors. What is known of an actor, whether one of us follows it, and who our
 * allies are, is read once, and again after anything about these has been written or undone.
 */
function remembering(rooms: Rooms): Rooms {
  const followed = new Map<ActorId, Promise<boolean>>();
  const actors = new Map<ActorId, Promise<RemoteActor | undefined>>();
  let accepted: Promise<readonly Ally[]> | undefined;
  const forget = (): void => {
    followed.clear();
    actors.clear();
    accepted = undefined;
  };
  const { allies, follows, remoteActors } = rooms;
  return {
    ...rooms,
    allies: {
      ...allies,
      accepted: () => (accepted ??= allies.accepted()),
      put: (ally) => allies.put(ally).finally(forget),
    },
    follows: {
      ...follows,
      isFollowed: (actor) => remembered(followed, actor, (id) => follows.isFollowed(id)),
      put: (follow) => follows.put(follow).finally(forget),
    },
    remoteActors: {
      ...remoteActors,
      get: (id) => remembered(actors, id, (one) => remoteActors.get(one)),
      put: (actor) => remoteActors.put(actor).finally(forget),
      markGone: (id, at) => remoteActors.markGone(id, at).finally(forget),
    },
    nested: (work) => rooms.nested(work).finally(forget),
  };
}

function remembered<T>(memory: Map<ActorId, Promise<T>>, id: ActorId, read: (id: ActorId) => Promise<T>): Promise<T> {
  const known = memory.get(id) ?? read(id);
  memory.set(id, known);
  return known;
}

/** Runs one commit. Keys that it changed are read anew afterwards. */
export type InCommit = <T>(work: (handling: Handling) => Promise<T>) => Promise<T>;

export function inCommits(
  ports: HandlingPorts & Pick<FederationPorts, "work">,
  keys: Pick<KeyRing, "forget">,
): InCommit {
  return async (work) => {
    const changedKeys = new Set<string>();
    const result = await ports.work.run(async (rooms) => work(await beginHandling(ports, rooms, changedKeys)));
    for (const id of changedKeys) keys.forget(id);
    return result;
  };
}

export type Outcome =
  | { readonly type: "processed" }
  /** `why` stands in the inbox table, for whoever asks what became of an activity. */
  | { readonly type: "ignored"; readonly why: string; readonly isRefused?: true };

export const processed: Outcome = { type: "processed" };
/** The same for what nobody who means well sends: the log tells of it too, without a word of what it was. */
export const refused = (why: string): Outcome => ({ type: "ignored", why, isRefused: true });
export const ignored = (why: string): Outcome => ({ type: "ignored", why });

export const isRefused = ({ levels }: Pick<Handling, "levels">, actor: ActorId): boolean =>
  levelOf(hostOf(actor), levels) === "refuse";
