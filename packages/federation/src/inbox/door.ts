import { isUtf8 } from "node:buffer";
import {
  err,
  hostOf,
  httpUrl,
  ok,
  originOf,
  SECOND,
  trusted,
  type Duration,
  type InboxQueue,
  type LocalActors,
  type RemoteActors,
  type Result,
  type Tasks,
} from "@commonhall/domain";
import { describeWireError, parseActivity, type ReadActivity } from "@commonhall/wire";
import type { DomainLevels } from "../moderation/domain-levels.ts";
import type { FederationPorts } from "../ports.ts";
import { answer, type InboxAnswer, type InboxRequest } from "./inbox-request.ts";
import type { Proof, Prove } from "./prove.ts";
import { LARGEST_BODY, readBody, type BodyRefused } from "./read-body.ts";
import { signedParts, type SignedParts } from "./signed-parts.ts";

interface DoorPorts extends Pick<FederationPorts, "site" | "clock" | "log"> {
  readonly inbox: Pick<InboxQueue, "accept">;
  readonly direct: {
    readonly localActors: Pick<LocalActors, "get">;
    readonly remoteActors: Pick<RemoteActors, "get">;
    readonly tasks: Tasks;
  };
}

interface DoorUse {
  readonly levels: Pick<DomainLevels, "of">;
  readonly prove: Prove;
  /** Until a body has to be there. */
  readonly longestBody?: Duration;
}

export type InboxDoor = (request: InboxRequest) => Promise<InboxAnswer>;

const MEDIA_TYPES: ReadonlySet<string> = new Set([
  "application/activity+json",
  "application/ld+json",
  "application/json",
]);

/**
 * The edge of the node. Lets an activity in, which means on disk and nothing more, once it is known who said it and that
 * they may speak for what it is about. Whatever comes, the answer is a status with a sentence, never an error of ours:
 *
 * 202 accepted, or known already · 400 malformed · 401 not proven · 403 refused · 404, 410 no such inbox, or no more ·
 * 405, 408, 413, 415 as HTTP says · 429, 503 too much at once, with Retry-After
 */
export function createInboxDoor(ports: DoorPorts, use: DoorUse): InboxDoor {
  return async (request) => {
    try {
      return await receive(ports, use, request);
    } catch (error) {
      // The disk is full or the database is gone: no fault of the sender, who shall come again.
      ports.log.error("An activity could not be taken in", { error: error instanceof Error ? error.name : "unknown" });
      return answer(503, "The node cannot take anything in at present.", retryAfter(60 * SECOND));
    }
  };
}

async function receive(ports: DoorPorts, use: DoorUse, request: InboxRequest): Promise<InboxAnswer> {
  if (request.method !== "POST") return answer(405, "An inbox takes POST.", { allow: "POST" });
  const closed = await inboxProblem(ports, request.path);
  if (closed !== undefined) return closed;
  const { headers } = request;
  const mediaType = headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
  const encoding = headers["content-encoding"] ?? "identity";
  if (!MEDIA_TYPES.has(mediaType) || encoding !== "identity") {
    return answer(415, "An activity comes as application/activity+json or application/ld+json, not compressed.");
  }
  if (Number(headers["content-length"]) > LARGEST_BODY) return bodyProblem("too large");
  const body = await readBody(request.body, use.longestBody);
  if (!body.ok) return bodyProblem(body.error);
  const text = textOf(body.value);
  if (!text.ok) return text.error;
  return letIn(ports, use, signedParts(ports.site, request, body.value), text.value);
}

async function letIn(ports: DoorPorts, use: DoorUse, parts: SignedParts, text: string): Promise<InboxAnswer> {
  const read = parseActivity(text);
  if (!read.ok) return answer(400, describeWireError(read.error));
  const activity = read.value;
  if (originOf(activity.actor) === ports.site.origin)
    return answer(403, "Actors of this node do not write to it from outside.");
  if (await isRefused(use.levels, activity, parts)) return answer(403, "This domain is refused here.");
  if (await isFarewellOfAStranger(ports, activity)) return answer(202);
  const proof = await use.prove(parts, activity, text);
  return proof.type === "proven" ? keep(ports, activity, proof.document) : turnAway(ports, activity, proof);
}

