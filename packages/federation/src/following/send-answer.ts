import { asObject, type Follow, type RemoteActor } from "@commonhall/domain";
import { acceptActivity } from "@commonhall/wire";
import type { Handling } from "../inbox/handling.ts";

/**
 * Says yes. Whoever may read a centre's public pages may follow it; nobody is asked. The Follow is repeated in it, for
 * programs that know it by what it says and not by its id.
 */
export async function sendAccept(
  { rooms, addresses, newId, now }: Pick<Handling, "rooms" | "addresses" | "newId" | "now">,
  follow: Follow,
  follower: RemoteActor,
): Promise<void> {
  const { id: followId, followed } = follow;
  const id = addresses.activity(newId());
  const document = acceptActivity({
    id,
    actor: followed,
    follow: { id: followId, actor: follower.id, object: followed },
  });
  await rooms.outbox.append(
    // About the follower: what we answer to one and the same leaves in order.
    {
      id,
      type: "Accept",
      actor: followed,
      object: asObject(follower.id),
      document: JSON.stringify(document),
      published: now,
      listed: false,
    },
    [{ type: "inbox", inbox: follower.inbox }],
  );
}
