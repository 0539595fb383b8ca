import { asObject, type Follow, type RemoteActor } from "@commonhall/domain";
import { acceptActivity, rejectActivity } from "@commonhall/wire";
import type { Handling } from "../inbox/handling.ts";

/**
 * Answers a Follow as it stands: yes where it has been accepted, no where it has been refused. The Follow is repeated in
 * the answer, for programs that know it by what it says and not by its id.
 */
export async function sendAnswer(
  { rooms, addresses, newId, now }: Pick<Handling, "rooms" | "addresses" | "newId" | "now">,
  { id: asked, followed, state }: Follow & { readonly state: "accepted" | "rejected" },
  follower: RemoteActor,
): Promise<void> {
  const id = addresses.activity(newId());
  const build = state === "accepted" ? acceptActivity : rejectActivity;
  const answer = build({ id, actor: followed, follow: { id: asked, actor: follower.id, object: followed } });
  const type = state === "accepted" ? "Accept" : "Reject";
  // About the follower: what we answer to one and the same leaves in order.
  const about = { object: asObject(follower.id), published: now, listed: false };
  await rooms.outbox.append({ id, type, actor: followed, document: JSON.stringify(answer), ...about }, [
    { type: "inbox", inbox: follower.inbox },
  ]);
}
