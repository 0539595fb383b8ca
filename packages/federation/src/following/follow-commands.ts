import { err, ok, type FollowCommands } from "@commonhall/domain";
import { accountAddress, handleText } from "@commonhall/wire";
import { findByAddress, type AddressUse } from "../discovery/find-by-address.ts";
import { beginHandling } from "../inbox/handling.ts";
import type { FederationPorts } from "../ports.ts";
import { sendFollow, sendUndoFollow } from "./send-follow.ts";

type FollowPorts = Pick<FederationPorts, "site" | "clock" | "newId" | "work" | "direct" | "follows">;

/** The centre follows other centres, campaigns and whoever else is on the fediverse. */
export function followCommands(ports: FollowPorts, use: AddressUse): FollowCommands {
  return {
    async follow(address) {
      const centre = await ports.direct.centres.get();
      if (centre === undefined) return err({ type: "no centre yet" });
      const found = await findByAddress(ports, use, address);
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
