import { createPublicKey } from "node:crypto";
import {
  DAY,
  err,
  hostOf,
  isStricter,
  levelOf,
  ok,
  type ActorId,
  type Host,
  type Recommendation,
  type Result,
  type Rooms,
  type Task,
  type Timestamp,
} from "@commonhall/domain";
import {
  addressesOf,
  describeWireError,
  readRecommendations,
  verificationMethodOf,
  verifyProof,
  type JsonObject,
} from "@commonhall/wire";
import { fetchDocument, type FetchProblem } from "../discovery/fetch-document.ts";
import type { FederationPorts } from "../ports.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";
import { levelNow, taskKey } from "./moderation-commands.ts";

/**
 * Reads the list of somebody whose advice we take, once a day. What makes things stricter is done at once where it was
 * asked for, and stands in the list of changes under the source's name; all else waits for a person.
 */
export async function fetchRecommendations(
  { site, follows }: Pick<FederationPorts, "site" | "follows">,
  use: TaskUse,
  { source }: Extract<Task, { type: "fetch recommendations" }>,
): Promise<TaskAnswer> {
  if ((await use.direct.recommendations.source(source)) === undefined) return ok();
  const fetched = await fetchList(use, source);
  const followed = (await follows.following()).map(({ id }) => hostOf(id));
  await use.inCommit(async ({ rooms, now }) => {
    const known = await rooms.recommendations.source(source);
    if (known === undefined) return;
    if (fetched.ok) {
      const ourselves = new Set([hostOf(addressesOf(site).node()), site.handleHost, hostOf(source)]);
      const list = fetched.value(now).filter(({ host }) => !ourselves.has(host));
      await take(rooms, { source, automatic: known.automatic, list, followed, now });
      await rooms.recommendations.putSource({ ...known, fetched: now });
    }
    await rooms.tasks.add({ type: "fetch recommendations", source }, { after: DAY, key: `${taskKey(source)} daily` });
  });
  return fetched.ok || fetched.error.type === "unreachable" ? ok() : err(fetched.error);
}

interface Taken {
  readonly source: ActorId;
  readonly automatic: boolean;
  readonly list: readonly Recommendation[];
  /** A list cannot part us from those whom we follow: that is for a person to do. */
  readonly followed: readonly Host[];
  readonly now: Timestamp;
}

async function take(rooms: Rooms, { source, automatic, list, followed, now }: Taken): Promise<void> {
  await rooms.recommendations.replaceList(source, list);
  const open = (await rooms.recommendations.proposed()).filter((one) => one.source === source);
  for (const { host, level, reason } of open) {
    const holds = await levelNow(rooms, host);
    const parts = followed.some((one) => levelOf(one, new Map([[host, level]])) !== "accept");
    const isDone = automatic && !parts && isStricter(level, holds);
    if (isDone) await rooms.domains.set(host, level, { by: source, at: now, reason });
    if (isDone || holds === level) await rooms.recommendations.answer(source, host);
  }
}

/** The list of an actor is on its own server, says whose it is, and is signed by a key that its own document shows. */
async function fetchList(
  use: TaskUse,
  source: ActorId,
): Promise<Result<(received: Timestamp) => readonly Recommendation[], FetchProblem>> {
  const fetched = await fetchDocument(use.client, `${source}/recommendations`);
  if (!fetched.ok) return fetched;
  const { json } = fetched.value;
  const read = readRecommendations(json, 0);
  if (!read.ok) return err({ type: "unreadable", detail: describeWireError(read.error) });
  if (read.value.by !== source) return err({ type: "unreadable", detail: "it is somebody else's" });
  if (!(await isSigned(use, source, json)))
    return err({ type: "unreadable", detail: "it is not signed by its author" });
  return ok((received) => {
    const again = readRecommendations(json, received);
    return again.ok ? again.value.recommendations : [];
  });
}

async function isSigned(use: TaskUse, source: ActorId, json: JsonObject): Promise<boolean> {
  const method = verificationMethodOf(json);
  if (method === undefined) return false;
  if (await fits(use, source, method, json)) return true;
  // Its key may be a new one.
  await use.find.fresh(source);
  return fits(use, source, method, json);
}

async function fits({ direct }: TaskUse, source: ActorId, method: string, json: JsonObject): Promise<boolean> {
  const key = await direct.keys.get(method);
  return key?.owner === source && key.algorithm === "Ed25519" && verifyProof(json, createPublicKey(key.publicKey));
}
