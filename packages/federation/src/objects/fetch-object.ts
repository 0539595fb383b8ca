import { err, ok, sameOrigin, type ObjectId, type Result, type Task } from "@commonhall/domain";
import {
  describeWireError,
  parseDocument,
  parseObject,
  verificationMethodOf,
  type InboundObject,
} from "@commonhall/wire";
import { isAlly } from "../audiences/what-allies-send.ts";
import { isRelease } from "../bulletins/keep-release.ts";
import { fetchDocument, type FetchProblem } from "../discovery/fetch-document.ts";
import { ignored } from "../inbox/handling.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";
import { arrive, keepObject, reasonToKeep, replaceObject } from "./keep-object.ts";

type FetchObject = Extract<Task, { type: "fetch object" }>;

/** Reads an object where it lives, because somebody whom we follow has passed it on or told of it by its id alone. */
export async function fetchObject(use: TaskUse, task: FetchObject): Promise<TaskAnswer> {
  const { object: id, via, backfilled = false } = task;
  const isFollowed = await use.direct.follows.isFollowed(via);
  const isExpected = isFollowed || (await isAlly({ rooms: use.direct }, via));
  if (!isExpected || (await use.direct.objects.tombstone(id)) !== undefined) return ok();
  const fetched = await fetchById(use, id);
  if (!fetched.ok) return err(fetched.error);
  const object = fetched.value;
  const learned = await learnWhoProves(use, object);
  if (!learned.ok) return learned;
  await use.inCommit(async (handling) => {
    const known = await handling.rooms.objects.get(id);
    const isOpen = isFollowed && object.stored.reach === "public";
    const reason = isOpen ? "followed" : await reasonToKeep(handling, object);
    if (reason === undefined) return ignored("it is not meant for us");
    const coming = { reason, via, backfilled };
    if (known === undefined) return keepObject(handling, object, coming);
    await arrive(handling, known, coming);
    return replaceObject(handling, known, object);
  });
  return ok();
}

/** A bulletin for everybody is kept by its proof: the keys of an author who is not known yet are read off the author first. */
async function learnWhoProves(
  { direct, find }: Pick<TaskUse, "direct" | "find">,
  { stored, hasProof }: InboundObject,
): Promise<Result<unknown, FetchProblem>> {
  const { attributedTo: author, kind, reach, document } = stored;
  if (!isRelease(kind) || !hasProof || reach !== "public") return ok();
  const json = parseDocument(document);
  const method = json.ok ? verificationMethodOf(json.value) : undefined;
  const isKnown = method !== undefined && (await direct.keys.get(method))?.owner === author;
  return isKnown ? ok() : find.fresh(author);
}

/** An object speaks for itself only under its own id, on its own server. */
export async function fetchById(
  { client }: Pick<TaskUse, "client">,
  id: ObjectId,
): Promise<Result<InboundObject, FetchProblem>> {
  const fetched = await fetchDocument(client, id);
  if (!fetched.ok) return fetched;
  const object = parseObject(fetched.value.json);
  if (!object.ok) return err({ type: "unreadable", detail: describeWireError(object.error) });
  const isItself = object.value.stored.id === id && sameOrigin(fetched.value.url, id);
  return isItself ? ok(object.value) : err({ type: "unreadable", detail: "it is another object" });
}
