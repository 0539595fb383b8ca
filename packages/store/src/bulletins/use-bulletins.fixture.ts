import {
  COUNTRY_CODES,
  hostOf,
  type ActorId,
  type Bulletin,
  type ObjectId,
  type SignedRelease,
} from "@commonhall/domain";
import {
  objectAt,
  ourActor,
  ourActivity,
  releaseObject,
  saysBulletin,
  saysTable,
  storedObject,
} from "@commonhall/testkit";
import type { Store } from "../store.ts";

const HALL = ourActor("hall");

/** Keeps it, tells of it, and sends it to these, as a release day does. */
export async function letsOut(
  { direct }: Pick<Store, "direct">,
  said: SignedRelease,
  to: readonly ActorId[] = [],
  reach: "limited" | "public" = "limited",
): Promise<ObjectId> {
  const { id: object, published, release } = { ...said, id: releaseObject(said) };
  await direct.bulletins.keepApproved({ object, published, payload: said.id, approval: "two", subject: said.id });
  const document = JSON.stringify({ id: object, kind: "Bulletin" });
  await direct.objects.put(
    storedObject(object, { attributedTo: HALL, kind: "bulletin", local: true, published, reach, document }),
  );
  const activity = {
    id: ourActivity(said.id),
    type: "Create",
    actor: HALL,
    object,
    published,
    listed: reach === "public",
  };
  const told = JSON.stringify({ type: "Create", object: { kind: "Bulletin" } });
  await direct.outbox.append({ ...activity, document: told }, [{ type: "actors", actors: to }]);
  if (release.type !== "heartbeat") await direct.bulletins.put({ object, by: HALL, published, release });
  return object;
}

/** Keeps what somebody else has released. */
export async function takesIn(
  { direct }: Pick<Store, "direct">,
  by: ActorId,
  said: SignedRelease,
  reach: "limited" | "public" = "limited",
): Promise<{ readonly object: ObjectId; readonly isNew: boolean }> {
  const object = objectAt(hostOf(by), said.id);
  const { published, release } = said;
  await direct.objects.put(storedObject(object, { attributedTo: by, kind: "bulletin", published, reach }));
  if (release.type === "heartbeat") throw new Error("nothing is kept of it");
  const isNew = await direct.bulletins.put({ object, by, published, release });
  const arrival = { object, from: by, reason: "ally", backfilled: false, received: published } as const;
  await direct.arrivals.add(arrival);
  return { object, isNew };
}

/** What the store does for bulletins, each of it once. */
export async function useBulletins(store: Store, ally: ActorId, now: number): Promise<void> {
  const { bulletins, objects } = store.direct;
  const object = await letsOut(store, saysBulletin(), [ally]);
  await letsOut(store, saysTable(), [ally]);
  await bulletins.released(object);
  await bulletins.hasSaid("x");
  await bulletins.hasReleasedAt(now);
  await bulletins.keepWithdrawal(object, now, { payload: "p", approval: "a" });
  await objects.delete(object, now);
  await bulletins.sentTo(hostOf(ally));
  await bulletins.withdrawnOf(ally, { limit: 10 });
  await takesIn(store, ally, saysBulletin());
  await takesIn(store, ally, saysTable());
  await bulletins.takeUnasked(now, now);
  await bulletins.passedOn(ally);
  const { place, period, sector } = saysOf();
  const { bulletinViews } = store;
  for (const filter of [
    {},
    { place },
    { place: COUNTRY_CODES[0] ?? place },
    { period },
    { sector: sector ?? "other" },
    { code: "wages" },
  ] as const) {
    await bulletinViews.list(filter);
    await bulletinViews.listPublic(filter);
    await bulletinViews.tables(filter);
  }
  await bulletinViews.getPublic(object);
  await bulletinViews.told(object);
}

function saysOf(): Bulletin {
  const { release } = saysBulletin();
  if (release.type !== "bulletin") throw new Error("no bulletin");
  return release.bulletin;
}
