import {
  asObject,
  endedNow,
  err,
  hostOf,
  levelOf,
  ok,
  type ActorId,
  type Follow,
  type LeftBehind,
  type RemoteActor,
  type Result,
  type Task,
} from "@commonhall/domain";
import { parseActor, parseDocument, type ParsedActor } from "@commonhall/wire";
import { moveAlly } from "../allies/move-ally.ts";
import type { FetchProblem } from "../discovery/fetch-document.ts";
import { sendFollow, sendUndoFollow } from "../following/send-follow.ts";
import type { Handling } from "../inbox/handling.ts";
import type { TaskAnswer } from "../tasks/task-runner.ts";
import type { TaskUse } from "../tasks/task-use.ts";
import { concernsUs } from "./on-move.ts";

type CheckMove = Extract<Task, { type: "check move" }>;

/**
 * Whether somebody has moved. Both sides have to say so, each from its own server and asked just now: the former one
 * names the later in `movedTo`, the later one the former in `alsoKnownAs`. Where nobody answers for the former any more,
 * its own key, which we know from before, has to have signed the Move. Whoever is there and says nothing of it has not
 * moved, and one to whom somebody moves has not moved on: chains are not walked, so nothing goes in circles.
 */
export async function checkMove(use: TaskUse, { former, later, isProven }: CheckMove): Promise<TaskAnswer> {
  const said = await saidByFormer(use, former, later, isProven);
  if (!said.ok) return said;
  const found = await use.find.fresh(later);
  if (!found.ok) return err(found.error);
  const target = parsed(found.value);
  if (target === undefined || !target.alsoKnownAs.includes(former))
    return err({ type: "unreadable", detail: "the later one does not say that it was the former" });
  if (target.movedTo !== undefined) return err({ type: "unreadable", detail: "the later one has moved on" });
  await use.inCommit((handling) => goAlong(handling, former, found.value, said.value));
  return ok();
}

type SaidByFormer = "from its server" | "by its key";

async function saidByFormer(
  use: TaskUse,
  former: ActorId,
  later: ActorId,
  isProven: boolean,
): Promise<Result<SaidByFormer, FetchProblem>> {
  const found = await use.find.fresh(former);
  if (!found.ok) {
    const isSilent = found.error.type === "gone" || found.error.type === "unreachable";
    return isSilent && isProven ? ok("by its key") : found;
  }
  const movedTo = parsed(found.value)?.movedTo;
  if (movedTo === later) return ok("from its server");
  // A server that has just been put up may say so a little later.
  return movedTo === undefined
    ? err({ type: "unreachable", detail: "the former one does not say that it has moved" })
    : err({ type: "unreadable", detail: "the former one says that it has moved elsewhere" });
}

function parsed({ document }: RemoteActor): ParsedActor | undefined {
  const json = parseDocument(document);
  const actor = json.ok ? parseActor(json.value) : json;
  return actor.ok ? actor.value : undefined;
}

/**
 * Whoever of us followed the former one follows the later one. What was kept stays. What two people once decided
 * together, an alliance, ends: it was made with somebody who does not speak any more, and is offered anew by hand.
 */
async function goAlong(handling: Handling, former: ActorId, later: RemoteActor, how: SaidByFormer): Promise<void> {
  const { rooms, now } = handling;
  const isStillSo =
    (await rooms.moves.from(former)) === undefined &&
    (await concernsUs(rooms, former)) &&
    [former, later.id].every((actor) => levelOf(hostOf(actor), handling.levels) === "accept");
  if (!isStillSo) return;
  const left: LeftBehind[] = [];
  const ally = await rooms.allies.with(former);
  if (ally !== undefined && ["offered", "received", "accepted"].includes(ally.state)) {
    if (ally.state === "accepted") left.push("ally");
    await moveAlly(handling, ally, endedNow(ally, now) ?? ally);
  }
  if ((await rooms.vouches.of(former)).length > 0) left.push("vouched for");
  await rooms.moves.put({ former, later: later.id, at: now, left });
  const known = await rooms.remoteActors.get(former);
  const centre = await rooms.centres.get();
  const follow = centre === undefined ? undefined : await rooms.follows.between(centre.id, former);
  if (follow?.state === "pending" || follow?.state === "accepted") {
    await followLater(handling, follow, later);
    if (known !== undefined && how === "from its server") await sendUndoFollow(handling, follow, known);
  }
  await rooms.catchUps.drop(former);
  if (later.kind === "Campaign")
    await rooms.moves.rename(asObject(former), asObject(later.id), await authorNow(handling, former));
  await rooms.tasks.add({ type: "rename moved", former, later: later.id }, { key: `rename ${former}` });
}

async function followLater(handling: Handling, follow: Follow, later: RemoteActor): Promise<void> {
  const { rooms, now } = handling;
  await rooms.follows.put({ ...follow, state: "ended", since: now });
  const already = await rooms.follows.between(follow.follower, later.id);
  // Where we asked before and they said no, that stands.
  if (already === undefined || already.state === "ended") await sendFollow(handling, follow.follower, later);
}

/** Of a campaign: its centre, which may have moved before it. */
async function authorNow({ rooms }: Handling, campaign: ActorId): Promise<ActorId> {
  const author = (await rooms.objects.get(asObject(campaign)))?.attributedTo ?? campaign;
  return (await rooms.moves.from(author))?.later ?? author;
}
