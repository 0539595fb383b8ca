import { DAY, hostOf, type ActorId, type LocalActors, type Rooms, type Timestamp } from "@commonhall/domain";
import type { NamedFeed } from "./feed-addresses.ts";

/**
 * Anybody can follow what nobody has followed before, so that is the one thing about feeds that has to end somewhere
 * (wire.md 5 and 14).
 */
export const MOST_FEEDS = 50_000;
/** Made in a day for those who follow from one host. */
export const MOST_A_DAY = 200;

export interface MakingUse {
  readonly rooms: Pick<Rooms, "feeds" | "localActors">;
  readonly now: Timestamp;
}

/**
 * From now on somebody follows it, so it is one of our actors, under whose name we send. False, and nothing is kept, where
 * there are too many already, or too many were made today for whoever lives where the follower does.
 */
export async function makeFeed(
  { rooms, now }: MakingUse,
  { name, actor }: NamedFeed,
  follower: ActorId,
): Promise<boolean> {
  const known = await rooms.feeds.get(name);
  if (known === undefined && (await areTooMany(rooms, follower, now))) return false;
  await rooms.feeds.put({ name, actor, made: known?.made ?? now, used: now });
  const ours = await rooms.localActors.get(actor);
  if (ours === undefined || ours.deleted !== undefined) {
    await rooms.localActors.put({ id: actor, kind: "feed", document: "", keys: THOSE_OF_THE_NODE, created: now });
  }
  return true;
}

/** It keeps none of its own: see `LocalActor`. */
const THOSE_OF_THE_NODE = { rsaPrivate: "", rsaPublic: "", ed25519Private: "", ed25519Public: "" } as const;

const areTooMany = async ({ feeds }: Pick<Rooms, "feeds">, follower: ActorId, now: Timestamp): Promise<boolean> =>
  (await feeds.count()) >= MOST_FEEDS || (await feeds.madeFor(hostOf(follower), now - DAY)) >= MOST_A_DAY;

/** Somebody has ceased to follow it. */
export async function noteUse({ feeds }: Pick<Rooms, "feeds">, { name }: NamedFeed, now: Timestamp): Promise<void> {
  const feed = await feeds.get(name);
  if (feed !== undefined) await feeds.put({ ...feed, used: now });
}

/** One that was dropped is as if it had never been made. Nothing is written for any other. */
export async function takeUpAgain(localActors: Pick<LocalActors, "get" | "put">, id: ActorId): Promise<void> {
  const actor = await localActors.get(id);
  if (actor?.deleted === undefined) return;
  const { deleted: _, ...again } = actor;
  await localActors.put(again);
}
