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
  type JsonObject,
} from "@commonhall/wire";
import { fetchDocument, type FetchProblem } from "../discovery/fetch-document.ts";
import { isProvenBy } from "../keys/proven-by.ts";
import type { FederationPorts } from "../ports.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";
import { levelNow, taskKey } from "./moderation-commands.ts";

/**
 * Reads the list of somebody whose advice we take, once a day. What makes things stricter is done at once where it was
 * asked for, and stands in the list of changes under the source's name; all else waits for a person.
 */
export async function fetchRecommendations(
  { site, follows, clock }: Pick<FederationPorts, "site" | "follows" | "clock">,
  use: TaskUse,
  { source }: Extract<Task, { type: "fetch recommendations" }>,
): Promise<TaskAnswer> {
  if ((await use.direct.recommendations.source(source)) === undefined) return ok();
  const fetched = await fetchList(use, source, clock());
  const followed = (await follows.following()).map(({ id }) => hostOf(id));
  await use.inCommit(async ({ rooms, now }) => {
    const known = await rooms.recommendations.source(source);
    if (known === undefined) return;
    if (fetched.ok) {
      const ourselves = new Set([hostOf(addressesOf(site).node()), site.handleHost, hostOf(source)]);
      const list = fetched.value.filter(({ host }) => !ourselves.has(host));
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
  received: Timestamp,
): Promise<Result<readonly Recommendation[], FetchProblem>> {
  const fetched = await fetchDocument(use.client, `${source}/recommendations`);
  if (!fetched.ok) return fetched;
  const { json } = fetched.value;
  const read = readRecommendations(json, received);
  if (!read.ok) return err({ type: "unreadable", detail: describeWireError(read.error) });
  if (read.value.by !== source) return err({ type: "unreadable", detail: "it is somebody else's" });
  if (!(await isSigned(use, source, json)))
    return err({ type: "unreadable", detail: "it is not signed by its author" });
  return ok(read.value.recommendations);
}

async function isSigned({ direct, find }: TaskUse, source: ActorId, json: JsonObject): Promise<boolean> {
  if (verificationMethodOf(json) === undefined) return false;
  if (await isProvenBy(direct.keys, source, json)) return true;
  // Its key may be a new one.
  await find.fresh(source);
  return isProvenBy(direct.keys, source, json);
}
