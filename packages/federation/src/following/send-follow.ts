import { asObject, REMIND_AFTER, type ActorId, type Follow, type RemoteActor } from "@commonhall/domain";
import { followActivity, undoActivity } from "@commonhall/wire";
import type { Handling } from "../inbox/handling.ts";

type Sending = Pick<Handling, "rooms" | "addresses" | "newId" | "now">;

/** Asks to follow, and sees to it that somebody asks again where no answer comes. */
export async function sendFollow(
  { rooms, addresses, newId, now }: Sending,
  follower: ActorId,
  followed: RemoteActor,
): Promise<Follow> {
  const id = addresses.activity(newId());
  const follow: Follow = { id, follower, followed: followed.id, state: "pending", since: now };
  const document = JSON.stringify(followActivity({ id, actor: follower, object: followed.id }));
  await rooms.follows.put(follow);
  const sent = {
    id,
    type: "Follow",
    actor: follower,
    object: asObject(followed.id),
    document,
    published: now,
    listed: false,
  };
  await rooms.outbox.append(sent, [{ type: "inbox", inbox: followed.inbox }]);
  for (const after of REMIND_AFTER) await rooms.tasks.add({ type: "remind", follow: id }, { after });
  return follow;
}

/** About the same object as the Follow, so that it never overtakes it. */
export async function sendUndoFollow(
  { rooms, addresses, newId, now }: Sending,
  follow: Follow,
  followed: RemoteActor,
): Promise<void> {
  const id = addresses.activity(newId());
  const { follower: actor } = follow;
  const activity = followActivity({ id: follow.id, actor, object: followed.id });
  const document = JSON.stringify(undoActivity({ id, actor, activity, to: [followed.id] }));
  const sent = { id, type: "Undo", actor, object: asObject(followed.id), document, published: now, listed: false };
  await rooms.outbox.append(sent, [{ type: "inbox", inbox: followed.inbox }]);
}
