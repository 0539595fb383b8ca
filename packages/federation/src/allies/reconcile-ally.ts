import {
  DAY,
  err,
  ok,
  reconciled,
  toldNothing,
  type ActorId,
  type PeerSays,
  type Reconciled,
  type RemoteActor,
  type Result,
  type Task,
  type Timestamp,
} from "@commonhall/domain";
import { alliesOfActor, allyPageName, describeWireError, readAllyPage } from "@commonhall/wire";
import { fetchDocument, type FetchProblem } from "../discovery/fetch-document.ts";
import type { Handling } from "../inbox/handling.ts";
import type { FederationPorts } from "../ports.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TimedUse } from "../tasks/task-use.ts";
import { meet } from "./meet-ally.ts";
import { FROM_THE_FUTURE, moveAlly } from "./move-ally.ts";

/** Once a day each open alliance is looked at from the other side (wire.md 6). Answers how many that were. */
export async function askAllies({ work, clock }: Pick<FederationPorts, "work" | "clock">): Promise<number> {
  const now = clock();
  return work.run(async (rooms) => {
    const peers = await rooms.allies.takeUnasked(now - DAY, now);
    for (const peer of peers) await rooms.tasks.add({ type: "reconcile ally", peer }, { key: `reconcile ${peer}` });
    return peers.length;
  });
}

/**
 * Asks the other side how it sees it, signed as our node, and heals what was lost: an answer, an end or the Offer itself. A
 * side that cannot be reached is asked again tomorrow; trust does not fall by that.
 */
export async function reconcileAlly(
  use: TimedUse,
  { peer }: Extract<Task, { type: "reconcile ally" }>,
): Promise<TaskAnswer> {
  const centre = await use.direct.centres.get();
  if (centre === undefined || (await use.direct.allies.with(peer)) === undefined) return ok();
  const met = await meet(use, peer);
  if (!met.ok) return err(met.error);
  const asked = use.clock();
  const said = await ask(use, centre.id, met.value);
  if (!said.ok) return err(said.error);
  await use.inCommit((handling) => heal(handling, peer, said.value, asked));
  return ok();
}

/** Undefined where they say that there is nothing between us. */
async function ask(
  { client }: Pick<TimedUse, "client">,
  us: ActorId,
  peer: RemoteActor,
): Promise<Result<PeerSays | undefined, FetchProblem>> {
  const allies = alliesOfActor(peer.document) ?? `${peer.id}/allies`;
  const fetched = await fetchDocument(client, `${allies}/${allyPageName(us)}`);
  if (!fetched.ok) return fetched.error.type === "gone" ? ok(undefined) : fetched;
  const read = readAllyPage(fetched.value.json, us, peer.id);
  return read.ok ? ok(read.value) : err({ type: "unreadable", detail: describeWireError(read.error) });
}

async function heal(handling: Handling, peer: ActorId, said: PeerSays | undefined, asked: Timestamp): Promise<void> {
  const { rooms, now } = handling;
  const current = await rooms.allies.with(peer);
  const isFuture = said !== undefined && said.made.offered > now + FROM_THE_FUTURE;
  if (current === undefined || isFuture) return;
  const { next, repeat }: Reconciled =
    said === undefined ? toldNothing(current, now) : reconciled(current, said, { asked, at: now });
  if (next !== undefined) await moveAlly(handling, current, next);
  if (repeat !== undefined) await rooms.outbox.repeat(repeat);
}
