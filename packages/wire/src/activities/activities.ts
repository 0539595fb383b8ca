import { isoInstant, type ActivityId, type ActorId, type ObjectId, type Timestamp } from "@commonhall/domain";
import { contextFor } from "../context.ts";
import { isJsonObject, present, without, type JsonObject, type JsonValue } from "../json.ts";

/** Everybody (ActivityPub 5.6), as the full IRI: the short forms are not understood everywhere. */
export const PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

interface Envelope {
  readonly id: ActivityId;
  readonly actor: ActorId;
  readonly to: readonly string[];
  readonly cc?: readonly string[];
}

interface About extends Envelope {
  readonly object: JsonObject;
  readonly published: Timestamp;
  readonly audience?: string;
}

export const createActivity = (about: About): JsonObject => activityAbout("Create", about);

/**
 * Throws where the object is a Note, Article or Event without `updated`: Mastodon takes such an Update for a repetition
 * of what it knows and drops it (wire.md 11, rule 8). Actors need none.
 */
export function updateActivity(about: About): JsonObject {
  const { object } = about;
  if (object["inbox"] === undefined && object["updated"] === undefined) {
    throw new Error(`An Update which does not say when it was: ${JSON.stringify(object["id"])}`);
  }
  return activityAbout("Update", about);
}

/** Leaves a Tombstone; `formerType` is the type that the object had. */
export function deleteActivity(
  about: Envelope & { readonly object: ObjectId; readonly formerType?: string },
): JsonObject {
  return activity("Delete", about, {
    object: present({ id: about.object, type: "Tombstone", formerType: about.formerType }),
  });
}

export const announceActivity = (
  about: Envelope & { readonly object: ObjectId; readonly published: Timestamp },
): JsonObject => activity("Announce", about, { object: about.object, published: isoInstant(about.published) });

interface Between {
  readonly id: ActivityId;
  readonly actor: ActorId;
}

export const followActivity = (follow: Between & { readonly object: ActorId }): JsonObject =>
  activity("Follow", { ...follow, to: [follow.object] }, { object: follow.object });

/** What an Accept or Reject says of the Follow that it answers: enough to be told apart by software that knows no ids. */
export interface AnsweredFollow extends Between {
  readonly object: ActorId;
}

export const acceptActivity = (answer: Between & { readonly follow: AnsweredFollow }): JsonObject =>
  answerActivity("Accept", answer);

export const rejectActivity = (answer: Between & { readonly follow: AnsweredFollow }): JsonObject =>
  answerActivity("Reject", answer);

/** Takes an activity back. Of an embedded one its id, type, actor and object are repeated and nothing else. */
export function undoActivity(undo: Envelope & { readonly activity: JsonObject | ActivityId }): JsonObject {
  const { activity: undone } = undo;
  return activity("Undo", undo, { object: isJsonObject(undone) ? essence(undone) : undone });
}

export const ENDORSES = "https://w3id.org/workers-centres/ns#endorses";

function activityAbout(type: string, about: About): JsonObject {
  const { object, published, audience } = about;
  return activity(type, about, {
    published: isoInstant(published),
    ...(audience === undefined ? {} : { audience }),
    object: embeddable(object),
  });
}

function answerActivity(type: string, answer: Between & { readonly follow: AnsweredFollow }): JsonObject {
  const { id, actor, object } = answer.follow;
  return activity(type, { ...answer, to: [actor] }, { object: { id, type: "Follow", actor, object } });
}

function activity(type: string, envelope: Envelope, fields: Readonly<Record<string, JsonValue>>): JsonObject {
  const { id, actor, to, cc } = envelope;
  const document = present({
    id,
    type,
    actor,
    to,
    cc: cc === undefined || cc.length === 0 ? undefined : cc,
    ...fields,
  });
  return { "@context": contextFor(document), ...document };
}

/**
 * An object with a proof keeps its own context: so it can be cut out of the activity and be checked by itself. One with a
 * pad does too, because of its length.
 */
const embeddable = (object: JsonObject): JsonObject =>
  object["proof"] === undefined && object["pad"] === undefined ? without(object, "@context") : object;

function essence(undone: JsonObject): JsonObject {
  const { id, type, actor, object } = undone;
  const target = isJsonObject(object) ? object["id"] : object;
  return present({ id, type, actor, object: target });
}
