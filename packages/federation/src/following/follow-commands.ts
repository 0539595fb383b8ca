import {
  err,
  httpUrl,
  ok,
  originOf,
  type ActorId,
  type FollowCommands,
  type FollowRefused,
  type RemoteActor,
  type Result,
} from "@commonhall/domain";
import { accountAddress, handleText } from "@commonhall/wire";
import type { FetchProblem } from "../discovery/fetch-document.ts";
import type { FindActor } from "../discovery/find-actor.ts";
import { beginHandling } from "../inbox/handling.ts";
import type { DomainLevels } from "../moderation/domain-levels.ts";
import type { FederationPorts } from "../ports.ts";
import { sendFollow, sendUndoFollow } from "./send-follow.ts";

type FollowPorts = Pick<FederationPorts, "site" | "clock" | "newId" | "work" | "direct" | "follows">;

interface FollowUse {
  readonly find: FindActor;
  readonly levels: Pick<DomainLevels, "of">;
}

/** The centre follows other centres, campaigns and whoever else is on the fediverse. */
export function followCommands(ports: FollowPorts, use: FollowUse): FollowCommands {
  return {
    async follow(address) {
      const centre = await ports.direct.centres.get();
      if (centre === undefined) return err({ type: "no centre yet" });
      const found = await find(ports, use, address);
      if (!found.ok) return found;
      const actor = found.value;
      const follow = await ports.work.run(async (rooms) => {
        const current = await rooms.follows.between(centre.id, actor.id);
        if (current?.state !== "pending" && current?.state !== "accepted") {
          return sendFollow(await beginHandling(ports, rooms, new Set()), centre.id, actor);
        }
        await rooms.outbox.repeat(current.id);
        return current;
      });
      return ok({ id: actor.id, state: follow.state });
    },

    /** Asks nobody, so that one can leave a server that does not answer any more. */
    async unfollow(address) {
      const centre = await ports.direct.centres.get();
      if (centre === undefined) return err({ type: "no centre yet" });
      const account = accountAddress(address);
      const handle = account === undefined ? undefined : handleText(account);
      const lines = (await ports.follows.following()).filter(({ ours }) => ours === centre.id);
      const line = lines.find(({ id, handle: known }) => id === address.trim() || known === handle);
      if (line === undefined) return err({ type: "not followed", address });
      await ports.work.run(async (rooms) => {
        const follow = await rooms.follows.between(centre.id, line.id);
        if (follow === undefined || follow.state === "ended") return;
        const handling = await beginHandling(ports, rooms, new Set());
        await rooms.follows.put({ ...follow, state: "ended", since: handling.now });
        const followed = await rooms.remoteActors.get(line.id);
        if (followed !== undefined && follow.state !== "rejected") await sendUndoFollow(handling, follow, followed);
      });
      return ok({ id: line.id, state: "ended" });
    },
  };
}

async function find(
  { site }: FollowPorts,
  use: FollowUse,
  address: string,
): Promise<Result<RemoteActor, FollowRefused>> {
  const account = accountAddress(address);
  const url = account === undefined ? httpUrl(address.trim()) : undefined;
  const host = account?.host ?? url?.host;
  if (host === undefined) return err({ type: "not an address", address });
  if (host === site.handleHost || host === new URL(site.origin).host) return err({ type: "ourselves" });
  if ((await use.levels.of(host)) === "refuse") return err({ type: "refused domain", host });
  const found = account === undefined ? await use.find.byAddress(url?.href ?? "") : await use.find.byAccount(account);
  if (!found.ok) return err(refusal(found.error, address, host));
  return isOurs(site.origin, found.value.id) ? err({ type: "ourselves" }) : found;
}

const isOurs = (origin: string, id: ActorId): boolean => originOf(id) === origin;

function refusal(problem: FetchProblem, address: string, host: string): FollowRefused {
  switch (problem.type) {
    case "gone":
      return { type: "not found", address, detail: "nobody of this name is there" };
    case "unreadable":
      return { type: "not found", address, detail: problem.detail };
    case "unreachable":
      return { type: "unreachable", host, detail: problem.detail };
    case "refused domain":
      return { type: "refused domain", host };
  }
}
