import { createHmac, hkdfSync } from "node:crypto";
import { err, hostOf, LONGEST_FLAG, ok, type FlagCommands, type LocalActor } from "@commonhall/domain";
import { addressesOf, flagActivity } from "@commonhall/wire";
import type { FederationPorts } from "../ports.ts";

type Ports = Pick<FederationPorts, "site" | "clock" | "newId" | "work" | "direct">;

/** What is wrong elsewhere is told to the server it is on, by the node and by nobody in it. */
export function flagCommands({ site, clock, newId, work, direct }: Ports): FlagCommands {
  const addresses = addressesOf(site);
  return {
    async flag(object, text, by) {
      const node = await direct.localActors.get(addresses.node());
      if (node === undefined) return err({ type: "no centre yet" });
      const characters = [...text].length;
      if (characters > LONGEST_FLAG) return err({ type: "too long", characters, limit: LONGEST_FLAG });
      return work.run(async (rooms) => {
        const found = await rooms.objects.get(object);
        if (found === undefined) return err({ type: "not found", id: object });
        if (found.local) return err({ type: "ours", id: object });
        const author = await rooms.remoteActors.get(found.attributedTo);
        if (author === undefined) return err({ type: "not found", id: found.attributedTo });
        const id = addresses.flag(tagOf(node, by, hostOf(author.id)), newId());
        const activity = flagActivity({ id, node: node.id, author: author.id, object, text });
        const document = JSON.stringify(activity);
        const sent = {
          id,
          type: "Flag",
          actor: node.id,
          object: found.id,
          document,
          published: clock(),
          listed: false,
        };
        await rooms.outbox.append(sent, [{ type: "inbox", inbox: author.sharedInbox ?? author.inbox }]);
        return ok({ activity: id });
      });
    },
  };
}

const TAG_BYTES = 9;

/** The same for the same person and server, another for every other, and without the node's key nothing can be read off it. */
function tagOf({ keys }: LocalActor, by: string, host: string): string {
  const key = Buffer.from(hkdfSync("sha256", keys.ed25519Private, Buffer.alloc(0), "flag tag", 32));
  return createHmac("sha256", key)
    .update(JSON.stringify([by, host]))
    .digest()
    .subarray(0, TAG_BYTES)
    .toString("base64url");
}
