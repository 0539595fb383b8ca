import { isUtf8 } from "node:buffer";
import {
  err,
  hostOf,
  MINUTE,
  ok,
  originOf,
  SECOND,
  trusted,
  type ActorId,
  type Duration,
  type InboxQueue,
  type LocalActors,
  type RemoteActors,
  type Result,
  type Tasks,
  kindOf,
} from "@commonhall/domain";
import { describeWireError, parseActivity, type ReadActivity } from "@commonhall/wire";
import type { DomainLevels } from "../moderation/domain-levels.ts";
import { feedAt } from "../feeds/feed-addresses.ts";
import type { FederationPorts } from "../ports.ts";
import { createAllowances, type Allowance, type Allowances } from "./allowance.ts";
import { answer, type InboxAnswer, type InboxRequest } from "./inbox-request.ts";
import { isFarewell, type Proof, type Prove } from "./prove.ts";
import { LARGEST_BODY, readBody, type BodyRefused } from "./read-body.ts";
import { publicSideOf, type SignedParts } from "./signed-parts.ts";
import { tellRefusals, type TellRefusal } from "./tell-refusals.ts";

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
  /** What one host may send; the rest is asked to come later. */
  readonly flow?: Allowance;
}

export type InboxDoor = (request: InboxRequest) => Promise<InboxAnswer>;

/**
 * Each activity leaves its id with us for weeks, of use or not, and its text for as long as it waits. A server with ten
 * thousand people may well send as many in an hour, but not for days, and not each of a megabyte: one of more than 4 KiB,
 * which few have, counts as several.
 */
const FLOW: Allowance = { burst: 20_000, perSecond: 50 };
const COUNTS_AS_ONE = 4096;

const REFUSED = "This domain is refused here.";
const TOO_MUCH = "Too much from this server at once.";
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
  const publicSide = publicSideOf(ports.site);
  const allowed = createAllowances(ports.clock, use.flow ?? FLOW);
  const inner = { ...use, allowed, tell: tellRefusals(ports.log, ports.clock) };
  return async (request) => {
    try {
      const read = await receive(ports, use, request);
      if (!read.ok) return read.error;
      const { body, text } = read.value;
      return await letIn(ports, inner, publicSide(request, body), text);
    } catch (error) {
      // The disk is full or the database is gone: no fault of the sender, who shall come again.
      ports.log.error("an activity could not be taken in", { error: kindOf(error) });
      return answer(503, "The node cannot take anything in at present.", retryAfter(60 * SECOND));
    }
  };
}

interface Received {
  readonly body: Uint8Array;
  readonly text: string;
}

/** What was posted, once it is known to be for one of our inboxes and to be a text of bearable size. */
async function receive(ports: DoorPorts, use: DoorUse, request: InboxRequest): Promise<Result<Received, InboxAnswer>> {
  if (request.method !== "POST") return err(answer(405, "An inbox takes POST.", { allow: "POST" }));
  const closed = await inboxProblem(ports, request.path);
  if (closed !== undefined) return err(closed);
  const { headers } = request;
  const mediaType = headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
  const encoding = headers["content-encoding"] ?? "identity";
  if (!MEDIA_TYPES.has(mediaType) || encoding !== "identity") {
    return err(answer(415, "An activity comes as application/activity+json or application/ld+json, not compressed."));
  }
  if (Number(headers["content-length"]) > LARGEST_BODY) return err(bodyProblem("too large"));
  const body = await readBody(request.body, use.longestBody);
  if (!body.ok) return err(bodyProblem(body.error));
  if (!isUtf8(body.value)) return err(answer(400, "The body is not UTF-8."));
  const { buffer, byteOffset, byteLength } = body.value;
  return ok({ body: body.value, text: Buffer.from(buffer, byteOffset, byteLength).toString("utf8") });
}

async function letIn(
  ports: DoorPorts,
  use: DoorUse & { readonly allowed: Allowances; readonly tell: TellRefusal },
  parts: SignedParts,
  text: string,
): Promise<InboxAnswer> {
  const read = parseActivity(text);
  if (!read.ok) {
    use.tell(`it cannot be read: ${read.error.type}`);
    return answer(400, describeWireError(read.error));
  }
  const activity = read.value;
  if (originOf(activity.actor) === ports.site.origin)
    return answer(403, "Actors of this node do not write to it from outside.");
  if ((await use.levels.of(hostOf(activity.actor))) === "refuse") return answer(403, REFUSED);
  if (await isFarewellOfAStranger(ports, activity)) return answer(202);
  const proof = await use.prove(parts, activity, text);
  if (proof.type !== "proven") {
    use.tell(proof.type);
    return turnAway(ports, activity, proof);
  }
  // Counted only now: else anybody could use up what another is allowed.
  const wait = use.allowed.take(hostOf(activity.actor), Math.ceil(parts.body.byteLength / COUNTS_AS_ONE));
  if (wait === undefined) return keep(ports, activity, proof.document);
  use.tell("too much from one server");
  return answer(429, TOO_MUCH, retryAfter(wait));
}

async function inboxProblem({ site, direct }: DoorPorts, path: string): Promise<InboxAnswer | undefined> {
  if (path === "/inbox") return undefined;
  const owner = `${site.origin}${path.slice(0, -"/inbox".length)}`;
  // A feed that nobody follows yet is there all the same, and one that was dropped is made again.
  if (path.endsWith("/inbox") && feedAt(site, owner) !== undefined) return undefined;
  const actor = path.endsWith("/inbox") ? await direct.localActors.get(trusted.actor(owner)) : undefined;
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

/**
 * When an account is deleted, its server tells every other one. Of an actor that nobody here knows there is nothing to
 * delete, and its key, which is gone as well, need not be asked for.
 */
async function isFarewellOfAStranger({ direct }: DoorPorts, activity: ReadActivity): Promise<boolean> {
  return isFarewell(activity) && (await direct.remoteActors.get(activity.actor)) === undefined;
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

function turnAway(ports: DoorPorts, activity: ReadActivity, proof: Exclude<Proof, { type: "proven" }>): InboxAnswer {
  switch (proof.type) {
    case "unproven":
      return answer(401, proof.reason);
    case "refused domain":
      return answer(403, REFUSED);
    case "gone":
      if (activity.type !== "Delete") return answer(401, "The actor is gone, so its key cannot be checked.");
      lookLater(ports, activity.actor);
      return answer(202);
    case "turned away":
      return proof.reason === "everybody"
        ? answer(503, "The node has too much to check at present.", retryAfter(proof.retryAfter))
        : answer(429, TOO_MUCH, retryAfter(proof.retryAfter));
  }
}

const LOOK_AFTER: Duration = 5 * MINUTE;

/**
 * We may know the actor, and it is said that it is gone: that is looked at with care, once in a while at most, since
 * anybody can say so. It is not waited for, because how long that takes would tell whether we know the actor.
 */
function lookLater({ direct, log }: DoorPorts, actor: ActorId): void {
  const task = { type: "refresh actor", actor } as const;
  direct.tasks.add(task, { key: `refresh ${actor}`, after: LOOK_AFTER }).catch((error: unknown) => {
    log.error("a task could not be written down", { error: kindOf(error) });
  });
}

const retryAfter = (wait: Duration): Readonly<Record<string, string>> => ({
  "retry-after": String(Math.ceil(wait / SECOND)),
});
