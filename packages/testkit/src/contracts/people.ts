import {
  type ActivityId,
  type ActorId,
  type Follow,
  hostOf,
  type InboxUrl,
  type ObjectId,
  type OutgoingActivity,
  type RemoteActor,
  type StoredObject,
  trusted,
} from "@commonhall/domain";

/** Short makers of the values that the contracts speak about. Whoever needs another field gives it. */
const OUR_ORIGIN = "https://hall.example";

export const ourActor = (name: string): ActorId => trusted.actor(`${OUR_ORIGIN}/centres/${name}`);
export const ourObject = (name: string): ObjectId => trusted.object(`${OUR_ORIGIN}/posts/${name}`);
export const ourActivity = (name: string): ActivityId => trusted.activity(`${OUR_ORIGIN}/activities/${name}`);

export const actorAt = (host: string, name = "ally"): ActorId => trusted.actor(`https://${host}/users/${name}`);
export const objectAt = (host: string, name: string): ObjectId => trusted.object(`https://${host}/notes/${name}`);
export const inboxOf = (actor: ActorId): InboxUrl => trusted.inbox(`${actor}/inbox`);
export const sharedInboxAt = (host: string): InboxUrl => trusted.inbox(`https://${host}/inbox`);

export function remoteActor(id: ActorId, more: Partial<RemoteActor> = {}): RemoteActor {
  const host = hostOf(id);
  const name = id.slice(id.lastIndexOf("/") + 1);
  return {
    id,
    type: "Organization",
    handle: `@${name}@${host}`,
    host,
    name,
    inbox: inboxOf(id),
    document: JSON.stringify({ id }),
    fetched: 0,
    ...more,
  };
}

export const follow = (follower: ActorId, followed: ActorId, more: Partial<Follow> = {}): Follow => ({
  id: trusted.activity(`${follower}/follows/${encodeURIComponent(followed)}`),
  follower,
  followed,
  state: "accepted",
  since: 0,
  ...more,
});

export const outgoing = (name: string, more: Partial<OutgoingActivity> = {}): OutgoingActivity => ({
  id: ourActivity(name),
  type: "Create",
  actor: ourActor("hall"),
  object: ourObject(name),
  document: JSON.stringify({ activity: name }),
  published: 0,
  listed: true,
  ...more,
});

export const storedObject = (id: ObjectId, more: Partial<StoredObject> = {}): StoredObject => ({
  id,
  kind: "post",
  type: "Note",
  attributedTo: actorAt(hostOf(id)),
  published: 0,
  language: "en",
  text: id,
  document: JSON.stringify({ id }),
  local: false,
  ...more,
});
