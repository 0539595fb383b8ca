import { trusted, type ObjectId } from "@commonhall/domain";
import { PUBLIC, undoActivity } from "@commonhall/wire";
import type { FeedUse } from "./enter-feeds.ts";

type TakingBack = Pick<FeedUse, "addresses" | "now"> & {
  readonly rooms: Pick<FeedUse["rooms"], "feeds" | "outbox">;
};

/**
 * Something is not there any more: every feed that passed it on takes that back from everybody who got it, once. To be
 * called after whatever Delete is sent of it, which withdraws what waits.
 */
export async function takeBackFromFeeds({ rooms, addresses, now }: TakingBack, object: ObjectId): Promise<void> {
  for (const { feed, announce } of await rooms.feeds.toldOf(object)) {
    const id = trusted.activity(`${announce}#undo`);
    if ((await rooms.outbox.get(id)) !== undefined) continue;
    const actor = addresses.feed(feed);
    const activity = { id: announce, type: "Announce", actor, object };
    const undo = undoActivity({ id, actor, to: [PUBLIC], cc: [addresses.followers(actor)], activity });
    const sent = { id, type: "Undo", actor, object, document: JSON.stringify(undo), published: now, listed: false };
    await rooms.outbox.append(sent, [{ type: "everyone who got", object, from: actor }]);
  }
}
