import type { Command } from "commander";
import {
  isoInstant,
  type FollowLine,
  type FollowRefused,
  type Result,
  type FollowState,
  type ActorId,
} from "@commonhall/domain";
import { addCommand, type Io, type OpenHall } from "./hall-command.ts";
import { done, type Outcome } from "./outcome.ts";
import { followRefused } from "./refusals.ts";
import { table } from "./table.ts";

export function addFollowCommands(program: Command, io: Io, exit: (code: number) => void): void {
  addCommand(program, io, exit, {
    usage: "follow <address>",
    description: "follow a centre, a campaign or anybody on the fediverse: @name@host or an actor's id",
    run: async (hall, { words: [address = ""] }) => answered(await (await hall.federation()).follow.follow(address)),
  });
  addCommand(program, io, exit, {
    usage: "unfollow <address>",
    description: "stop following",
    run: async (hall, { words: [address = ""] }) => answered(await (await hall.federation()).follow.unfollow(address)),
  });
  addCommand(program, io, exit, {
    usage: "following",
    description: "whom this node follows",
    run: async ({ store }: OpenHall) => listed(await store.followViews.following()),
  });
  addCommand(program, io, exit, {
    usage: "followers",
    description: "who follows this node's centre and campaigns",
    run: async ({ store }: OpenHall) => listed(await store.followViews.followers(), true),
  });
}

function answered(answer: Result<{ readonly id: ActorId; readonly state: FollowState }, FollowRefused>): Outcome {
  if (!answer.ok) return followRefused(answer.error);
  const { id, state } = answer.value;
  return done({ id, state }, `${id}: ${STATES[state]}`);
}

const STATES: Readonly<Record<FollowState, string>> = {
  pending: "asked, and not yet answered",
  accepted: "followed",
  rejected: "it does not want to be followed",
  ended: "not followed any more",
};

/** Of who follows us it says whom of ours: after a move, whoever has not come along still follows the former address. */
function listed(lines: readonly FollowLine[], isOfFollowers = false): Outcome {
  const json = lines.map(({ id, handle, state, since, ours }) => ({
    id,
    handle,
    state,
    since: isoInstant(since),
    ...(isOfFollowers ? { ours } : {}),
  }));
  const text = table(
    lines.map(({ handle, name, state, since, ours }) => [
      handle,
      name,
      state,
      isoInstant(since).slice(0, 10),
      ...(isOfFollowers ? [ours] : []),
    ]),
  );
  return done(json, text === "" ? "Nobody." : text);
}