async function inboxProblem({ site, direct }: DoorPorts, path: string): Promise<InboxAnswer | undefined> {
  if (path === "/inbox") return undefined;
  const actor = path.endsWith("/inbox")
    ? await direct.localActors.get(trusted.actor(`${site.origin}${path.slice(0, -"/inbox".length)}`))
    : undefined;
  if (actor === undefined) return answer(404, "There is no such inbox.");
  return actor.deleted === undefined ? undefined : answer(410, "The owner of this inbox is gone.");
}

/** The connection is of no use any more: what is left of the body would be taken for the next request. */
const CLOSE = { connection: "close" };

function bodyProblem(problem: BodyRefused): InboxAnswer {
  switch (problem) {
    case "too large":
      return answer(413, "An activity may have 1 MiB.", CLOSE);
    case "too slow":
      return answer(408, "The body did not come in time.", CLOSE);
    case "broken off":
      return answer(400, "The body broke off.", CLOSE);
  }
}

function textOf(body: Uint8Array): Result<string, InboxAnswer> {
  if (!isUtf8(body)) return err(answer(400, "The body is not UTF-8."));
  return ok(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8"));
}

/** By the actor's domain, and by that of the key, which is another one where somebody passes things on. */
async function isRefused(levels: DoorUse["levels"], activity: ReadActivity, parts: SignedParts): Promise<boolean> {
  const hosts = [hostOf(activity.actor), ...claimedHosts(parts)];
  for (const host of hosts) if ((await levels.of(host)) === "refuse") return true;
  return false;
}

const KEY_ID = /keyid="([^"]{1,2048})"/gi;

/** Read off the headers before anything about them has been checked: whoever names a refused domain is refused. */
function claimedHosts({ headers }: SignedParts): readonly string[] {
  const named = `${headers["signature-input"] ?? ""},${headers["signature"] ?? ""}`.matchAll(KEY_ID);
  return [...named].flatMap(([, id = ""]) => httpUrl(id)?.host ?? []);
}

/**
 * When an account is deleted, its server tells every other one. Of an actor that nobody here knows there is nothing to
 * delete, and its key, which is gone as well, need not be asked for.
 */
async function isFarewellOfAStranger({ direct }: DoorPorts, activity: ReadActivity): Promise<boolean> {
  if (activity.type !== "Delete" || String(activity.object) !== String(activity.actor)) return false;
  return (await direct.remoteActors.get(activity.actor)) === undefined;
}

async function keep(ports: DoorPorts, activity: ReadActivity, document: string): Promise<InboxAnswer> {
  const { id, actor } = activity;
  const outcome = await ports.inbox.accept({ id, actor, document, received: ports.clock() });
  // Whoever sends a Follow again has not got our answer (wire.md 13).
  if (outcome === "duplicate" && activity.type === "Follow") {
    const task = { type: "answer follow", follow: id, follower: actor, followed: activity.object } as const;
    await ports.direct.tasks.add(task, { key: `answer follow ${id}` });
  }
  return answer(202);
}

async function turnAway(
  ports: DoorPorts,
  activity: ReadActivity,
  proof: Exclude<Proof, { type: "proven" }>,
): Promise<InboxAnswer> {
  switch (proof.type) {
    case "unproven":
      return answer(401, proof.reason);
    case "gone":
      if (activity.type !== "Delete") return answer(401, "The actor is gone, so its key cannot be checked.");
      // We know the actor, and its own server says that it is gone: that is looked at again with care.
      await ports.direct.tasks.add(
        { type: "refresh actor", actor: activity.actor },
        { key: `refresh ${activity.actor}` },
      );
      return answer(202);
    case "turned away":
      return proof.reason === "everybody"
        ? answer(503, "The node has too much to check at present.", retryAfter(proof.retryAfter))
        : answer(429, "Too much from this server at once.", retryAfter(proof.retryAfter));
  }
}

const retryAfter = (wait: Duration): Readonly<Record<string, string>> => ({
  "retry-after": String(Math.ceil(wait / SECOND)),
});
